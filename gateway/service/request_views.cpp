#include "gateway/registry/words.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

std::string_view word(policy::Verdict verdict) {
    return verdict == policy::Verdict::Allow ? "allow"
           : verdict == policy::Verdict::Ask ? "ask"
                                             : "refuse";
}

json obligations_json(policy::Obligations const& obligations) {
    auto number = [](int value) { return value; };
    return {{"number", obligations.number},
            {"name_recipients", obligations.name_recipients},
            {"template", obligations.template_name},
            {"return_within_hours", or_null(obligations.return_within_hours, number)},
            {"witnesses", obligations.witnesses},
            {"as_image", obligations.as_image},
            {"fixed_count", obligations.fixed_count},
            {"places", obligations.places},
            {"clauses", obligations.clauses}};
}

json said_on(std::vector<registry::Approval> const& approvals, std::size_t step) {
    json out = json::array();
    for (auto const& approval : approvals) {
        if (approval.step == step) {
            out.push_back({{"account", approval.account},
                           {"role", approval.role},
                           {"verdict", registry::word(approval.verdict)},
                           {"note", approval.note},
                           {"at", to_text(approval.at)}});
        }
    }
    return out;
}

} // namespace

json json_of(std::vector<policy::Step> const& steps) {
    json out = json::array();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        out.push_back({{"step", i},
                       {"roles", steps[i].roles},
                       {"how_many", steps[i].how_many},
                       {"department", steps[i].department},
                       {"clause", steps[i].clause},
                       {"is_done", steps[i].is_done},
                       {"is_operation", steps[i].is_operation}});
    }
    return out;
}

json json_of(policy::Decision const& decision, Exchange const& exchange) {
    return {{"verdict", word(decision.verdict)},
            {"steps", json_of(decision.steps)},
            {"obligations", obligations_json(decision.obligations)},
            {"clauses", decision.clauses},
            {"sentence", exchange.say(decision.sentence)},
            {"sentence_id", decision.sentence.id}};
}

namespace {

/// A request keeps the rules that it was made under; when others are in force meanwhile, it says
/// so.
std::string policy_note(registry::Request const& request, Exchange const& exchange) {
    auto in_force = print::PolicyBook::name_of(exchange.office.policies.current());
    return request.policy == in_force
               ? ""
               : exchange.say(
                     {"service.older-rules", {{"policy", request.policy}, {"in_force", in_force}}});
}

} // namespace

json json_of(print::RequestView const& view, Exchange const& exchange) {
    auto const& request = view.request;
    auto steps = json_of(view.decision.steps);
    for (auto& step : steps) {
        step["said"] = said_on(view.approvals, step["step"].get<std::size_t>());
    }
    auto as_is = [](auto const& value) { return value; };
    auto serial = [](Serial value) { return value.text(); };
    auto number = [](CopyNumber value) { return value.value; };
    return {{"id", request.id},
            {"state", registry::word(request.state)},
            {"action", request.action},
            {"document", json_of(view.document)},
            {"requester", request.requester},
            {"requester_name", view.requester ? view.requester->full_name : ""},
            {"requester_department", view.requester ? view.requester->department : ""},
            {"count", request.count},
            {"recipients", request.recipients},
            {"recipient_names", view.recipient_names},
            {"purpose", request.purpose},
            {"job", or_null(request.job, as_is)},
            {"pages", or_null(view.pages, as_is)},
            {"arrangement", view.arrangement},
            {"parent", or_null(request.parent, serial)},
            {"parent_number", or_null(view.parent_number, number)},
            {"policy", request.policy},
            {"policy_note", policy_note(request, exchange)},
            {"reason", request.reason},
            {"created_at", to_text(request.created_at)},
            {"steps", steps},
            {"due_step", or_null(view.due_step, as_is)},
            {"clauses", view.decision.clauses},
            {"sentence", exchange.say(view.decision.sentence)},
            {"copies_so_far", view.copies_so_far},
            {"may_speak_as", view.may_speak_as},
            {"grant",
             view.grant ? json_of(*view.grant, view.document.number, request.requester) : json()}};
}

json json_of(print::Proceeding const& proceeding, Exchange const& exchange) {
    json copies = json::array();
    for (auto const& line : proceeding.copies) {
        copies.push_back({{"serial", line.serial.plain()},
                          {"number", line.number ? json(line.number->value) : json()},
                          {"state", registry::word(line.state)},
                          {"name", line.name}});
    }
    return {{"verdict", print::identifier(proceeding.verdict)},
            {"sentence", exchange.say(proceeding.sentence)},
            {"sentence_id", proceeding.sentence.id},
            {"reason", proceeding.reason},
            {"clauses", proceeding.clauses},
            {"copies", copies}};
}

