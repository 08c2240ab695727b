#include "gateway/registers/documents.hpp"
#include "gateway/registers/words.hpp"

namespace imprimatur::registers {

namespace {

struct Book {
    Names names;
    std::map<registry::Id, Date> released_on;
};

Result<Book> read_book(registry::Registry& registry) {
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto people = transaction->people();
    auto released = transaction->declassifications();
    if (!people || !released) {
        return people ? pass_on(released) : pass_on(people);
    }
    Book book{names_of(*people), {}};
    for (auto const& one : *released) {
        book.released_on[one.document] = one.day;
    }
    return book;
}

/// The day it came out of secrecy, or will by itself.
std::string release_day(Book const& book, registry::Document const& document) {
    if (auto found = book.released_on.find(document.id); found != book.released_on.end()) {
        return to_text(found->second);
    }
    if (!is_classified(document.level) || !document.period || !document.issued) {
        return "—";
    }
    auto day = declassification_date(*document.period, *document.issued);
    return day ? to_text(*day) : document.period->text();
}

std::string scope_text(Book const& book, registry::Document const& document, Words const& words) {
    std::string out;
    for (auto const& name : document.scope) {
        out += (out.empty() ? "" : "、") + full_name(book.names, name);
    }
    return out.empty() ? words("not-limited") : out;
}

std::string keeper(Book const& book, std::string const& account) {
    return account.empty() ? "—" : full_name(book.names, account);
}

/// "机密★10年", and who set it; or that it is a proposal (K1).
std::string level_text(Book const& book, registry::Document const& document, Words const& words) {
    auto out = words.level(document);
    if (document.is_level_proposed) {
        return out + "\n" + words("level-proposed");
    }
    std::string people;
    for (auto const& account : document.level_set_by) {
        people += (people.empty() ? "" : "、") + full_name(book.names, account);
    }
    return people.empty() ? out : out + "\n" + words("level-set-by", {{"people", people}});
}

std::string state_text(registry::DocumentState state, Words const& words) {
    switch (state) {
    case registry::DocumentState::Active:
        return words("document-active");
    case registry::DocumentState::Frozen:
        return words("document-frozen");
    case registry::DocumentState::Declassified:
        return words("document-declassified");
    case registry::DocumentState::Withdrawn:
        break;
    }
    return words("document-withdrawn");
}

form::Sheet::Table table_of(Book const& book, std::vector<registry::Document> const& documents,
                            Words const& words, trace::TitleOf const& category_title) {
    form::Sheet::Table table;
    table.columns = words.columns({{"line", 10},
                                   {"document", 32},
                                   {"title", 0},
                                   {"level", 22},
                                   {"issued-on", 21},
                                   {"released-on", 21},
                                   {"category", 18},
                                   {"department", 20},
                                   {"scope", 26},
                                   {"keepers", 20},
                                   {"copies-made", 10},
                                   {"state", 12}});
    for (auto const& document : documents) {
        auto category = document.category.empty() ? std::string("—")
                                                  : words.role(category_title(document.category));
        table.rows.push_back(
            row({std::to_string(table.rows.size() + 1), document.number, document.title,
                 level_text(book, document, words),
                 document.issued ? to_text(*document.issued) : "—", release_day(book, document),
                 category, document.department.empty() ? "—" : document.department,
                 scope_text(book, document, words),
                 keeper(book, document.keeper_original) + "\n" +
                     keeper(book, document.keeper_duplicate),
                 std::to_string(document.last_number), state_text(document.state, words)}));
    }
    return table;
}

} // namespace

Result<form::Sheet> DocumentRegisters::documents(std::vector<registry::Document> const& documents,
                                                 Language language) const {
    auto book = read_book(registry_);
    if (!book) {
        return pass_on(book);
    }
    Words words(sentences_, language);
    form::Sheet sheet;
    sheet.title = words("document-register");
    sheet.subtitle = organisation_;
    sheet.facts = {{words("to"), to_text(local_date(clock_.now()))},
                   {words("lines"), std::to_string(documents.size())}};
    sheet.tables = {table_of(*book, documents, words, category_title_)};
    sheet.signatures = {words("sign-officer"), words("sign-head")};
    sheet.foot = words("foot", {{"time", local_text(clock_.now())}});
    sheet.landscape = true;
    return sheet;
}

} // namespace imprimatur::registers
