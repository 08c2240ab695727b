#include "gateway/service/document_join.hpp"

#include <algorithm>
#include <set>

#include "gateway/print/derive.hpp"
#include "gateway/registry/words.hpp"
#include "gateway/service/document_change.hpp"
#include "gateway/service/document_level.hpp"
#include "gateway/service/refusal.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

tl::unexpected<Error> conflict(std::string id, std::map<std::string, std::string> values) {
    return fail(Fault::Conflict, {std::move(id), std::move(values)});
}

bool is_same(std::string const& a, std::string const& b) {
    return a == b || pipe::Workers::likeness({a}, {b}) >= pipe::Workers::same;
}

/// A file is no copy of ours, says no higher level of itself than is registered, and stays the same
/// document when it is given again.
Result<void> check_file(registry::Document const& document, pipe::Inspection const& inspection) {
    for (auto const& finding : inspection.findings) {
        if (finding.seal) {
            return conflict("service.file-is-a-copy", {{"serial", finding.seal->serial.text()}});
        }
    }
    if (inspection.written_level && *inspection.written_level > document.level) {
        return conflict("service.file-level-higher",
                        {{"where", inspection.written_where},
                         {"level_zh", std::string(chinese_name(document.level))},
                         {"level_en", std::string(english_name(document.level))}});
    }
    if (!document.fingerprint.empty() &&
        !is_same(document.fingerprint, inspection.fingerprint.text)) {
        return conflict("service.file-differs", {{"document", document.number}});
    }
    return {};
}

/// Other documents of the same file; equal files have equal keys.
Result<std::vector<registry::Document>> others_of(registry::Transaction& transaction,
                                                  registry::Document const& document,
                                                  pipe::Inspection const& inspection) {
    auto found = transaction.find_documents_by_key(pipe::Workers::key(inspection.fingerprint));
    if (found) {
        std::erase_if(*found, [&](auto const& other) {
            return other.id == document.id ||
                   !is_same(other.fingerprint, inspection.fingerprint.text);
        });
    }
    return found;
}

/// What officers registered is joined by their word only, and only what is the same file.
Result<void> check_named(registry::Transaction& transaction,
                         std::vector<registry::Document> const& others,
                         std::vector<std::string> const& join) {
    std::set<registry::Id> named;
    for (auto const& number : join) {
        auto meant = transaction.find_document(number);
        if (!meant) {
            return pass_on(meant);
        }
        bool is_other = *meant && std::ranges::any_of(others, [&](auto const& other) {
            return other.id == (*meant)->id;
        });
        if (!is_other) {
            return conflict("service.join-differs", {{"document", number}});
        }
        named.insert((*meant)->id);
    }
    for (auto const& other : others) {
        if (!other.is_provisional && !named.contains(other.id)) {
            return conflict("service.file-known",
                            {{"document", other.number},
                             {"title", other.title},
                             {"level_zh", std::string(chinese_name(other.level))},
                             {"level_en", std::string(english_name(other.level))}});
        }
    }
    return {};
}

bool is_out(registry::Copy const& copy) {
    using enum registry::CopyState;
    return copy.state == Delivering || copy.state == Issued || copy.state == Spoiled ||
           copy.state == Frozen;
}

/// Copies that are not on their way yet were allowed under a lower level: they stay unprinted.
Result<void> stop_reserved(registry::Transaction& transaction, registry::Document const& part,
                           registry::Document const& whole,
                           std::vector<registry::Copy> const& copies) {
    for (auto const& copy : copies) {
        if (copy.state != registry::CopyState::Reserved || whole.level <= part.level) {
            continue;
        }
        auto moved = transaction.move_copy(copy.serial, registry::CopyState::Void,
                                           "registered meanwhile as " + whole.number,
                                           {"copy.void",
                                            "copy:" + copy.serial.text(),
                                            {"P7.3", "P7.13.1"},
                                            {{"document", whole.number}}});
        if (!moved) {
            return pass_on(moved);
        }
    }
    return {};
}

/// The rules for a change of level and state hold for each that is joined as if it were changed.
Result<void> check_part(Exchange const& exchange, registry::Transaction& transaction,
                        registry::Document const& part, registry::Document const& whole) {
    auto after = whole;
    after.id = part.id;
    if (is_lessened(part, after) && !may_set_level(exchange, part)) {
        return not_theirs_to_set(exchange, part);
    }
    auto people = transaction.people();
    return people ? check_change(exchange, transaction, *people, part, after) : pass_on(people);
}

} // namespace

Result<std::vector<registry::Copy>> join_records(registry::Transaction& transaction,
                                                 registry::Document const& part,
                                                 registry::Document const& whole,
                                                 std::vector<registry::Copy> copies) {
    std::erase_if(copies, [](auto const& copy) { return !is_out(copy); });
    auto joined =
        transaction.join_document(part, whole,
                                  {"document.joined",
                                   "document:" + whole.number,
                                   {"P7.3", "P7.13.1"},
                                   {{"number", part.number},
                                    {"level_before", std::string(identifier(part.level))},
                                    {"level", std::string(identifier(whole.level))},
                                    {"copies_out", std::to_string(copies.size())},
                                    {"is_provisional", part.is_provisional ? "yes" : "no"}}});
    return joined ? Result<std::vector<registry::Copy>>(std::move(copies)) : pass_on(joined);
}

