/// The values that cross the pipe, as JSON. Second public header of this room, for the worker.
///
/// Promise: reading throws nlohmann::json::exception or std::invalid_argument on anything
/// unexpected; both sides catch it once. Nothing that a worker says is trusted further than its
/// type.
#pragma once

#include <nlohmann/json.hpp>

#include "marking/pipe/pipe.hpp"

namespace imprimatur::pipe {

using Json = nlohmann::json;

/// Text for a message; bytes that are no UTF-8 become U+FFFD.
std::string to_text(Json const& json);

Json to_json(Error const& error);
Error read_error(Json const& json);

Json to_json(Sentence const& sentence);
Sentence read_sentence(Json const& json);

Json to_json(Mark const& mark);
Mark read_mark(Json const& json);

Json to_json(Finding const& finding);
Finding read_finding(Json const& json);

Json to_json(DotsSeen const& dots);
DotsSeen read_dots(Json const& json);

Json to_json(Reading const& reading);
Reading read_reading(Json const& json);

Json to_json(Workers::Outline const& outline);
Workers::Outline read_outline(Json const& json);

/// What a long look at one page adds to an Inspection.
struct Deeper {
    std::uint32_t page;
    std::vector<std::uint64_t> kept;
    std::vector<std::uint64_t> asked;
    std::vector<std::uint64_t> words{}; ///< of `asked` those that are of words
    std::optional<Level> level{};       ///< that stands on its pictures
    bool is_certain = true;
    std::string where{};    ///< as it stands there
    bool is_silent = false; ///< there was no time for its words
};
Json to_json(Deeper const& deeper);
Deeper read_deeper(Json const& json);

Json to_json(PagePair const& pair);
PagePair read_pair(Json const& json);

Json to_json(PageMatch const& match);
PageMatch read_match(Json const& json);

Json to_json(Inspection const& inspection);
Inspection read_inspection(Json const& json);

Json to_json(Sheet const& sheet);
Sheet read_sheet(Json const& json);

/// All of a kind.
template <class T> Json to_json(std::vector<T> const& values) {
    auto out = Json::array();
    for (auto const& value : values) {
        out.push_back(to_json(value));
    }
    return out;
}

} // namespace imprimatur::pipe
