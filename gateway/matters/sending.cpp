// What leaves the house: by fax or line (传真、发送, K25), to outsiders (对外提供, K34), to the
// public (公开发布、参展, K26). Each with an agreement first and a register entry of what was done.

#include "gateway/matters/kind.hpp"

namespace imprimatur::matters {

namespace {

using enum Wants::Part;

Result<void> take_copies(Desk& desk, Input const& input) {
    for (auto const& serial : input.copies) {
        auto copy = desk.copy_in_use(serial);
        if (!copy) {
            return pass_on(copy);
        }
        desk.items.push_back({desk.matter.id, serial, copy->holder, "here", std::nullopt, {}});
    }
    return {};
}

Result<void> open(Desk& desk, Input const& input) {
    auto taken = take_copies(desk, input);
    return taken ? seek_agreement(desk) : taken;
}

/// The rules are asked again when it is done. @error Denied they no longer allow it.
Result<policy::Decision> still_allowed(Desk& desk) {
    auto decision = desk.decide();
    if (!decision) {
        return pass_on(decision);
    }
    if (decision->verdict != policy::Verdict::Allow) {
        return desk.refuse("matters.agreement-lapsed", {}, decision->clauses);
    }
    return decision;
}

Result<void> send(Desk& desk, Input const& input) {
    auto decision = still_allowed(desk);
    if (!decision) {
        return pass_on(decision);
    }
    if (decision->obligations.encrypt && input.details.at("encrypted") != "yes") {
        return desk.refuse("matters.not-encrypted", {},
                           {decision->obligations.clauses.at("encrypt")});
    }
    for (auto& item : desk.items) {
        item.state = "sent";
    }
    desk.cite(desk.clauses_of("K25"));
    desk.matter.state = "sent";
    return {};
}

Result<void> confirm(Desk& desk, Input const&) {
    desk.close("received");
    return {};
}

/// A copy goes to somebody outside for good, or until the day that was agreed.
Result<void> provide(Desk& desk, Input const& input) {
    auto decision = still_allowed(desk);
    if (!decision) {
        return pass_on(decision);
    }
    for (auto& item : desk.items) {
        auto handed = desk.hand(*item.serial, desk.matter.subject, "provide",
                                input.details.at("received_by"));
        if (!handed) {
            return handed;
        }
        item.state = "provided";
    }
    desk.cite(desk.clauses_of("K34"));
    desk.close("provided");
    return {};
}

/// The last word is signed: who publishes answers for it (P4.8, P9.2.1).
Result<void> publish(Desk& desk, Input const& input) {
    auto decision = still_allowed(desk);
    if (!decision) {
        return pass_on(decision);
    }
    auto name = desk.want_signature(input, desk.account, desk.clauses_of("K26"));
    if (!name) {
        return pass_on(name);
    }
    desk.close("published");
    return {};
}

constexpr Detail transmission[] = {{"means", true, "fax|line|courier"}, {"abroad", true, "yes|no"}};
constexpr Detail sent[] = {{"encrypted", true, "yes|no"}, {"pages"}};
constexpr Detail provision[] = {{"organisation", true}};
constexpr Detail handed[] = {{"received_by", true}};
constexpr Detail publication[] = {{"medium", true}, {"manner", false, "publication|exhibition"}};

constexpr ActRule agreement[] = {
    {"agree", "waiting", Who::Approver, {.role = May}, agree},
    {"decline", "waiting", Who::Approver, {.note = Must, .role = May}, decline},
    {"withdraw", "waiting|agreed", Who::Opener, {}, withdraw},
};
constexpr ActRule transmission_acts[] = {
    agreement[0],
    agreement[1],
    agreement[2],
    {"send", "agreed", Who::Officer, {}, send, sent},
    {"confirm", "sent", Who::Officer, {.note = Must}, confirm},
};
constexpr ActRule provision_acts[] = {
    agreement[0],
    agreement[1],
    agreement[2],
    {"provide", "agreed", Who::Officer, {}, provide, handed},
};
constexpr ActRule publication_acts[] = {
    {"agree", "waiting", Who::Approver, {.signatures = Must, .role = May}, agree},
    agreement[1],
    agreement[2],
    {"publish", "agreed", Who::Opener, {.signatures = Must}, publish},
};

constexpr Wants to_somebody{.copies = Must, .subject = Must, .purpose = Must};
constexpr Wants to_all{.document = Must, .purpose = Must};

} // namespace

KindRule transmission_rule() {
    return {Kind::Transmission, "transmission", "K25", policy::Action::Transmit,
            Who::Anyone,        to_somebody,    open,  transmission_acts,
            transmission};
}

KindRule provision_rule() {
    return {Kind::Provision, "provision", "K34", policy::Action::Provide,
            Who::Anyone,     to_somebody, open,  provision_acts,
            provision};
}

KindRule publication_rule() {
    return {Kind::Publication, "publication", "K26", policy::Action::Publish,
            Who::Anyone,       to_all,        open,  publication_acts,
            publication};
}

} // namespace imprimatur::matters
