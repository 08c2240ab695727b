/// A service that answers what it was told to, on a real Unix socket, and remembers what it was
/// asked.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "gateway/http/http.hpp"

namespace imprimatur::cli {

using Json = nlohmann::json;

struct Asked {
    std::string call; ///< "POST /v1/documents"
    std::string language;
    std::string accept;
    std::string body;
};

class FakeService {
  public:
    FakeService();
    FakeService(FakeService const&) = delete;
    FakeService& operator=(FakeService const&) = delete;
    ~FakeService();

    /// What is answered to a call of this method and exact target ("GET /v1/jobs?state=waiting").
    void answer(std::string const& call, Json const& body, unsigned status = 200);
    void answer_with(std::string const& call, std::string const& type, std::string const& body);
    /// An Error of the API.
    void refuse(std::string const& call, unsigned status, std::string const& fault,
                std::string const& sentence);

    std::vector<Asked> asked() const;
    std::string socket() const { return (folder_ / "socket").string(); }
    std::filesystem::path const& folder() const { return folder_; }
    /// A file in the folder.
    std::string file(std::string const& name, std::string const& content) const;

  private:
    struct Prepared {
        unsigned status;
        std::string type;
        std::string body;
    };
    http::Response respond(http::Request& request);

    std::filesystem::path folder_;
    mutable std::mutex lock_;
    std::map<std::string, Prepared> prepared_;
    std::vector<Asked> asked_;
    std::optional<http::Server> server_;
};

/// How one run of the command went.
struct Ran {
    int exit;
    std::string out;
    std::string errors;
};

/// Runs `imprimatur WORDS…` against the service, in English unless the environment says otherwise.
Ran run_with(FakeService const& service, std::vector<std::string> words,
             std::map<std::string, std::string> environment = {{"LC_ALL", "C.UTF-8"}});

} // namespace imprimatur::cli
