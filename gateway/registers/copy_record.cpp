#include <algorithm>

#include "gateway/registers/registers.hpp"
#include "gateway/registers/words.hpp"

namespace imprimatur::registers {

namespace {

struct Book {
    registry::Document document;
    Names names;
    std::vector<registry::Copy> copies;
    std::vector<std::pair<registry::Grant, registry::Request>> grants;
    std::vector<registry::Approval> approvals;
};

Result<void> read_grants(registry::Transaction& transaction, Book& book) {
    auto grants = transaction.grants(book.document.id);
    if (!grants) {
        return pass_on(grants);
    }
    for (auto const& grant : *grants) {
        auto request = transaction.request(grant.request);
        if (!request) {
            return pass_on(request);
        }
        auto approvals = transaction.approvals(grant.request);
        if (!approvals) {
            return pass_on(approvals);
        }
        book.grants.emplace_back(grant, *request);
        book.approvals.insert(book.approvals.end(), approvals->begin(), approvals->end());
    }
    return {};
}

Result<Book> read_book(registry::Registry& registry, std::string const& number) {
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto document = transaction->find_document(number);
    if (!document) {
        return pass_on(document);
    }
    if (!*document) {
        return fail(Fault::NotFound, {"registers.document-unknown", {{"document", number}}});
    }
    Book book;
    book.document = **document;
    auto people = transaction->people();
    auto copies = transaction->copies(book.document.id);
    if (!people || !copies) {
        return people ? pass_on(copies) : pass_on(people);
    }
    book.names = names_of(*people);
    book.copies = *copies;
    auto grants = read_grants(*transaction, book);
    if (!grants) {
        return pass_on(grants);
    }
    return book;
}

std::string count_of(Book const& book, std::vector<registry::CopyState> const& states) {
    return std::to_string(
        std::count_if(book.copies.begin(), book.copies.end(), [&](auto const& copy) {
            return std::find(states.begin(), states.end(), copy.state) != states.end();
        }));
}

std::string scope_text(Book const& book, Words const& words) {
    std::string out;
    for (auto const& name : book.document.scope) {
        out += (out.empty() ? "" : "、") + full_name(book.names, name);
    }
    return out.empty() ? words("not-limited") : out;
}

std::vector<std::pair<std::string, std::string>> facts_of(Book const& book, Words const& words) {
    auto const& document = book.document;
    auto keeper = [&](std::string const& account) {
        return account.empty() ? "—" : full_name(book.names, account);
    };
    using registry::CopyState;
    return {
        {words("document"), document.number},
        {words("title"), document.title},
        {words("level"), words.level(document)},
        {words("department"), document.department},
        {words("scope"), scope_text(book, words)},
        {words("keeper-original"), keeper(document.keeper_original)},
        {words("keeper-duplicate"), keeper(document.keeper_duplicate)},
        {words("made"),
         words("made-count",
               {{"paper", count_of(book, {CopyState::Issued, CopyState::Returned,
                                          CopyState::Destroyed, CopyState::Frozen})},
                {"spoiled", count_of(book, {CopyState::Spoiled})},
                {"open", count_of(book, {CopyState::Reserved, CopyState::Delivering})},
                {"void", count_of(book, {CopyState::Void})}})},
    };
}

/// "王华 (县级以上单位主管领导)", one a line.
std::string agreements(Book const& book, registry::Id request, Words const& words,
                       trace::TitleOf const& title_of) {
    std::string out;
    for (auto const& approval : book.approvals) {
        if (approval.request == request) {
            out += (out.empty() ? "" : "\n") + full_name(book.names, approval.account) + " (" +
                   words.role(title_of(approval.role)) + ")";
        }
    }
    return out;
}

/// The last day on which it may be used; a grant ends at a midnight.
std::string last_day(std::optional<Instant> const& until) {
    return until ? to_text(local_date(*until - std::chrono::milliseconds{1})) : "—";
}

form::Sheet::Table grants_table(Book const& book, Words const& words,
                                trace::TitleOf const& title_of) {
    form::Sheet::Table table;
    table.heading = words("grants");
    table.columns = words.columns({{"grant", 12},
                                   {"requester", 24},
                                   {"purpose", 0},
                                   {"count", 14},
                                   {"used", 14},
                                   {"agreed", 46},
                                   {"granted-at", 34},
                                   {"until", 24}});
    for (auto const& [grant, request] : book.grants) {
        table.rows.push_back(
            row({std::to_string(grant.id), full_name(book.names, request.requester),
                 request.purpose, std::to_string(grant.count), std::to_string(grant.used),
                 agreements(book, request.id, words, title_of), local_text(grant.granted_at),
                 last_day(grant.until)}));
    }
    return table;
}

std::string parent_text(Book const& book, registry::Copy const& copy) {
    for (auto const& other : book.copies) {
        if (copy.parent == other.serial) {
            return number_text(other.number);
        }
    }
    return copy.parent ? copy.parent->text() : "—";
}

form::Sheet::Table copies_table(Book const& book, Words const& words) {
    form::Sheet::Table table;
    table.heading = words("copies");
    table.columns = words.columns({{"number", 18},
                                   {"serial", 42},
                                   {"parent", 18},
                                   {"recipient", 28},
                                   {"unit", 0},
                                   {"printed-by", 24},
                                   {"printed-at", 34},
                                   {"state", 20},
                                   {"holder", 24}});
    for (auto const& copy : book.copies) {
        table.rows.push_back(
            row({number_text(copy.number), copy.serial.text(), parent_text(book, copy),
                 full_name(book.names, copy.recipient), department(book.names, copy.recipient),
                 full_name(book.names, copy.printed_by), local_text(copy.reserved_at),
                 words.state(copy.state),
                 copy.holder.empty() ? "—" : full_name(book.names, copy.holder)}));
    }
    return table;
}

} // namespace

Result<CopyRecord> Registers::copy_record(std::string const& number, Language language) const {
    auto book = read_book(registry_, number);
    if (!book) {
        return pass_on(book);
    }
    Words words(sentences_, language);
    form::Sheet sheet;
    sheet.title = words("copy-record");
    sheet.subtitle = organisation_;
    sheet.facts = facts_of(*book, words);
    sheet.tables = {grants_table(*book, words, title_of_), copies_table(*book, words)};
    sheet.signatures = {words("sign-officer"), words("sign-keeper")};
    sheet.foot = words("foot", {{"time", local_text(clock_.now())}});
    sheet.landscape = true;
    return CopyRecord{book->document, book->copies, sheet};
}

} // namespace imprimatur::registers
