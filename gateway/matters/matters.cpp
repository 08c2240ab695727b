#include "gateway/matters/matters.hpp"

#include "foundation/step/step.hpp"
#include "gateway/matters/kind.hpp"
#include "gateway/matters/signatures.hpp"
#include "gateway/matters/views.hpp"

namespace imprimatur::matters {

namespace {

tl::unexpected<Error> unknown(registry::Id id) {
    return fail(Fault::NotFound, {"matters.unknown", {{"matter", std::to_string(id)}}});
}

std::string subject_of(registry::Id id) {
    return "matter:" + std::to_string(id);
}

Result<void> read_people(Desk& desk) {
    auto people = desk.transaction.people();
    if (!people) {
        return pass_on(people);
    }
    desk.people = *people;
    return {};
}

Result<void> read_matter(Desk& desk, registry::Id id) {
    auto people = read_people(desk);
    auto matter = people ? desk.transaction.find_matter(id) : pass_on(people);
    if (!matter) {
        return pass_on(matter);
    }
    return *matter ? lay_out(desk, **matter) : unknown(id);
}

/// A refusal is on record whatever becomes of the transaction that it ended (B.3).
tl::unexpected<Error> refused(print::Parts const& parts, Desk const& desk, Error const& error,
                              std::string const& what) {
    auto transaction = parts.registry.begin(desk.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto about = desk.matter.id == 0 ? "kind:" + desk.matter.kind : subject_of(desk.matter.id);
    auto recorded = transaction->record(
        {"matter.refused",
         about,
         desk.refused_by(),
         {{"what", what}, {"kind", desk.matter.kind}, {"sentence", error.sentence.id}}});
    auto done = recorded ? transaction->commit() : recorded;
    return done ? tl::unexpected<Error>(error) : tl::unexpected<Error>(done.error());
}

void write_signatures(Desk& desk, Input const& input) {
    for (auto const& signature : input.signatures) {
        desk.act.signatures.emplace_back(signature.account, signature.full_name);
    }
}

/// The document that was named, or the one whose copies these are.
Result<void> find_document(Desk& desk, KindRule const& rule, Input const& input) {
    if (!input.document.empty()) {
        auto document = desk.transaction.find_document(input.document);
        if (!document) {
            return pass_on(document);
        }
        if (!*document) {
            return fail(Fault::NotFound,
                        {"matters.document-unknown", {{"document", input.document}}});
        }
        desk.document = **document;
    } else if (!input.copies.empty()) {
        auto document = desk.document_of(input.copies, !rule.is_of_one_document);
        if (!document) {
            return pass_on(document);
        }
        desk.document = *document;
    }
    if (desk.document) {
        desk.matter.document = desk.document->id;
    }
    return {};
}

Result<void> open_on(Desk& desk, KindRule const& rule, Input const& input) {
    desk.matter.kind = rule.id;
    auto read = read_people(desk);
    auto right = read ? check_right(rule.who, desk) : read;
    auto checked = right ? check_input(rule.wants, rule.details, input) : right;
    auto found = checked ? find_document(desk, rule, input) : checked;
    auto id = found ? desk.transaction.next_matter() : pass_on(found);
    if (!id) {
        return pass_on(id);
    }
    desk.matter.id = *id;
    desk.matter.opened_by = desk.account;
    desk.matter.subject = desk.account_of(input.subject);
    desk.matter.purpose = input.purpose;
    desk.matter.policy = desk.policy.name() + " " + desk.policy.edition();
    desk.matter.details = input.details;
    desk.matter.state = "open";
    desk.matter.opened_at = desk.now;
    desk.matter.title = desk.document ? desk.document->title : input.purpose;
    desk.act = {.what = "open", .person = desk.matter.subject, .note = input.note};
    write_signatures(desk, input);
    return rule.open(desk, input);
}

Result<void> act_on(Desk& desk, ActRule const& rule, Input const& input) {
    auto right = check_right(rule.who, desk);
    auto checked = right ? check_input(rule.wants, rule.details, input) : right;
    if (!checked) {
        return checked;
    }
    desk.act = {.what = std::string(rule.what),
                .person = desk.account_of(input.subject),
                .note = input.note,
                .details = input.details};
    if (input.copies.size() == 1) {
        desk.act.serial = input.copies.front();
    }
    write_signatures(desk, input);
    return rule.run(desk, input);
}

Result<ActRule const*> find_allowed(Desk const& desk, std::string const& what) {
    auto const* rule = find_act(rule_of(*find_kind(desk.matter.kind)), what);
    if (rule == nullptr) {
        return fail(Fault::BadInput,
                    {"matters.act-unknown", {{"what", what}, {"kind", desk.matter.kind}}});
    }
    if (desk.matter.closed_at || !is_among(rule->from, desk.matter.state)) {
        return fail(Fault::Conflict, {"matters.not-now",
                                      {{"matter", std::to_string(desk.matter.id)},
                                       {"what", what},
                                       {"state", desk.matter.state}}});
    }
    return rule;
}

} // namespace

Result<View> Matters::open(Kind kind, std::string const& account, Input const& input) const {
    auto signed_well = check_signatures(parts_, account, input.signatures);
    if (!signed_well) {
        return pass_on(signed_well);
    }
    auto transaction = parts_.registry.begin(account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto const& rule = rule_of(kind);
    std::optional<Desk> desk(std::in_place, parts_, *transaction, account);
    auto opened = open_on(*desk, rule, input);
    if (!opened) {
        { auto undone = std::move(*transaction); }
        return opened.error().fault == Fault::Denied
                   ? refused(parts_, *desk, opened.error(), "open")
                   : pass_on(opened);
    }
    auto added = transaction->add_matter(desk->matter, desk->items, desk->act,
                                         {"matter.opened",
                                          subject_of(desk->matter.id),
                                          desk->clauses,
                                          {{"kind", desk->matter.kind}}});
    step("matter.before-commit");
    auto done = added ? transaction->commit() : added;
    if (!done) {
        return pass_on(done);
    }
    return show(desk->matter.id, account);
}

Result<View> Matters::act(registry::Id id, std::string const& what, std::string const& account,
                          Input const& input) const {
    auto signed_well = check_signatures(parts_, account, input.signatures);
    if (!signed_well) {
        return pass_on(signed_well);
    }
    auto transaction = parts_.registry.begin(account);
    if (!transaction) {
        return pass_on(transaction);
    }
    Desk desk(parts_, *transaction, account);
    auto read = read_matter(desk, id);
    auto rule = read ? find_allowed(desk, what) : pass_on(read);
    if (!rule) {
        return pass_on(rule);
    }
    auto const before = desk.matter.state;
    auto acted = act_on(desk, **rule, input);
    if (!acted) {
        { auto undone = std::move(*transaction); }
        return acted.error().fault == Fault::Denied ? refused(parts_, desk, acted.error(), what)
                                                    : pass_on(acted);
    }
    auto changed = transaction->change_matter(
        desk.matter, before, desk.items, desk.act,
        {"matter." + what, subject_of(id), desk.clauses, {{"kind", desk.matter.kind}}});
    step("matter.before-commit");
    auto done = changed ? transaction->commit() : changed;
    if (!done) {
        return pass_on(done);
    }
    return show(id, account);
}

Result<View> Matters::show(registry::Id id, std::string const& account) const {
    auto transaction = parts_.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    Desk desk(parts_, *transaction, account);
    auto read = read_matter(desk, id);
    auto view = read ? view_of(desk) : pass_on(read);
    if (!view) {
        return pass_on(view);
    }
    return is_seen_by(*view, desk) ? view : unknown(id);
}

Result<std::vector<View>> Matters::list(Filter const& filter, std::string const& account) const {
    auto transaction = parts_.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    Desk desk(parts_, *transaction, account);
    auto read = read_people(desk);
    bool only_open = filter.only_open || filter.only_overdue || filter.due_before;
    auto kind = filter.kind ? std::string(identifier(*filter.kind)) : std::string();
    auto matters = !read           ? Result<std::vector<registry::Matter>>(pass_on(read))
                   : filter.serial ? transaction->matters_of_copy(*filter.serial)
                                   : transaction->matters(kind, only_open);
    if (!matters) {
        return pass_on(matters);
    }
    std::vector<View> out;
    for (auto& matter : *matters) {
        if ((only_open && matter.closed_at) || (!kind.empty() && matter.kind != kind)) {
            continue;
        }
        auto laid = lay_out(desk, std::move(matter));
        auto view = laid ? view_of(desk) : pass_on(laid);
        if (!view) {
            return pass_on(view);
        }
        if (is_seen_by(*view, desk) && fits(*view, filter, desk)) {
            out.push_back(std::move(*view));
        }
    }
    return out;
}

Result<std::vector<registry::Copy>> Matters::holdings(std::string const& account) const {
    auto transaction = parts_.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    return transaction->copies_of_holder(account);
}

} // namespace imprimatur::matters