namespace {

/// Copies with the names of those who hold them.
json copies_json(std::vector<registry::Copy> const& copies, trace::Story const& story,
                 std::vector<registry::Copy> const& family) {
    json out = json::array();
    for (auto const& copy : copies) {
        out.push_back(json_of(copy, story.document.number, family));
        out.back()["holder_name"] = story.name_of(copy.holder);
    }
    return out;
}

json story_json(trace::Story const& story, Exchange const& exchange) {
    auto const& number = story.document.number;
    std::vector<registry::Copy> family = story.ancestors; // and who else is a parent
    family.push_back(story.copy);
    family.insert(family.end(), story.descendants.begin(), story.descendants.end());
    family.insert(family.end(), story.others.begin(), story.others.end());
    json movements = json::array();
    for (auto const& movement : story.movements) {
        movements.push_back(json_of(movement));
    }
    json lines = json::array();
    for (auto const& line : story.lines) {
        lines.push_back(exchange.say(line));
    }
    auto const ancestors = copies_json(story.ancestors, story, family);
    auto const descendants = copies_json(story.descendants, story, family);
    auto const others = copies_json(story.others, story, family);
    json next = json::array();
    for (auto const& line : story.next) {
        next.push_back(exchange.say(line));
    }
    json children = json::array();
    for (auto const& copy : descendants) {
        if (copy["parent"] == story.copy.serial.text()) {
            children.push_back(copy);
        }
    }
    json request;
    if (story.request) {
        request = {{"id", story.request->id},
                   {"action", story.request->action},
                   {"requester", story.request->requester},
                   {"requester_name", story.name_of(story.request->requester)},
                   {"count", story.request->count},
                   {"recipients", story.request->recipients},
                   {"purpose", story.request->purpose},
                   {"policy", story.request->policy},
                   {"created_at", to_text(story.request->created_at)},
                   {"said", json::array()}};
        for (auto const& approval : story.approvals) {
            request["said"].push_back({{"account", approval.account},
                                       {"full_name", story.name_of(approval.account)},
                                       {"role", approval.role},
                                       {"verdict", registry::word(approval.verdict)},
                                       {"note", approval.note},
                                       {"at", to_text(approval.at)}});
        }
    }
    return {{"copy", json_of(story.copy, number, family)},
            {"document", json_of(story.document)},
            {"recipient_name", story.name_of(story.copy.recipient)},
            {"holder_name", story.name_of(story.copy.holder)},
            {"printed_by_name", story.name_of(story.copy.printed_by)},
            {"request", request},
            {"grant", story.grant ? json_of(*story.grant, number,
                                            story.request ? story.request->requester : "")
                                  : json()},
            {"movements", movements},
            {"ancestors", ancestors},
            {"children", children},
            {"descendants", descendants},
            {"others", others},
            {"lines", lines},
            {"next", next}};
}

json json_of(trace::Corners const& corners) {
    json out = json::array();
    for (auto const& corner : corners) {
        out.push_back({corner.x, corner.y});
    }
    return out;
}

/// null: no dots told.
json json_of(pipe::Lie const& lie) {
    return lie.resolution <= 0 ? json()
                               : json{{"width_mm", lie.width},
                                      {"height_mm", lie.height},
                                      {"resolution_dpi", lie.resolution},
                                      {"turned_degrees", lie.turn}};
}

json json_of(trace::Region const& region, Exchange const& exchange) {
    json marks = json::array();
    if (region.by_code) {
        marks.push_back(trace::identifier(trace::Sign::Code));
    }
    if (region.by_dots) {
        marks.push_back(trace::identifier(trace::Sign::Dots));
    }
    return {{"number", region.number},
            {"page", region.page},
            {"corners", json_of(region.corners)},
            {"sheet", json_of(region.lie)},
            {"serial", region.serial.text()},
            {"printed_page", region.printed_page ? json(*region.printed_page) : json()},
            {"marks", marks},
            {"chance_of_error", region.chance},
            {"sentence", exchange.say(region.sentence)}};
}

json candidate_json(trace::Candidate const& candidate) {
    auto out = service::json_of(candidate.copy, candidate.document, {});
    return {{"serial", out["serial"]},           {"number", out["number"]},
            {"number_text", out["number_text"]}, {"document", candidate.document},
            {"title", candidate.title},          {"state", out["state"]},
            {"holder", out["holder"]},           {"holder_name", candidate.holder_name}};
}

} // namespace

json json_of(trace::Trace const& trace, Exchange const& exchange) {
    json findings = json::array();
    for (auto const& found : trace.findings) {
        findings.push_back({{"page", found.page},
                            {"mark", trace::identifier(found.sign)},
                            {"fit", trace::identifier(found.fit)},
                            {"serial", found.serial ? json(found.serial->text()) : json()},
                            {"printed_page", found.seal ? json(found.seal->page) : json()},
                            {"text", found.text},
                            {"corners", json_of(found.corners)},
                            {"sentence", exchange.say(found.sentence)}});
    }
    json stories = json::array();
    for (auto const& story : trace.stories) {
        stories.push_back(story_json(story, exchange));
    }
    json regions = json::array();
    for (auto const& region : trace.regions) {
        regions.push_back(json_of(region, exchange));
    }
    json candidates = json::array();
    for (auto const& candidate : trace.candidates) {
        candidates.push_back(candidate_json(candidate));
    }
    json disagreements = json::array();
    for (auto const& disagreement : trace.disagreements) {
        disagreements.push_back(exchange.say(disagreement));
    }
    json warnings = json::array();
    for (auto const& warning : trace.warnings) {
        warnings.push_back(exchange.say(warning));
    }
    json pages = json::array();
    for (auto const& page : trace.pages) {
        pages.push_back({{"width_mm", page.width}, {"height_mm", page.height}});
    }
    json out{{"findings", findings},
             {"regions", regions},
             {"disagreements", disagreements},
             {"warnings", warnings},
             {"stories", stories},
             {"candidates", candidates},
             {"further", trace.further},
             {"pages", pages},
             {"unread_pages", trace.unread},
             {"sentence", exchange.say(trace.sentence)}};
    out["asked"] = {{"by", trace.asked.by},          {"by_name", trace.asked.by_name},
                    {"at", to_text(trace.asked.at)}, {"serial", trace.asked.serial},
                    {"file", trace.asked.file},      {"sha256", trace.asked.sha256}};
    return out;
}

} // namespace imprimatur::service
