#include "gateway/cli/story.hpp"

#include <map>

#include <fmt/format.h>

#include "gateway/cli/plain.hpp"
#include "gateway/cli/vocabulary.hpp"

namespace imprimatur::cli {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string two(std::string const& first, std::string const& second) {
    return first.empty() || second.empty() ? first + second : first + "  " + second;
}

/// On whose word: "王华 (wanghua), leader of county rank, 2026-11-23 16:20".
std::string agreed(Json const& story, Texts const& texts) {
    std::string out;
    for (auto const& word : array_at(story, "/request/said")) {
        if (text_at(word, "/verdict") != "agree") {
            continue;
        }
        out += out.empty() ? "" : "; ";
        out +=
            texts.say({"cli.agreed",
                       {{"person", person(text_at(word, "/full_name"), text_at(word, "/account"))},
                        {"role", role_in_words(text_at(word, "/role"), texts.language())},
                        {"time", shown(word, {"", "/at", Show::Instant}, texts)}}});
    }
    return out.empty() ? text_at(story, "/grant/granted_by") : out;
}

void add(Pairs& pairs, Json const& story, Texts const& texts, Field const& field) {
    pairs.emplace_back(texts.label(field.label), shown(story, field, texts));
}

Pairs what_it_is(Json const& story, Texts const& texts) {
    Pairs pairs;
    add(pairs, story, texts, {"copy-number", "/copy/number", Show::CopyNumber});
    add(pairs, story, texts, {"serial", "/copy/serial"});
    add(pairs, story, texts, {"document", "/document/number"});
    add(pairs, story, texts, {"title", "/document/title"});
    add(pairs, story, texts, {"level", "/document/level_mark"});
    add(pairs, story, texts, {"kind", "/copy/kind", Show::Word});
    add(pairs, story, texts, {"state", "/copy/state", Show::Word});
    return pairs;
}

Pairs how_it_came(Json const& story, Texts const& texts) {
    Pairs pairs;
    pairs.emplace_back(texts.label("printed-by"), person(text_at(story, "/printed_by_name"),
                                                         text_at(story, "/copy/printed_by")));
    auto const settled = shown(story, {"", "/copy/settled_at", Show::Instant}, texts);
    pairs.emplace_back(
        texts.label("printed-at"),
        settled.empty() ? shown(story, {"", "/copy/reserved_at", Show::Instant}, texts) : settled);
    add(pairs, story, texts, {"place", "/copy/place"});
    add(pairs, story, texts, {"purpose", "/request/purpose"});
    pairs.emplace_back(texts.label("requester"), person(text_at(story, "/request/requester_name"),
                                                        text_at(story, "/request/requester")));
    pairs.emplace_back(texts.label("agreed-by"), agreed(story, texts));
    pairs.emplace_back(texts.label("granted-at"),
                       shown(story, {"", "/grant/granted_at", Show::Instant}, texts));
    add(pairs, story, texts, {"granted-copies", "/grant/count"});
    add(pairs, story, texts, {"clauses", "/request/clauses", Show::List});
    pairs.emplace_back(texts.label("recipient"), person(text_at(story, "/recipient_name"),
                                                        text_at(story, "/copy/recipient")));
    pairs.emplace_back(texts.label("holder"),
                       person(text_at(story, "/holder_name"), text_at(story, "/copy/holder")));
    return pairs;
}

/// As the service tells it, one sentence after the other, further lines of each set back.
std::string told(Json const& story, Style style) {
    std::string out;
    for (auto const& line : array_at(story, "/lines")) {
        auto text = hanging("  ", plain(line.is_string() ? line.get<std::string>() : ""), style);
        out += text.substr(2);
    }
    return out;
}

std::string steps(Json const& story, Style style) {
    std::string out;
    std::size_t number = 0;
    for (auto const& line : array_at(story, "/next")) {
        out += hanging(fmt::format("{:2}. ", ++number),
                       plain(line.is_string() ? line.get<std::string>() : ""), style);
    }
    return out;
}

std::string what_happened(Json const& story, Texts const& texts, Style style) {
    auto const movements = array_at(story, "/movements");
    if (movements.empty()) {
        return {};
    }
    Table table({{texts.label("time")},
                 {texts.label("movement")},
                 {texts.label("from")},
                 {texts.label("to")},
                 {texts.label("by")},
                 {texts.label("note"), false, true}});
    for (auto const& movement : movements) {
        table.add({shown(movement, {"", "/at", Show::Instant}, texts),
                   texts.word(text_at(movement, "/kind")), text_at(movement, "/from"),
                   text_at(movement, "/to"), text_at(movement, "/by"), text_at(movement, "/note")});
    }
    return table.text(style);
}

std::string member(Json const& copy, Texts const& texts, std::size_t generation, bool is_this) {
    auto const number = shown(copy, {"", "/number", Show::CopyNumber}, texts);
    auto line = two(two(number, text_at(copy, "/serial")), texts.word(text_at(copy, "/state")));
    line = two(line, person(text_at(copy, "/holder_name"), text_at(copy, "/holder")));
    auto const branch =
        generation == 0 ? std::string() : std::string((generation - 1) * 3, ' ') + "└─ ";
    return plain(branch + line + (is_this ? "  ← " + texts.label("this-copy") : "")) + "\n";
}

/// Who else has the same pages.
std::string others_text(Json const& story, Texts const& texts, Style style) {
    Table table({{texts.label("copy-number")},
                 {texts.label("serial")},
                 {texts.label("state")},
                 {texts.label("holder"), false, true}});
    for (auto const& copy : array_at(story, "/others")) {
        table.add({shown(copy, {"", "/number", Show::CopyNumber}, texts), text_at(copy, "/serial"),
                   texts.word(text_at(copy, "/state")),
                   person(text_at(copy, "/holder_name"), text_at(copy, "/holder"))});
    }
    return table.is_empty() ? std::string() : table.text(style);
}

std::string heading(std::string const& text, Style style) {
    return (style.has_colour ? "\x1b[1m" + text + "\x1b[0m" : text) + "\n";
}

} // namespace

