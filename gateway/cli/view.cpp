#include "gateway/cli/view.hpp"

#include <fmt/format.h>

#include "foundation/time/time.hpp"
#include "gateway/cli/vocabulary.hpp"

namespace imprimatur::cli {

namespace {

Json const* find(Json const& object, std::string_view pointer) {
    Json::json_pointer const path{std::string(pointer)};
    return object.contains(path) && !object.at(path).is_null() ? &object.at(path) : nullptr;
}

/// Any single value as text.
std::string bare(Json const& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string joined(Json const& values, bool are_roles, Texts const& texts) {
    std::string out;
    if (!values.is_array()) {
        return bare(values);
    }
    for (auto const& value : values) {
        out += (out.empty() ? "" : texts.label("comma")) +
               (are_roles ? role_in_words(bare(value), texts.language()) : bare(value));
    }
    return out;
}

bool is_shrinking(Show show) {
    return show == Show::Shrinking || show == Show::List || show == Show::Roles;
}

std::string instant(std::string const& written, bool only_the_day) {
    auto found = find_instant(written);
    if (!found) {
        return written;
    }
    return only_the_day ? to_text(local_date(*found)) : local_text(*found);
}

/// "Until the end of 31 December" is kept as the first instant of January.
std::string last_day(std::string const& written) {
    auto found = find_instant(written);
    return found ? to_text(local_date(*found - std::chrono::milliseconds(1))) : written;
}

} // namespace

std::string text_at(Json const& object, std::string_view pointer) {
    auto const* value = find(object, pointer);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

bool is_true_at(Json const& object, std::string_view pointer) {
    auto const* value = find(object, pointer);
    return value != nullptr && value->is_boolean() && value->get<bool>();
}

std::int64_t number_at(Json const& object, std::string_view pointer) {
    auto const* value = find(object, pointer);
    return value != nullptr && value->is_number_integer() ? value->get<std::int64_t>() : 0;
}

Json object_at(Json const& object, std::string_view pointer) {
    auto const* value = find(object, pointer);
    return value != nullptr && value->is_object() ? *value : Json::object();
}

Json array_at(Json const& object, std::string_view pointer) {
    auto const* value = find(object, pointer);
    return value != nullptr && value->is_array() ? *value : Json::array();
}

std::string shown(Json const& object, Field const& field, Texts const& texts) {
    auto const* value = find(object, field.at);
    if (value == nullptr) {
        return {};
    }
    switch (field.show) {
    case Show::CopyNumber:
        return value->is_number_integer() ? fmt::format("{:06}", value->get<std::int64_t>())
                                          : bare(*value);
    case Show::Instant:
        return instant(bare(*value), false);
    case Show::Date:
        return instant(bare(*value), true);
    case Show::LastDay:
        return last_day(bare(*value));
    case Show::Level:
        return texts.level(bare(*value));
    case Show::Word:
        return texts.word(bare(*value));
    case Show::Category:
        return category_in_words(bare(*value), texts.language());
    case Show::Roles:
        return joined(*value, true, texts);
    case Show::List:
        return joined(*value, false, texts);
    case Show::YesNo:
        return value->is_boolean() ? texts.word(value->get<bool>() ? "yes" : "no") : bare(*value);
    case Show::Text:
    case Show::Shrinking:
    case Show::Number:
        break;
    }
    return bare(*value);
}

void show_list(Session& session, Json const& rows, std::span<Field const> fields) {
    if (session.wants_json()) {
        session.json(rows);
        return;
    }
    if (rows.empty()) {
        session.say({"cli.nothing", {}});
        return;
    }
    std::vector<Column> columns;
    for (auto const& field : fields) {
        columns.push_back({session.texts().label(field.label), field.show == Show::Number,
                           is_shrinking(field.show)});
    }
    Table table(std::move(columns));
    for (auto const& row : rows) {
        std::vector<std::string> cells;
        for (auto const& field : fields) {
            cells.push_back(shown(row, field, session.texts()));
        }
        table.add(std::move(cells));
    }
    session.put(table.text(session.style()));
}

void show_one(Session& session, Json const& object, std::span<Field const> fields) {
    if (session.wants_json()) {
        session.json(object);
        return;
    }
    std::vector<std::pair<std::string, std::string>> pairs;
    for (auto const& field : fields) {
        pairs.emplace_back(session.texts().label(field.label),
                           shown(object, field, session.texts()));
    }
    session.put(facts(pairs, session.style()));
}

std::string person(std::string const& name, std::string const& account) {
    if (name.empty() || name == account) {
        return account;
    }
    return account.empty() ? name : fmt::format("{} ({})", name, account);
}

} // namespace imprimatur::cli
