#include "tests/integration/cli/fake_service.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <stdlib.h>

#include "gateway/cli/cli.hpp"

namespace imprimatur::cli {

namespace {

constexpr std::uint64_t most_bytes = 1 << 20;

std::filesystem::path new_folder() {
    auto name = (std::filesystem::temp_directory_path() / "cli_test.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("mkdtemp");
    }
    return name;
}

} // namespace

FakeService::FakeService() : folder_(new_folder()) {
    http::Settings settings;
    settings.local = http::UnixListener{socket(), 0600};
    settings.threads = 2;
    auto server = http::Server::start(std::move(settings),
                                      [this](http::Request& request) { return respond(request); });
    if (!server) {
        throw std::runtime_error(server.error().cause);
    }
    server_.emplace(std::move(*server));
}

FakeService::~FakeService() {
    server_->stop();
    std::filesystem::remove_all(folder_);
}

void FakeService::answer(std::string const& call, Json const& body, unsigned status) {
    std::lock_guard const guard(lock_);
    prepared_[call] = {status, "application/json", status == 204 ? "" : body.dump()};
}

void FakeService::answer_with(std::string const& call, std::string const& type,
                              std::string const& body) {
    std::lock_guard const guard(lock_);
    prepared_[call] = {200, type, body};
}

void FakeService::refuse(std::string const& call, unsigned status, std::string const& fault,
                         std::string const& sentence) {
    answer(call, {{"fault", fault}, {"sentence_id", "test.id"}, {"sentence", sentence}}, status);
}

std::vector<Asked> FakeService::asked() const {
    std::lock_guard const guard(lock_);
    return asked_;
}

std::string FakeService::file(std::string const& name, std::string const& content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return (folder_ / name).string();
}

http::Response FakeService::respond(http::Request& request) {
    auto const call = std::string(http::name_of(request.method)) + " " + request.target.text;
    auto const body = request.body.read_text(most_bytes);
    std::lock_guard const guard(lock_);
    asked_.push_back({call, request.headers.find("Accept-Language").value_or(""),
                      request.headers.find("Accept").value_or(""), body ? *body : "unreadable"});
    auto const found = prepared_.find(call);
    if (found == prepared_.end()) {
        return http::text_response(500, "text/plain", "nothing is prepared for " + call);
    }
    return http::text_response(found->second.status, found->second.type, found->second.body);
}

Ran run_with(FakeService const& service, std::vector<std::string> words,
             std::map<std::string, std::string> environment) {
    std::ostringstream out;
    std::ostringstream errors;
    environment["IMPRIMATUR_SOCKET"] = service.socket();
    Surroundings surroundings{std::move(environment), out, errors, {}};
    auto const exit = run(words, surroundings);
    return {exit, out.str(), errors.str()};
}

} // namespace imprimatur::cli
