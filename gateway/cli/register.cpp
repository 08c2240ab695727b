#include "gateway/cli/csv.hpp"
#include "gateway/cli/groups.hpp"
#include "gateway/cli/plain.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option pdf{"pdf", Kind::Output};
constexpr Option csv{"csv", Kind::Flag};

constexpr Option copy_record_options[] = {{"DOCUMENT", Kind::Text, Need::Once}, pdf, csv};
constexpr Option issue_options[] = {
    {"from", Kind::Date, Need::Optional, "from"},
    {"to", Kind::Date, Need::Optional, "to"},
    pdf,
    csv,
};

constexpr Option matters_options[] = {
    {"kind", Kind::Choice, Need::Optional, "kind", matter_kinds},
    {"open", Kind::Flag},
    {"overdue", Kind::Flag},
    {"text", Kind::Text, Need::Optional, "text"},
    {"person", Kind::Text, Need::Optional, "person"},
    {"serial", Kind::Serial, Need::Optional, "serial"},
    {"from", Kind::Date, Need::Optional, "from"},
    {"to", Kind::Date, Need::Optional, "to"},
    pdf,
    csv,
};
constexpr Option breaches_options[] = {
    {"person", Kind::Text, Need::Optional, "person"},
    {"from", Kind::Date, Need::Optional, "from"},
    {"to", Kind::Date, Need::Optional, "to"},
    pdf,
    csv,
};
constexpr Option slip_options[] = {{"MATTER", Kind::Number, Need::Once}, pdf, csv};
constexpr Option document_options[] = {
    {"text", Kind::Text, Need::Optional, "text"},
    {"level", Kind::Level, Need::Optional, "level"},
    {"state", Kind::Choice, Need::Optional, "state", "active|frozen|declassified|withdrawn"},
    {"category", Kind::Text, Need::Optional, "category"},
    {"department", Kind::Text, Need::Optional, "department"},
    pdf,
    csv,
};

std::vector<std::string> texts_of(Json const& cells) {
    std::vector<std::string> out;
    for (auto const& cell : cells) {
        out.push_back(cell.is_string() ? cell.get<std::string>() : cell.dump());
    }
    return out;
}

void show_table(Session& session, Json const& table) {
    std::vector<Column> columns;
    for (auto const& heading : texts_of(array_at(table, "/columns"))) {
        columns.push_back({plain(heading), false, true});
    }
    Table lines(std::move(columns));
    for (auto const& row : array_at(table, "/rows")) {
        lines.add(texts_of(row));
    }
    session.put("\n");
    if (auto heading = text_at(table, "/heading"); !heading.empty()) {
        session.line(heading);
    }
    if (lines.is_empty()) {
        session.say({"cli.nothing", {}});
    } else {
        session.put(lines.text(session.style()));
    }
}

void show(Session& session, Json const& sheet) {
    session.line(text_at(sheet, "/title"));
    if (auto subtitle = text_at(sheet, "/subtitle"); !subtitle.empty()) {
        session.line(subtitle);
    }
    std::vector<std::pair<std::string, std::string>> pairs;
    for (auto const& fact : array_at(sheet, "/facts")) {
        pairs.emplace_back(plain(text_at(fact, "/label")), text_at(fact, "/value"));
    }
    session.put("\n" + facts(pairs, session.style()));
    for (auto const& table : array_at(sheet, "/tables")) {
        show_table(session, table);
    }
    for (auto const& paragraph : texts_of(array_at(sheet, "/paragraphs"))) {
        session.put("\n" + wrapped(plain(paragraph), 0, session.style().width));
    }
}

std::string csv_of(Json const& sheet) {
    std::string out;
    for (auto const& table : array_at(sheet, "/tables")) {
        out += out.empty() ? "" : "\r\n";
        out += csv_line(texts_of(array_at(table, "/columns")));
        for (auto const& row : array_at(table, "/rows")) {
            out += csv_line(texts_of(row));
        }
    }
    return out;
}

Result<Exit> write(Session& session, Arguments const& arguments, Place place) {
    if (arguments.has("pdf")) {
        auto bytes = session.service().fetch(http::Method::Get, place.ask("format", "pdf"),
                                             "application/pdf");
        return save(session, bytes, arguments.text("pdf"));
    }
    auto sheet = session.service().get(place);
    if (!sheet) {
        return pass_on(sheet);
    }
    if (session.wants_json()) {
        session.json(*sheet);
    } else if (arguments.has("csv")) {
        session.put(csv_of(*sheet));
    } else {
        show(session, *sheet);
    }
    return Exit::Ok;
}

Result<Exit> copy_record(Session& session, Arguments const& arguments) {
    return write(session, arguments,
                 Place("/v1/registers/copy-record").ask("document", arguments.text("DOCUMENT")));
}

Result<Exit> issue(Session& session, Arguments const& arguments) {
    return write(session, arguments, asked(Place("/v1/registers/issue"), issue_options, arguments));
}

Result<Exit> store(Session& session, Arguments const& arguments) {
    return write(session, arguments, asked(Place("/v1/registers/store"), issue_options, arguments));
}

Result<Exit> matters(Session& session, Arguments const& arguments) {
    auto place = asked(Place("/v1/registers/matters"), matters_options, arguments);
    place.ask("open", arguments.has("open") ? "yes" : "");
    place.ask("overdue", arguments.has("overdue") ? "yes" : "");
    return write(session, arguments, place);
}

Result<Exit> slip(Session& session, Arguments const& arguments) {
    return write(session, arguments,
                 Place("/v1/matters").part(arguments.text("MATTER")).part("slip"));
}

Result<Exit> breaches(Session& session, Arguments const& arguments) {
    return write(session, arguments,
                 asked(Place("/v1/registers/breaches"), breaches_options, arguments));
}

Result<Exit> documents(Session& session, Arguments const& arguments) {
    return write(session, arguments,
                 asked(Place("/v1/registers/documents"), document_options, arguments));
}

Result<Exit> declassified(Session& session, Arguments const& arguments) {
    return write(session, arguments,
                 asked(Place("/v1/registers/declassified"), issue_options, arguments));
}

Result<Exit> notice(Session& session, Arguments const& arguments) {
    return write(
        session, arguments,
        Place("/v1/registers/declassification-notice").ask("document", arguments.text("DOCUMENT")));
}

constexpr Command table[] = {
    {"register"},
    {"register copy-record", copy_record_options, copy_record},
    {"register issue", issue_options, issue},
    {"register store", issue_options, store},
    {"register matters", matters_options, matters},
    {"register slip", slip_options, slip},
    {"register breaches", breaches_options, breaches},
    {"register documents", document_options, documents},
    {"register declassified", issue_options, declassified},
    {"register release-notice", copy_record_options, notice},
};

} // namespace

std::span<Command const> register_commands() {
    return table;
}

} // namespace imprimatur::cli
