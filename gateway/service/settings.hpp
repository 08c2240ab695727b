/// What the service is told by its settings file (config/imprimatur.toml documents each).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"

namespace imprimatur::service {

struct TlsSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8443;
    std::string certificate;
    std::string key;
};

struct Settings {
    std::filesystem::path socket = "/run/imprimatur/socket";
    unsigned socket_mode = 0666;
    std::string database = "sqlite:///var/lib/imprimatur/registry.db";
    std::filesystem::path store = "/var/lib/imprimatur/store";
    std::filesystem::path key_file = "/var/lib/imprimatur/key";
    std::filesystem::path policy_folder; ///< default: config/policies of the installation
    std::vector<std::string> policies;   ///< "P7"; several are layered, the stricter wins
    std::filesystem::path worker;        ///< default: imprimatur-worker beside this program
    std::size_t worker_processes = 2;
    std::chrono::seconds worker_time{120};
    std::uint64_t worker_memory = 4ULL << 30U; ///< bytes
    std::uint32_t worker_pages = 20000;
    std::uint32_t verified_pages = 2; ///< of each marked copy
    bool one_document_per_worker = false;
    bool demand_every_protection = true; ///< of the workers' sandbox; else what lacks is logged
    std::vector<std::string> trusted_backends{"root", "lp"};
    std::string first_administrator = "root";
    std::string cups_server; ///< socket path or host:port; empty: the system's
    std::string language = "zh";
    std::string organisation;
    int grant_days = 30;
    std::uint64_t largest_job = 1ULL << 30U; ///< bytes
    std::string log_level = "info";
    std::optional<TlsSettings> tls;
};

/// @error NotFound, Denied the file; BadInput "service.settings-*": file, line, what stands there
/// and what is expected. A key that no setting has is a mistake.
Result<Settings> read_settings(std::filesystem::path const& file);

} // namespace imprimatur::service
