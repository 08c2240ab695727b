#include "gateway/matters/signatures.hpp"

#include "gateway/keys/pin.hpp"

namespace imprimatur::matters {

namespace {

using registry::Pin;

/// How long a PIN may be used, by the strictest of the rules in force (K30).
std::optional<policy::Policy::Duty> renewal(print::Parts const& parts) {
    for (auto const& duty : parts.policies.current().duties()) {
        if (duty.capability == "K30" && duty.hours) {
            return duty;
        }
    }
    return std::nullopt;
}

tl::unexpected<Error> refused(std::string const& id, std::string const& person,
                              std::string const& clause = "K11") {
    return fail(Fault::Denied, {id, {{"person", person}, {"clause", clause}}});
}

Result<void> check_age(print::Parts const& parts, Pin const& pin, std::string const& person) {
    auto duty = renewal(parts);
    if (duty && pin.changed_at + std::chrono::hours(*duty->hours) <= parts.clock.now()) {
        return refused("matters.pin-old", person, duty->clause);
    }
    return {};
}

/// Counts the try. @error Denied it was wrong, or there is no PIN to compare with.
Result<void> try_pin(registry::Transaction& transaction, Pin pin, std::string const& given,
                     std::string const& person) {
    if (pin.hash.empty()) {
        return refused("matters.pin-missing", person);
    }
    if (pin.failures >= most_failures) {
        return refused("matters.pin-locked", person);
    }
    bool is_right = keys::is_pin(given, pin.salt, pin.hash);
    auto failures = is_right ? 0 : pin.failures + 1;
    if (failures != pin.failures) {
        pin.failures = failures;
        auto entry = failures < most_failures
                         ? std::nullopt
                         : std::optional(
                               registry::Entry{"pin.locked", "person:" + pin.account, {"K30"}, {}});
        auto put = transaction.put_pin(pin, entry);
        if (!put) {
            return put;
        }
    }
    return is_right ? Result<void>() : refused("matters.pin-wrong", person);
}

Result<void> check(print::Parts const& parts, registry::Transaction& transaction,
                   Signature const& signature) {
    auto person = transaction.find_person(signature.account);
    if (!person) {
        return pass_on(person);
    }
    if (!*person || !(*person)->is_active) {
        return refused("matters.signer-unknown", signature.account);
    }
    auto const& name = (*person)->full_name;
    if (signature.full_name != name) {
        return refused("matters.name-differs", name);
    }
    auto pin = transaction.find_pin(signature.account);
    if (!pin) {
        return pass_on(pin);
    }
    auto tried =
        try_pin(transaction, pin->value_or(Pin{.account = signature.account}), signature.pin, name);
    if (!tried) {
        return tried;
    }
    return check_age(parts, **pin, name);
}

Pin fresh(std::string const& account, std::string const& pin, Instant now) {
    auto salt = keys::new_salt();
    return Pin{account, salt, keys::hash_of_pin(pin, salt), now, 0};
}

} // namespace

Result<void> check_signatures(print::Parts const& parts, std::string const& actor,
                              std::vector<Signature> const& signatures) {
    if (signatures.empty()) {
        return {};
    }
    auto transaction = parts.registry.begin(actor);
    if (!transaction) {
        return pass_on(transaction);
    }
    Result<void> out;
    for (auto const& signature : signatures) {
        out = check(parts, *transaction, signature);
        if (!out) {
            break;
        }
    }
    if (!out && out.error().fault == Fault::Denied) {
        auto recorded = transaction->record({"signature.refused",
                                             "person:" + actor,
                                             {out.error().sentence.values.at("clause")},
                                             {{"sentence", out.error().sentence.id}}});
        if (!recorded) {
            return recorded;
        }
    } else if (!out) {
        return out;
    }
    auto done = transaction->commit();
    return done ? out : done;
}

Result<void> Matters::set_pin(std::string const& account, std::string const& old_pin,
                              std::string const& pin) const {
    if (pin.size() < least_pin || pin == old_pin) {
        return fail(Fault::BadInput, {"matters.pin-short", {{"least", std::to_string(least_pin)}}});
    }
    auto transaction = parts_.registry.begin(account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto person = transaction->find_person(account);
    auto known = transaction->find_pin(account);
    if (!person || !known) {
        return person ? pass_on(known) : pass_on(person);
    }
    if (!*person) {
        return fail(Fault::Denied, {"matters.signer-unknown", {{"person", account}}});
    }
    if (*known && !(*known)->hash.empty()) {
        auto tried = try_pin(*transaction, **known, old_pin, (*person)->full_name);
        if (!tried) {
            auto counted = tried.error().fault == Fault::Denied ? transaction->commit() : tried;
            return counted ? tried : counted;
        }
    }
    auto put = transaction->put_pin(fresh(account, pin, parts_.clock.now()),
                                    registry::Entry{"pin.set", "person:" + account, {}, {}});
    return put ? transaction->commit() : put;
}

Result<void> Matters::clear_pin(std::string const& account, std::string const& by) const {
    auto transaction = parts_.registry.begin(by);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto known = transaction->find_pin(account);
    if (!known) {
        return pass_on(known);
    }
    if (!*known) {
        return fail(Fault::NotFound, {"matters.pin-missing", {{"person", account}}});
    }
    auto put = transaction->put_pin({account, "", "", parts_.clock.now(), 0},
                                    registry::Entry{"pin.cleared", "person:" + account, {}, {}});
    return put ? transaction->commit() : put;
}

} // namespace imprimatur::matters
