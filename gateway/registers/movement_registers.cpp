#include <algorithm>
#include <span>

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

using Kinds = std::span<std::string_view const>;

constexpr std::string_view issues[] = {"issue"};
/// Into the store, and out of it (P14.archive.9.3).
constexpr std::string_view into_store[] = {"return", "loan-back", "carry-out-back",
                                           "circulation-back", "meeting-back"};
constexpr std::string_view store_moves[] = {
    "return",    "loan-back",   "carry-out-back", "circulation-back", "meeting-back", "loan",
    "carry-out", "circulation", "meeting",        "provide",          "destroy"};

/// In the order in which they happened.
Result<std::vector<registry::Movement>> movements_of(registry::Transaction& transaction,
                                                     Kinds kinds, Instant now,
                                                     std::optional<Date> const& first,
                                                     std::optional<Date> const& last) {
    std::vector<registry::Movement> out;
    for (auto kind : kinds) {
        auto found = transaction.movements_of_kind(std::string(kind), Instant{},
                                                   now + std::chrono::hours{24});
        if (!found) {
            return found;
        }
        out.insert(out.end(), found->begin(), found->end());
    }
    std::erase_if(out, [&](auto const& movement) { return !is_within(movement.at, first, last); });
    std::ranges::stable_sort(out, {}, &registry::Movement::id);
    return out;
}

Result<Book> read_book(registry::Registry& registry, Kinds kinds, Instant now,
                       std::optional<Date> const& first, std::optional<Date> const& last) {
    if (first && last && *first > *last) {
        return fail(Fault::BadInput, {"registers.days-turned", {}});
    }
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto movements = movements_of(*transaction, kinds, now, first, last);
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
                 full_name(book.names, line.movement.to) + (unit.empty() ? "" : "\n" + unit),
                 line.movement.signed_name}));
    }
    return table;
}

std::string person_or_dash(Book const& book, std::string const& account) {
    return account.empty() ? "—" : full_name(book.names, account);
}

form::Sheet::Table store_table(Book const& book, Words const& words) {
    form::Sheet::Table table;
    table.columns = words.columns({{"line", 10},
                                   {"time", 30},
                                   {"direction", 14},
                                   {"document", 36},
                                   {"title", 0},
                                   {"number", 16},
                                   {"serial", 40},
                                   {"reason", 22},
                                   {"from-person", 22},
                                   {"to-person", 22},
                                   {"signature", 24}});
    for (auto const& line : book.lines) {
        auto const& move = line.movement;
        bool is_in = std::ranges::find(into_store, move.kind) != std::end(into_store);
        auto reason = words.has_matter_word(move.kind) ? words.matter_word(move.kind) : move.kind;
        table.rows.push_back(row(
            {std::to_string(table.rows.size() + 1), local_text(move.at),
             words(is_in ? "into-store" : "out-of-store"), line.document.number,
             line.document.title, number_text(line.copy.number), line.copy.serial.text(), reason,
             person_or_dash(book, move.from), person_or_dash(book, move.to), move.signed_name}));
    }
    return table;
}

/// What both registers say around their table.
form::Sheet sheet_of(Book const& book, Words const& words, std::string const& title,
                     std::optional<Date> const& first, Date last, Instant now) {
    form::Sheet sheet;
    sheet.title = words(title);
    sheet.facts = {{words("from"), first ? to_text(*first) : words("beginning")},
                   {words("to"), to_text(last)},
                   {words("lines"), std::to_string(book.lines.size())}};
    sheet.signatures = {words("sign-officer"), words("sign-head")};
    sheet.foot = words("foot", {{"time", local_text(now)}});
    sheet.landscape = true;
    return sheet;
}

} // namespace

Result<IssueRegister> Registers::issue_register(std::optional<Date> first, std::optional<Date> last,
                                                Language language) const {
    auto now = clock_.now();
    auto book = read_book(registry_, issues, now, first, last);
    if (!book) {
        return pass_on(book);
    }
    Words words(sentences_, language);
    IssueRegister out;
    out.sheet =
        sheet_of(*book, words, "issue-register", first, last.value_or(local_date(now)), now);
    out.sheet.subtitle = organisation_;
    out.sheet.tables = {table_of(*book, words)};
    for (auto const& line : book->lines) {
        out.movements.push_back(line.movement);
    }
    return out;
}

Result<form::Sheet> Registers::store_register(std::optional<Date> first, std::optional<Date> last,
                                              Language language) const {
    auto now = clock_.now();
    auto book = read_book(registry_, store_moves, now, first, last);
    if (!book) {
        return pass_on(book);
    }
    Words words(sentences_, language);
    auto sheet =
        sheet_of(*book, words, "store-register", first, last.value_or(local_date(now)), now);
    sheet.subtitle = organisation_;
    sheet.tables = {store_table(*book, words)};
    return sheet;
}

} // namespace imprimatur::registers
