#include "gateway/print/notes.hpp"

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

template <class Read> auto guarded(Read read) -> Result<decltype(read())> {
    try {
        return read();
    } catch (json::exception const& e) {
        return fail(Fault::Corrupt, {"print.record-damaged", {}}, e.what());
    }
}

} // namespace

std::string to_note(pipe::Inspection const& inspection) {
    json findings = json::array();
    for (auto const& finding : inspection.findings) {
        findings.push_back(json_of(finding));
    }
    json dots = json::array();
    for (auto const& seen : inspection.dots) {
        if (seen.serial) {
            dots.push_back({{"page", seen.page}, {"serial", seen.serial->plain()}});
        }
    }
    json out{{"kind", kinds.at(static_cast<std::size_t>(inspection.kind))},
             {"pages", inspection.pages},
             {"findings", findings},
             {"dots", dots},
             {"where", inspection.written_where},
             {"fingerprint", inspection.fingerprint.text},
             {"signed", inspection.is_signed},
             {"unread", inspection.unread_pages},
             {"silent", inspection.silent_pages}};
    if (inspection.written_level) {
        out["level"] = identifier(*inspection.written_level);
        out["level_certain"] = inspection.is_level_certain;
    }
    return dumped(out);
}

Result<pipe::Inspection> read_inspection(std::string_view note) {
    return guarded([&] {
        auto value = json::parse(note);
        pipe::Inspection out;
        auto kind = value.at("kind").get<std::string>();
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            if (kinds.at(i) == kind) {
                out.kind = static_cast<pipe::FileKind>(i);
            }
        }
        out.pages = value.at("pages").get<std::uint32_t>();
        for (auto const& finding : value.at("findings")) {
            out.findings.push_back(finding_of(finding));
        }
        for (auto const& seen : value.value("dots", json::array())) { // notes of before had none
            out.dots.push_back(dots_of(seen));
        }
        if (value.contains("level")) {
            out.written_level = find_level(value.at("level").get<std::string>());
            out.is_level_certain = value.value("level_certain", true); // notes of before said none
        }
        out.written_where = value.at("where").get<std::string>();
        out.fingerprint.text = value.at("fingerprint").get<std::string>();
        out.is_signed = value.at("signed").get<bool>();
        out.unread_pages = value.at("unread").get<std::vector<std::uint32_t>>();
        out.silent_pages = value.value("silent", std::vector<std::uint32_t>()); // as above
        return out;
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