std::string family_text(Json const& story, Texts const& texts) {
    auto const ancestors = array_at(story, "/ancestors");
    auto const descendants = array_at(story, "/descendants");
    if (ancestors.empty() && descendants.empty()) {
        return {};
    }
    std::string out;
    std::size_t generation = 0;
    for (auto ancestor = ancestors.rbegin(); ancestor != ancestors.rend(); ++ancestor) {
        out += member(*ancestor, texts, generation++, false);
    }
    auto this_copy = object_at(story, "/copy");
    this_copy["holder_name"] = text_at(story, "/holder_name");
    out += member(this_copy, texts, generation, true);
    std::map<std::string, std::size_t> generations{{text_at(this_copy, "/serial"), generation}};
    for (auto const& descendant : descendants) { // each stands after its own parent
        auto const parent = generations.find(text_at(descendant, "/parent"));
        auto const depth = (parent == generations.end() ? generation : parent->second) + 1;
        generations.emplace(text_at(descendant, "/serial"), depth);
        out += member(descendant, texts, depth, false);
    }
    return out;
}

std::string story_text(Json const& story, Texts const& texts, Style style) {
    auto pairs = what_it_is(story, texts);
    for (auto& pair : how_it_came(story, texts)) {
        pairs.push_back(std::move(pair));
    }
    auto out = facts(pairs, style);
    auto happened = told(story, style);
    happened = happened.empty() ? what_happened(story, texts, style) : happened;
    if (!happened.empty()) {
        out += "\n" + heading(texts.label("what-happened"), style) + happened;
    }
    if (auto family = family_text(story, texts); !family.empty()) {
        out += "\n" + heading(texts.label("family"), style) + family;
    }
    if (auto others = others_text(story, texts, style); !others.empty()) {
        out += "\n" + heading(texts.label("others"), style) + others;
    }
    if (auto next = steps(story, style); !next.empty()) {
        out += "\n" + heading(texts.label("next-steps"), style) + next;
    }
    return out;
}

} // namespace imprimatur::cli
