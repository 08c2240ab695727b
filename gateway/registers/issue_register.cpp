#include <algorithm>

#include "gateway/registers/registers.hpp"
#include "gateway/registers/words.hpp"

namespace imprimatur::registers {

namespace {

struct Line {
    registry::Movement movement;
    registry::Copy copy;
    registry::Document document;
};

struct Book {
    Names names;
    std::vector<Line> lines;
};

bool is_within(Instant at, std::optional<Date> const& first, std::optional<Date> const& last) {
    auto day = local_date(at);
    return (!first || day >= *first) && (!last || day <= *last);
}

Result<std::vector<registry::Movement>> issues(registry::Transaction& transaction, Instant now,
                                               std::optional<Date> const& first,
                                               std::optional<Date> const& last) {
    auto movements =
        transaction.movements_of_kind("issue", Instant{}, now + std::chrono::hours{24});
    if (!movements) {
        return movements;
    }
    std::erase_if(*movements,
                  [&](auto const& movement) { return !is_within(movement.at, first, last); });
    return movements;
}

Result<Book> read_book(registry::Registry& registry, Instant now, std::optional<Date> const& first,
                       std::optional<Date> const& last) {
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto movements = issues(*transaction, now, first, last);
    auto people = transaction->people();
    if (!movements || !people) {
        return movements ? pass_on(people) : pass_on(movements);
    }
    Book book{names_of(*people), {}};
    std::map<registry::Id, registry::Document> documents;
    for (auto const& movement : *movements) {
        auto copy = transaction->find_copy(movement.serial);
        if (!copy) {
            return pass_on(copy);
        }
        if (!*copy) {
            return fail(Fault::Corrupt, {"print.record-damaged", {}}, "movement without a copy");
        }
        auto id = (*copy)->document;
        if (!documents.contains(id)) {
            auto document = transaction->document(id);
            if (!document) {
                return pass_on(document);
            }
            documents.emplace(id, *document);
        }
        book.lines.push_back({movement, **copy, documents.at(id)});
    }
    return book;
}

form::Sheet::Table table_of(Book const& book, Words const& words) {
    form::Sheet::Table table;
    table.columns = words.columns({{"line", 10},
                                   {"issued-at", 32},
                                   {"document", 40},
                                   {"title", 0},
                                   {"level", 26},
                                   {"number", 16},
                                   {"serial", 40},
                                   {"recipient", 34},
                                   {"signature", 28}});
    for (auto const& line : book.lines) {
        auto unit = department(book.names, line.movement.to);
        table.rows.push_back(
            row({std::to_string(table.rows.size() + 1), local_text(line.movement.at),
                 line.document.number, line.document.title, words.level(line.document),
                 number_text(line.copy.number), line.copy.serial.text(),
                 full_name(book.names, line.movement.to) + (unit.empty() ? "" : "\n" + unit), ""}));
    }
    return table;
}

} // namespace

Result<IssueRegister> Registers::issue_register(std::optional<Date> first, std::optional<Date> last,
                                                Language language) const {
    if (first && last && *first > *last) {
        return fail(Fault::BadInput, {"registers.days-turned", {}});
    }
    auto now = clock_.now();
    auto book = read_book(registry_, now, first, last);
    if (!book) {
        return pass_on(book);
    }
    Words words(sentences_, language);
    form::Sheet sheet;
    sheet.title = words("issue-register");
    sheet.subtitle = organisation_;
    sheet.facts = {{words("from"), first ? to_text(*first) : words("beginning")},
                   {words("to"), to_text(last.value_or(local_date(now)))},
                   {words("lines"), std::to_string(book->lines.size())}};
    sheet.tables = {table_of(*book, words)};
    sheet.signatures = {words("sign-officer"), words("sign-head")};
    sheet.foot = words("foot", {{"time", local_text(now)}});
    sheet.landscape = true;
    IssueRegister out;
    for (auto const& line : book->lines) {
        out.movements.push_back(line.movement);
    }
    out.sheet = std::move(sheet);
    return out;
}

} // namespace imprimatur::registers
