#include "gateway/cli/signing.hpp"

#include <sys/stat.h>

#include "gateway/cli/secret.hpp"

namespace imprimatur::cli {

namespace {

constexpr unsigned others = 077;

Result<Json> typed(Session& session, std::string const& account) {
    auto const& texts = session.texts();
    auto name = ask_at_terminal(texts.say({"cli.ask-full-name", {{"account", account}}}), true);
    auto pin = name ? ask_at_terminal(texts.say({"cli.ask-pin", {{"account", account}}}), false)
                    : pass_on(name);
    if (!pin) {
        return pass_on(pin);
    }
    return Json{{"account", account}, {"full_name", *name}, {"pin", *pin}};
}

} // namespace

Result<Json> read_secrets(std::string const& path) {
    auto file = open_file(path);
    if (!file) {
        return pass_on(file);
    }
    struct stat status {};
    if (::fstat(file->number(), &status) != 0 || (status.st_mode & others) != 0) {
        return fail(Fault::Denied, {"cli.secrets-open", {{"file", path}}});
    }
    auto text = read_whole(*file);
    if (!text) {
        return pass_on(text);
    }
    auto json = Json::parse(*text, nullptr, false);
    if (json.is_discarded()) {
        return fail(Fault::BadInput, {"cli.secrets-malformed", {{"file", path}}});
    }
    return json;
}

Result<Json> signatures_of(Session& session, Arguments const& arguments) {
    if (arguments.has("signatures")) {
        return read_secrets(arguments.text("signatures"));
    }
    Json out = Json::array();
    for (auto const& account : arguments.list("signer")) {
        auto one = typed(session, account);
        if (!one) {
            return pass_on(one);
        }
        out.push_back(*one);
    }
    return out;
}

} // namespace imprimatur::cli
