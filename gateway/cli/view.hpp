/// From the service's JSON to what a person reads: which fields, under which label, written how.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/cli/service.hpp"
#include "gateway/cli/session.hpp"
#include "gateway/cli/table.hpp"
#include "gateway/cli/texts.hpp"

namespace imprimatur::cli {

enum class Show {
    Text,
    Shrinking, ///< text that may be cut in a narrow terminal
    Number,
    CopyNumber, ///< six digits
    Instant,    ///< on the wall clock here
    Date,       ///< the day of an instant, or a date
    LastDay,    ///< of a time that ends at this instant
    Level,
    Word,     ///< a state, a kind: translated
    Roles,    ///< a list of them, as the rules call them
    Category, ///< of content, as the rules call it
    List,
    YesNo,
};

/// One value of an object. `at` is a JSON pointer.
struct Field {
    std::string_view label; ///< of cli.label.*
    std::string_view at;
    Show show = Show::Text;
};

/// The value as text; empty when it is not there.
std::string shown(Json const& object, Field const& field, Texts const& texts);

/// A text, or the empty one when it is not there or no text.
std::string text_at(Json const& object, std::string_view pointer);
/// True only where a true stands.
bool is_true_at(Json const& object, std::string_view pointer);
/// A whole number, or 0.
std::int64_t number_at(Json const& object, std::string_view pointer);
/// An object, or an empty one.
Json object_at(Json const& object, std::string_view pointer);
/// An array, or an empty one.
Json array_at(Json const& object, std::string_view pointer);

/// A list of the service: `rows` as a table; a sentence when there are none; the array when JSON is
/// wanted.
void show_list(Session& session, Json const& rows, std::span<Field const> fields);

/// One thing: label and value; the object when JSON is wanted.
void show_one(Session& session, Json const& object, std::span<Field const> fields);

/// A person as "王华 (wanghua)"; the account alone without a name.
std::string person(std::string const& name, std::string const& account);

} // namespace imprimatur::cli
