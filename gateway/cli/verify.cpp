#include <algorithm>

#include "foundation/file/file.hpp"
#include "gateway/cli/groups.hpp"
#include "gateway/keys/keys.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option options[] = {
    {"FILE", Kind::Input, Need::Once},
    {"key", Kind::Text},
};

/// The key that must have signed: as given, else that of the service, of whatever generation.
/// @param signer a key, to know how one is written
Result<std::string> expected_key(Session& session, Arguments const& arguments,
                                 std::string const& signer) {
    if (arguments.has("key")) {
        auto const given = arguments.text("key");
        return given.size() == signer.size()
                   ? Result<std::string>(given)
                   : fail(Fault::BadInput,
                          {"cli.no-key", {{"count", std::to_string(signer.size())}}});
    }
    auto answer = session.service().get(Place("/v1/signature-key"));
    if (!answer) {
        return pass_on(answer);
    }
    auto const all = array_at(*answer, "/keys");
    bool const is_among = std::find(all.begin(), all.end(), Json(signer)) != all.end();
    return is_among ? signer : text_at(*answer, "/key");
}

Result<Exit> verify(Session& session, Arguments const& arguments) {
    auto file = open_file(arguments.text("FILE"));
    auto bytes = file ? read_whole(*file) : Result<std::string>(pass_on(file));
    if (!bytes) {
        return pass_on(bytes);
    }
    auto const signature = keys::find_signature(*bytes);
    auto key = signature && signature->is_sound
                   ? expected_key(session, arguments, signature->public_key)
                   : Result<std::string>(std::string());
    if (!key) {
        return pass_on(key);
    }
    bool const is_ours = signature && signature->is_sound && signature->public_key == *key;
    if (session.wants_json()) {
        session.json({{"file", arguments.text("FILE")},
                      {"signed", signature.has_value()},
                      {"sound", signature && signature->is_sound},
                      {"ours", is_ours},
                      {"key", signature ? signature->public_key : ""}});
    } else {
        session.say(
            {!signature             ? "cli.signature-none"
             : !signature->is_sound ? "cli.signature-broken"
             : !is_ours             ? "cli.signature-foreign"
                                    : "cli.signature-good",
             {{"file", arguments.text("FILE")}, {"key", signature ? signature->public_key : ""}}});
    }
    return is_ours ? Exit::Ok : Exit::Refused;
}

constexpr Command table[] = {{"verify", options, verify}};

} // namespace

std::span<Command const> verify_commands() {
    return table;
}

} // namespace imprimatur::cli
