#include <algorithm>

#include "gateway/policy/policy.hpp"
#include "gateway/registers/documents.hpp"
#include "gateway/registers/words.hpp"

namespace imprimatur::registers {

namespace {

bool is_out(registry::Copy const& copy) {
    using registry::CopyState;
    return copy.state == CopyState::Issued || copy.state == CopyState::Delivering ||
           copy.state == CopyState::Spoiled || copy.state == CopyState::Frozen;
}

/// What it was before: the record keeps it.
std::string level_before(registry::Declassification const& record, Words const& words) {
    registry::Document before;
    before.level = record.level;
    before.period = record.period;
    return words.level(before);
}

std::string by_whom(registry::Declassification const& record, Names const& names,
                    Words const& words) {
    return record.by == "imprimaturd" ? words("by-itself") : full_name(names, record.by);
}

struct Book {
    Names names;
    std::vector<Released> lines;
    std::map<registry::Id, std::size_t> out; ///< copies on paper
};

Result<Book> read_book(registry::Registry& registry, std::optional<Date> const& first,
                       std::optional<Date> const& last) {
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto people = transaction->people();
    auto records = transaction->declassifications();
    if (!people || !records) {
        return people ? pass_on(records) : pass_on(people);
    }
    Book book{names_of(*people), {}, {}};
    for (auto const& record : *records) {
        if ((first && record.day < *first) || (last && record.day > *last)) {
            continue;
        }
        auto document = transaction->document(record.document);
        auto copies = transaction->copies(record.document);
        if (!document || !copies) {
            return document ? pass_on(copies) : pass_on(document);
        }
        book.lines.push_back({record, *document});
        book.out[record.document] =
            static_cast<std::size_t>(std::count_if(copies->begin(), copies->end(), is_out));
    }
    std::stable_sort(book.lines.begin(), book.lines.end(),
                     [](auto const& a, auto const& b) { return a.record.day < b.record.day; });
    return book;
}

form::Sheet::Table table_of(Book const& book, Words const& words) {
    form::Sheet::Table table;
    table.columns = words.columns({{"line", 10},
                                   {"released-on", 26},
                                   {"document", 42},
                                   {"title", 0},
                                   {"level-before", 30},
                                   {"department", 30},
                                   {"copies-out", 18},
                                   {"released-by", 24},
                                   {"clauses", 34}});
    for (auto const& line : book.lines) {
        table.rows.push_back(
            row({std::to_string(table.rows.size() + 1), to_text(line.record.day),
                 line.document.number, line.document.title, level_before(line.record, words),
                 line.document.department, std::to_string(book.out.at(line.document.id)),
                 by_whom(line.record, book.names, words), policy::cited(line.record.clauses)}));
    }
    return table;
}

struct Notice {
    Names names;
    Released line;
    std::vector<registry::Copy> copies;
};

Result<Notice> read_notice(registry::Registry& registry, std::string const& number) {
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto document = transaction->find_document(number);
    auto people = transaction->people();
    auto records = transaction->declassifications();
    if (!document || !people || !records) {
        return !document ? pass_on(document) : people ? pass_on(records) : pass_on(people);
    }
    if (!*document) {
        return fail(Fault::NotFound, {"registers.document-unknown", {{"document", number}}});
    }
    auto found = std::find_if(records->begin(), records->end(), [&](auto const& record) {
        return record.document == (*document)->id;
    });
    if (found == records->end()) {
        return fail(Fault::Conflict, {"registers.not-released", {{"document", number}}});
    }
    auto copies = transaction->copies((*document)->id);
    if (!copies) {
        return pass_on(copies);
    }
    std::erase_if(*copies, [](auto const& copy) { return !is_out(copy); });
    return Notice{names_of(*people), {*found, **document}, *copies};
}

form::Sheet::Table holders_table(Notice const& notice, Words const& words) {
    form::Sheet::Table table;
    table.heading = words("copies-to-restamp");
    table.columns = words.columns({{"number", 18},
                                   {"serial", 44},
                                   {"holder", 28},
                                   {"unit", 0},
                                   {"state", 20},
                                   {"signature", 30}});
    for (auto const& copy : notice.copies) {
        table.rows.push_back(
            row({number_text(copy.number), copy.serial.text(), full_name(notice.names, copy.holder),
                 department(notice.names, copy.holder), words.state(copy.state), ""}));
    }
    return table;
}

} // namespace

Result<ReleaseRegister> DocumentRegisters::released(std::optional<Date> first,
                                                    std::optional<Date> last,
                                                    Language language) const {
    if (first && last && *first > *last) {
        return fail(Fault::BadInput, {"registers.days-turned", {}});
    }
    auto book = read_book(registry_, first, last);
    if (!book) {
        return pass_on(book);
    }
    Words words(sentences_, language);
    auto now = clock_.now();
    form::Sheet sheet;
    sheet.title = words("release-register");
    sheet.subtitle = organisation_;
    sheet.facts = {{words("from"), first ? to_text(*first) : words("beginning")},
                   {words("to"), to_text(last.value_or(local_date(now)))},
                   {words("lines"), std::to_string(book->lines.size())}};
    sheet.tables = {table_of(*book, words)};
    sheet.signatures = {words("sign-officer"), words("sign-head")};
    sheet.foot = words("foot", {{"time", local_text(now)}});
    sheet.landscape = true;
    return ReleaseRegister{book->lines, sheet};
}

Result<form::Sheet> DocumentRegisters::release_notice(std::string const& document,
                                                      Language language) const {
    auto notice = read_notice(registry_, document);
    if (!notice) {
        return pass_on(notice);
    }
    Words words(sentences_, language);
    auto const& [record, released] = notice->line;
    form::Sheet sheet;
    sheet.title = words("release-notice");
    sheet.subtitle = organisation_;
    sheet.facts = {{words("document"), released.number},
                   {words("title"), released.title},
                   {words("level-before"), level_before(record, words)},
                   {words("issued-on"), released.issued ? to_text(*released.issued) : "—"},
                   {words("department"), released.department},
                   {words("released-on"), to_text(record.day)},
                   {words("released-by"), by_whom(record, notice->names, words)},
                   {words("clauses"), policy::cited(record.clauses)}};
    sheet.tables = {holders_table(*notice, words)};
    sheet.paragraphs = {words(
        "release-said",
        {{"document", released.number}, {"title", released.title}, {"day", to_text(record.day)}})};
    sheet.signatures = {words("sign-officer"), words("sign-head")};
    sheet.foot = words("foot", {{"time", local_text(clock_.now())}});
    return sheet;
}

} // namespace imprimatur::registers
