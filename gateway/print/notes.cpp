#include "gateway/print/notes.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace imprimatur::print {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> kinds{"pdf", "png", "jpeg", "tiff", "unknown"};

std::string dumped(json const& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json json_of(pipe::Finding const& finding) {
    json corners = json::array();
    for (auto const& corner : finding.corners) {
        corners.push_back({corner.x, corner.y});
    }
    json out{{"page", finding.page}, {"corners", corners}};
    if (finding.seal) {
        out["seal"] = to_text(*finding.seal);
    } else {
        out["text"] = finding.text;
    }
    return out;
}

pipe::Finding finding_of(json const& value) {
    pipe::Finding finding{};
    finding.page = value.at("page").get<std::uint32_t>();
    if (value.contains("seal")) {
        finding.text = value.at("seal").get<std::string>();
        finding.seal = find_seal(finding.text);
    } else {
        finding.text = value.at("text").get<std::string>();
    }
    for (std::size_t i = 0; i < 4; ++i) {
        finding.corners[i] = {value.at("corners").at(i).at(0).get<double>(),
                              value.at("corners").at(i).at(1).get<double>()};
    }
    return finding;
}

pipe::DotsSeen dots_of(json const& value) {
    pipe::DotsSeen seen{};
    seen.page = value.at("page").get<std::uint32_t>();
    if (auto serial = Serial::read(value.at("serial").get<std::string>())) {
        seen.serial = *serial;
    }
    return seen;
}

json json_of(std::vector<pipe::Finding> const& findings) {
    json out = json::array();
    for (auto const& finding : findings) {
        out.push_back(json_of(finding));
    }
    return out;
}

std::vector<pipe::Finding> findings_of(json const& values) {
    std::vector<pipe::Finding> out;
    for (auto const& value : values) {
        out.push_back(finding_of(value));
    }
    return out;
}

constexpr std::array<std::string_view, 3> likenesses{"different", "doubtful", "same"};

json json_of(Recognised const& recognised) {
    json pages = json::array();
    for (auto const& match : recognised.pages) {
        pages.push_back({match.pair.page, match.pair.registered,
                         likenesses.at(static_cast<std::size_t>(match.likeness))});
    }
    return {{"document", recognised.document}, {"pages", pages}, {"printed", recognised.printed}};
}

Recognised recognised_of(json const& value) {
    Recognised out{value.at("document").get<registry::Id>(),
                   pipe::Likeness::Different,
                   {},
                   value.at("printed").get<std::set<std::uint32_t>>()};
    for (auto const& page : value.at("pages")) {
        auto const word = page.at(2).get<std::string>();
        auto const found = std::ranges::find(likenesses, word);
        auto const likeness = found == likenesses.end()
                                  ? pipe::Likeness::Doubtful
                                  : static_cast<pipe::Likeness>(found - likenesses.begin());
        out.pages.push_back(
            {{page.at(0).get<std::uint32_t>(), page.at(1).get<std::uint32_t>()}, likeness, 0, 0});
        out.likeness = std::max(out.likeness, likeness);
    }
    return out;
}

template <class Read> auto guarded(Read read) -> Result<decltype(read())> {
    try {
        return read();
    } catch (json::exception const& e) {
        return fail(Fault::Corrupt, {"print.record-damaged", {}}, e.what());
    }
}

} // namespace

std::string to_note(Seen const& seen) {
    auto const& inspection = seen.inspection;
    json dots = json::array();
    for (auto const& one : inspection.dots) {
        if (one.serial) {
            dots.push_back({{"page", one.page}, {"serial", one.serial->plain()}});
        }
    }
    json recognised = json::array();
    for (auto const& one : seen.recognised) {
        recognised.push_back(json_of(one));
    }
    json out{{"kind", kinds.at(static_cast<std::size_t>(inspection.kind))},
             {"pages", inspection.pages},
             {"findings", json_of(inspection.findings)},
             {"dots", dots},
             {"where", inspection.written_where},
             {"fingerprint", inspection.fingerprint.text},
             {"signed", inspection.is_signed},
             {"unread", inspection.unread_pages},
             {"recognised", recognised},
             {"silent", inspection.silent_pages}};
    if (inspection.written_level) {
        out["level"] = identifier(*inspection.written_level);
        out["level_certain"] = inspection.is_level_certain;
    }
    if (seen.arranged) {
        out["sheets"] = seen.arranged->sheets;
        out["sheet_findings"] = json_of(seen.arranged->findings);
    }
    return dumped(out);
}

Result<Seen> read_seen(std::string_view note) {
    return guarded([&] {
        auto value = json::parse(note);
        Seen seen;
        auto& out = seen.inspection;
        auto kind = value.at("kind").get<std::string>();
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            if (kinds.at(i) == kind) {
                out.kind = static_cast<pipe::FileKind>(i);
            }
        }
        out.pages = value.at("pages").get<std::uint32_t>();
        out.findings = findings_of(value.at("findings"));
        for (auto const& one : value.value("dots", json::array())) { // notes of before had none
            out.dots.push_back(dots_of(one));
        }
        if (value.contains("level")) {
            out.written_level = find_level(value.at("level").get<std::string>());
            out.is_level_certain = value.value("level_certain", true); // notes of before said none
        }
        out.written_where = value.at("where").get<std::string>();
        out.fingerprint.text = value.at("fingerprint").get<std::string>();
        out.is_signed = value.at("signed").get<bool>();
        out.unread_pages = value.at("unread").get<std::vector<std::uint32_t>>();
        out.silent_pages = value.value("silent", std::vector<std::uint32_t>());
        for (auto const& one : value.value("recognised", json::array())) { // likewise
            seen.recognised.push_back(recognised_of(one));
        }
        if (value.contains("sheets")) {
            seen.arranged = Arranged{value.at("sheets").get<std::uint32_t>(),
                                     findings_of(value.at("sheet_findings"))};
        }
        return seen;
    });
}

std::string to_note(Told const& told) {
    return dumped({{"id", told.sentence.id},
                   {"values", told.sentence.values},
                   {"reason", told.reason},
                   {"clauses", told.clauses}});
}

Result<Told> read_told(std::string_view note) {
    if (note.empty()) {
        return Told{};
    }
    return guarded([&] {
        auto value = json::parse(note);
        Told told;
        told.sentence.id = value.at("id").get<std::string>();
        told.sentence.values = value.at("values").get<std::map<std::string, std::string>>();
        told.reason = value.at("reason").get<std::string>();
        told.clauses = value.at("clauses").get<std::vector<std::string>>();
        return told;
    });
}

} // namespace imprimatur::print
