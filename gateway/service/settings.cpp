#include "gateway/service/settings.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "foundation/file/file.hpp"

namespace imprimatur::service {

namespace {

constexpr std::uint64_t longest_settings = 1U << 20U;
constexpr std::int64_t megabyte = 1 << 20;

/// Takes the value of one key; says what was expected when it is something else.
using Take = std::function<char const*(toml::node const&)>;

struct Key {
    std::string_view name;
    Take take;
};

Take text(std::string& into) {
    return [&into](toml::node const& node) -> char const* {
        if (!node.is_string()) {
            return "a text in quotes";
        }
        into = node.as_string()->get();
        return nullptr;
    };
}

Take path(std::filesystem::path& into) {
    return [&into](toml::node const& node) -> char const* {
        if (!node.is_string() || !node.as_string()->get().starts_with('/')) {
            return "an absolute path in quotes";
        }
        into = node.as_string()->get();
        return nullptr;
    };
}

Take texts(std::vector<std::string>& into) {
    return [&into](toml::node const& node) -> char const* {
        constexpr auto expected = "a list of texts, [\"…\", \"…\"]";
        if (!node.is_array()) {
            return expected;
        }
        into.clear();
        for (auto const& item : *node.as_array()) {
            if (!item.is_string()) {
                return expected;
            }
            into.push_back(item.as_string()->get());
        }
        return nullptr;
    };
}

template <class Put> Take number(std::int64_t least, std::int64_t most, Put put) {
    return [=](toml::node const& node) -> char const* {
        if (!node.is_integer() || node.as_integer()->get() < least ||
            node.as_integer()->get() > most) {
            return "a whole number within its range";
        }
        put(node.as_integer()->get());
        return nullptr;
    };
}

Take yes_or_no(bool& into) {
    return [&into](toml::node const& node) -> char const* {
        if (!node.is_boolean()) {
            return "true or false";
        }
        into = node.as_boolean()->get();
        return nullptr;
    };
}

Take one_of(std::string& into, std::vector<std::string> choices, char const* expected) {
    return [&into, choices = std::move(choices), expected](toml::node const& node) -> char const* {
        if (!node.is_string() ||
            std::find(choices.begin(), choices.end(), node.as_string()->get()) == choices.end()) {
            return expected;
        }
        into = node.as_string()->get();
        return nullptr;
    };
}

std::string shown(toml::node const& node) {
    return node.visit(
        [](auto const& value) { return fmt::format("line {}", value.source().begin.line); });
}

Result<void> take_all(toml::table const& table, std::vector<Key> const& keys,
                      std::string const& file) {
    for (auto const& [name, node] : table) {
        auto found = std::find_if(keys.begin(), keys.end(), [&, stated = name.str()](auto& key) {
            return key.name == stated;
        });
        auto line = std::to_string(node.source().begin.line);
        if (found == keys.end()) {
            return fail(Fault::BadInput,
                        {"service.settings-key-unknown",
                         {{"file", file}, {"line", line}, {"key", std::string(name.str())}}});
        }
        if (auto const* expected = found->take(node)) {
            return fail(Fault::BadInput,
                        {"service.settings-value-wrong",
                         {{"file", file},
                          {"line", line},
                          {"key", std::string(name.str())},
                          {"expected", expected}}},
                        shown(node));
        }
    }
    return {};
}

Take tls(std::optional<TlsSettings>& into, std::string const& file, Result<void>& inner) {
    return [&into, file, &inner](toml::node const& node) -> char const* {
        if (!node.is_table()) {
            return "a table [tls]";
        }
        into.emplace();
        inner = take_all(*node.as_table(),
                         {{"address", text(into->address)},
                          {"port", number(1, 65535,
                                          [&into](auto value) {
                                              into->port = static_cast<std::uint16_t>(value);
                                          })},
                          {"certificate", text(into->certificate)},
                          {"key", text(into->key)}},
                         file);
        return nullptr;
    };
}

std::vector<Key> keys_of(Settings& out, std::string const& file, Result<void>& inner) {
    auto worker_processes = [&out](auto value) {
        out.worker_processes = static_cast<std::size_t>(value);
    };
    auto worker_time = [&out](auto value) { out.worker_time = std::chrono::seconds(value); };
    auto worker_memory = [&out](auto value) {
        out.worker_memory = static_cast<std::uint64_t>(value * megabyte);
    };
    auto worker_pages = [&out](auto value) {
        out.worker_pages = static_cast<std::uint32_t>(value);
    };
    auto verified_pages = [&out](auto value) {
        out.verified_pages = static_cast<std::uint32_t>(value);
    };
    auto largest_job = [&out](auto value) {
        out.largest_job = static_cast<std::uint64_t>(value * megabyte);
    };
    return {
        {"socket", path(out.socket)},
        {"socket_mode",
         number(0, 0777, [&out](auto value) { out.socket_mode = static_cast<unsigned>(value); })},
        {"database", text(out.database)},
        {"store", path(out.store)},
        {"key_file", path(out.key_file)},
        {"policy_folder", path(out.policy_folder)},
        {"policies", texts(out.policies)},
        {"worker", path(out.worker)},
        {"worker_processes", number(1, 256, worker_processes)},
        {"worker_seconds", number(1, 86400, worker_time)},
        {"worker_megabytes", number(64, 1 << 20, worker_memory)},
        {"worker_pages", number(1, 1000000, worker_pages)},
        {"verified_pages", number(2, 1000000, verified_pages)},
        {"one_document_per_worker", yes_or_no(out.one_document_per_worker)},
        {"demand_every_protection", yes_or_no(out.demand_every_protection)},
        {"trusted_backends", texts(out.trusted_backends)},
        {"first_administrator", text(out.first_administrator)},
        {"cups_server", text(out.cups_server)},
        {"language", one_of(out.language, {"zh", "en"}, "\"zh\" or \"en\"")},
        {"organisation", text(out.organisation)},
        {"grant_days",
         number(0, 36500, [&out](auto value) { out.grant_days = static_cast<int>(value); })},
        {"largest_job_megabytes", number(1, 1 << 20, largest_job)},
        {"log", one_of(out.log_level, {"debug", "info", "warning", "error"},
                       "\"debug\", \"info\", \"warning\" or \"error\"")},
        {"tls", tls(out.tls, file, inner)},
    };
}

} // namespace

Result<Settings> read_settings(std::filesystem::path const& file) {
    auto opened = open_file(file.string());
    if (!opened) {
        return pass_on(opened);
    }
    auto text = read_whole(*opened, longest_settings);
    if (!text) {
        return pass_on(text);
    }
    toml::table table;
    try {
        table = toml::parse(*text);
    } catch (toml::parse_error const& e) {
        return fail(Fault::BadInput, {"service.settings-not-toml",
                                      {{"file", file.string()},
                                       {"line", std::to_string(e.source().begin.line)},
                                       {"what", std::string(e.description())}}});
    }
    Settings settings;
    Result<void> inner;
    auto taken = take_all(table, keys_of(settings, file.string(), inner), file.string());
    taken = taken ? inner : taken;
    if (!taken) {
        return pass_on(taken);
    }
    return settings;
}

} // namespace imprimatur::service
