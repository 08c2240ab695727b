#include "gateway/cli/outcome.hpp"

#include <map>
#include <set>
#include <tuple>

#include "foundation/sentence/figures.hpp"
#include "gateway/cli/plain.hpp"

namespace imprimatur::cli {

namespace {

constexpr std::size_t most_lines = 8; ///< more of a kind are gathered

std::string entry(std::string const& text, Style style) {
    return hanging("  ", plain(text), style);
}

std::string sentences(Json const& trace, char const* key, Style style) {
    std::string out;
    for (auto const& sentence : array_at(trace, key)) {
        out += entry(sentence.is_string() ? sentence.get<std::string>() : "", style);
    }
    return out;
}

double chance_of(Json const& region) {
    auto const found = region.is_object() ? region.find("chance_of_error") : region.end();
    return found != region.end() && found->is_number() ? found->get<double>() : 1;
}

std::uint32_t page_of(Json const& mark) {
    return static_cast<std::uint32_t>(number_at(mark, "/page"));
}

/// A sentence about pages.
std::string on_pages(std::string const& id, std::set<std::uint32_t> const& pages,
                     std::map<std::string, std::string> values, Texts const& texts, Style style) {
    values["Page"] = texts.label(pages.size() == 1 ? "one-page" : "several-pages");
    values["pages"] = spans_of({pages.begin(), pages.end()});
    return entry(texts.say({id, std::move(values)}), style);
}

/// Regions of the same copy by the same marks, as one line.
std::string gathered_regions(Json const& regions, Texts const& texts, Style style) {
    struct Group {
        std::set<std::uint32_t> pages;
        double chance = 0;
    };
    std::map<std::tuple<std::string, std::string>, Group> groups;
    for (auto const& region : regions) {
        std::string marks;
        for (auto const& mark : array_at(region, "/marks")) {
            auto const word = mark.is_string() ? mark.get<std::string>() : "";
            marks += (marks.empty() ? "" : "-and-") + word;
        }
        auto& group = groups[{text_at(region, "/serial"), texts.word(marks)}];
        group.pages.insert(page_of(region));
        group.chance = std::max(group.chance, chance_of(region));
    }
    std::string out;
    for (auto const& [key, group] : groups) {
        auto const& [serial, marks] = key;
        out +=
            on_pages("cli.regions", group.pages,
                     {{"serial", serial}, {"marks", marks}, {"chance", chance_text(group.chance)}},
                     texts, style);
    }
    return out;
}

std::string regions_text(Json const& trace, Texts const& texts, Style style) {
    auto const regions = array_at(trace, "/regions");
    if (regions.size() > most_lines) {
        return gathered_regions(regions, texts, style);
    }
    std::string out;
    for (auto const& region : regions) {
        out += entry(text_at(region, "/sentence"), style);
    }
    return out;
}

/// Genuine dots, and in a long file all genuine marks, stand in the regions already; a page bears
/// our code twice.
std::string findings_text(Json const& trace, Texts const& texts, Style style) {
    auto const findings = array_at(trace, "/findings");
    bool const is_long = findings.size() > 2 * most_lines;
    std::string out;
    std::string before;
    std::set<std::uint32_t> foreign;
    for (auto const& finding : findings) {
        auto const sentence = text_at(finding, "/sentence");
        auto const fit = text_at(finding, "/fit");
        if (is_long && fit == "foreign") {
            foreign.insert(page_of(finding));
        } else if (!sentence.empty() && sentence != before &&
                   !(fit == "ours" && (is_long || text_at(finding, "/mark") == "dots"))) {
            out += entry(sentence, style);
        }
        before = sentence;
    }
    return foreign.empty() ? out : out + on_pages("cli.foreign-codes", foreign, {}, texts, style);
}

} // namespace

std::string outcome_text(Json const& trace, Texts const& texts, Style style) {
    return hanging("", plain(text_at(trace, "/sentence")), style) +
           sentences(trace, "/disagreements", style) + sentences(trace, "/warnings", style) +
           regions_text(trace, texts, style) + findings_text(trace, texts, style);
}

} // namespace imprimatur::cli