namespace {

Result<Joined> join(Exchange const& exchange, registry::Transaction& transaction,
                    registry::Document const& part, registry::Document const& whole) {
    auto checked = check_part(exchange, transaction, part, whole);
    auto copies = transaction.copies(part.id);
    if (!checked || !copies) {
        return checked ? pass_on(copies) : pass_on(checked);
    }
    auto stopped = stop_reserved(transaction, part, whole, *copies);
    if (!stopped) {
        return pass_on(stopped);
    }
    auto out = join_records(transaction, part, whole, *std::move(copies));
    return out ? Result<Joined>(Joined{part, *std::move(out)}) : pass_on(out);
}

Result<std::vector<Joined>> join_all(Exchange const& exchange, registry::Transaction& transaction,
                                     registry::Document& whole,
                                     std::vector<registry::Document> const& parts) {
    std::vector<Joined> out;
    bool is_raised = false;
    for (auto const& part : parts) {
        auto joined = join(exchange, transaction, part, whole);
        if (!joined) {
            return pass_on(joined);
        }
        // An incident that is open stays open.
        whole.state = part.state == registry::DocumentState::Frozen ? part.state : whole.state;
        is_raised = is_raised || whole.level > part.level;
        out.push_back(*joined);
    }
    auto raised = is_raised ? print::raise_derived(exchange.office.parts, transaction, whole)
                            : Result<void>();
    return raised ? Result<std::vector<Joined>>(out) : pass_on(raised);
}

} // namespace

Result<void> check_number(registry::Transaction& transaction, std::string const& number,
                          Upload const& upload) {
    auto known = transaction.find_document(number);
    if (!known || !*known) {
        return known ? Result<void>() : pass_on(known);
    }
    auto const& document = **known;
    if (document.fingerprint.empty()) {
        return conflict("service.number-without-file", {{"document", document.number}});
    }
    if (!is_same(document.fingerprint, upload.inspection.fingerprint.text)) {
        return {}; // the registry says that the number is taken
    }
    return conflict("service.registered-already",
                    {{"number", number},
                     {"document", document.number},
                     {"by", document.registered_by},
                     {"day", to_text(local_date(document.registered_at))}});
}

Result<std::vector<Joined>> give_file(Exchange const& exchange, registry::Transaction& transaction,
                                      registry::Document& document, Upload const& upload,
                                      std::vector<std::string> const& join) {
    auto checked = check_file(document, upload.inspection);
    auto others = others_of(transaction, document, upload.inspection);
    if (!checked || !others) {
        return checked ? pass_on(others) : pass_on(checked);
    }
    checked = check_named(transaction, *others, join);
    if (!checked) {
        return pass_on(checked);
    }
    auto joined = join_all(exchange, transaction, document, *others);
    if (!joined) {
        return joined;
    }
    document.fingerprint = upload.inspection.fingerprint.text;
    document.pages = upload.inspection.pages;
    document.object = upload.object;
    document.sha256 = upload.sha256;
    document.is_provisional = false;
    auto changed = transaction.change_document(
        document, {"document.fingerprinted",
                   "document:" + document.number,
                   {},
                   {{"pages", std::to_string(document.pages)}, {"sha256", document.sha256}}});
    changed = changed ? transaction.index_pages(document.id, upload.inspection.page_keys) : changed;
    return changed ? joined : pass_on(changed);
}

tl::unexpected<Error> not_given(Exchange const& exchange, registry::Transaction transaction,
                                registry::Document const& document, Error const& error) {
    if (error.fault != Fault::Denied) {
        return tl::unexpected<Error>(error);
    }
    return refused(exchange, std::move(transaction),
                   {"document.level-refused", "document:" + document.number, {}, {}}, error);
}

json json_of(std::vector<Joined> const& joined) {
    auto out = json::array();
    for (auto const& [part, copies] : joined) {
        auto of_part = json::array();
        for (auto const& copy : copies) {
            of_part.push_back({{"serial", copy.serial.text()},
                               {"number", copy.number ? json(copy.number->text()) : json()},
                               {"holder", copy.holder.empty() ? copy.printed_by : copy.holder},
                               {"printed_by", copy.printed_by},
                               {"at", to_text(copy.settled_at.value_or(copy.reserved_at))},
                               {"state", registry::word(copy.state)},
                               {"level_mark", level_mark(part.level, part.period)}});
        }
        out.push_back({{"number", part.number},
                       {"level", identifier(part.level)},
                       {"is_provisional", part.is_provisional},
                       {"out", of_part}});
    }
    return out;
}

} // namespace imprimatur::service
