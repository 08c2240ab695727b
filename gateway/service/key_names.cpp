#include "gateway/service/key_names.hpp"

#include <algorithm>

#include "foundation/step/step.hpp"

namespace imprimatur::service {

namespace {

using Names = std::vector<registry::KeyName>;

Result<Names> names_of(registry::Registry& registry) {
    auto transaction = registry.look();
    return transaction ? transaction->key_names() : pass_on(transaction);
}

std::string joined(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& name : names) {
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

/// The file's keys begin with those of the registry, in their order.
Result<void> check_order(Names const& known, std::vector<std::string> const& found,
                         std::filesystem::path const& file) {
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (i >= found.size() || found[i] != known[i].id) {
            return fail(
                Fault::Conflict,
                {"keys.other",
                 {{"wanted", known[i].id}, {"file", file.string()}, {"found", joined(found)}}},
                "generation " + std::to_string(known[i].generation) + " is not there");
        }
    }
    return {};
}

/// Reads the file; says which key is wanted where there is none.
Result<keys::Keys> read_keys(Names const& known, bool is_new, std::filesystem::path const& file) {
    auto keys = keys::Keys::open(file, is_new && known.empty());
    if (keys || keys.error().fault != Fault::NotFound) {
        return keys;
    }
    auto const id = known.empty() ? "keys.unnamed-gone" : "keys.gone";
    return fail(
        Fault::NotFound,
        {id,
         {{"wanted", known.empty() ? std::string() : known.back().id}, {"file", file.string()}}},
        keys.error().cause);
}

/// Names what has no name yet.
Result<void> agree(registry::Registry& registry, keys::Keys const& keys,
                   std::filesystem::path const& file, Clock const& clock,
                   std::string const& actor) {
    auto transaction = registry.begin(actor);
    auto known = transaction ? transaction->key_names() : Result<Names>(pass_on(transaction));
    if (!known) {
        return pass_on(known);
    }
    auto const found = keys.names();
    if (auto fits = check_order(*known, found, file); !fits) {
        return fits;
    }
    if (found.size() == known->size()) {
        return {};
    }
    for (auto i = known->size(); i < found.size(); ++i) {
        auto const generation = static_cast<std::uint32_t>(i + 1);
        auto const what = i == 0 ? "key.named" : "key.rotated";
        auto named = transaction->name_key(
            {generation, found[i], clock.now()},
            {what, "key:" + found[i], {}, {{"generation", std::to_string(generation)}}});
        if (!named) {
            return named;
        }
    }
    step("key.before-commit");
    auto done = transaction->commit();
    step("key.recorded");
    return done;
}

} // namespace

Result<keys::Keys> open_keys(registry::Registry& registry, std::filesystem::path const& file,
                             Clock const& clock) {
    auto transaction = registry.look();
    auto head = transaction ? transaction->head() : Result<registry::Head>(pass_on(transaction));
    auto known = head ? transaction->key_names() : Result<Names>(pass_on(head));
    if (!known) {
        return pass_on(known);
    }
    auto keys = read_keys(*known, head->sequence == 0, file);
    auto agreed = keys ? agree(registry, *keys, file, clock, "imprimaturd") : pass_on(keys);
    return agreed ? keys : pass_on(agreed);
}

Result<void> rotate_keys(registry::Registry& registry, keys::Keys& keys,
                         std::filesystem::path const& file, Clock const& clock,
                         std::string const& actor) {
    auto known = names_of(registry);
    auto read = known ? read_keys(*known, false, file) : Result<keys::Keys>(pass_on(known));
    if (!read) {
        return pass_on(read);
    }
    auto done = check_order(*known, read->names(), file);
    if (done && read->names().size() == known->size()) { // else one was cut short: it goes on
        done = keys::add_key(file);
        step("key.file-written");
    }
    read = done ? keys::Keys::open(file, false) : Result<keys::Keys>(pass_on(done));
    done = read ? agree(registry, *read, file, clock, actor) : pass_on(read);
    if (done) {
        keys.take_up(*read);
    }
    return done;
}

bool take_up_keys(registry::Registry& registry, keys::Keys& keys,
                  std::filesystem::path const& file) {
    auto const known = names_of(registry);
    if (!known) {
        return false;
    }
    if (check_order(*known, keys.names(), file)) {
        return true;
    }
    auto const read = keys::Keys::open(file, false);
    // One without a name must not seal yet.
    bool const is_right =
        read && check_order(*known, read->names(), file) && read->names().size() == known->size();
    if (is_right) {
        keys.take_up(*read);
    }
    return is_right;
}

Result<void> check_keys(registry::Registry& registry, keys::Keys const& keys,
                        std::filesystem::path const& file) {
    auto const known = names_of(registry);
    auto const read = known ? read_keys(*known, false, file) : Result<keys::Keys>(pass_on(known));
    auto const fits = read ? check_order(*known, read->names(), file) : pass_on(read);
    return fits ? check_order(*known, keys.names(), file) : fits;
}

} // namespace imprimatur::service
