#include "facts.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "foundation/sentence/sentence.hpp"

namespace imprimatur::policy {

namespace {

Sentences const& sentences() {
    static Sentences const all(std::filesystem::path(IMPRIMATUR_SOURCE_DIR) / "templates/messages");
    return all;
}

} // namespace

std::filesystem::path profiles_folder() {
    return std::filesystem::path(IMPRIMATUR_SOURCE_DIR) / "config/policies";
}

Policy read(std::vector<std::string> const& profiles) {
    static std::map<std::vector<std::string>, Policy> known;
    if (auto found = known.find(profiles); found != known.end()) {
        return found->second;
    }
    auto policy = Policy::read(profiles_folder(), profiles);
    if (!policy) {
        std::cerr << sentences().say(policy.error().sentence, Language::English) << "\n"
                  << policy.error().cause << "\n";
        std::exit(1);
    }
    known.emplace(profiles, *policy);
    return *policy;
}

OwnFolder::OwnFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "imprimatur-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
    for (auto const& file : std::filesystem::directory_iterator(profiles_folder())) {
        std::filesystem::copy(file, path_ / file.path().filename());
    }
}

OwnFolder::~OwnFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void OwnFolder::write(int number, std::string const& body) const {
    auto const digits = std::to_string(number);
    std::ofstream(path_ / (digits + ".toml"))
        << "[profile]\nname = \"P" << digits << "\"\nzh = \"试\"\nen = \"trial\"\n"
        << "serves = \"both\"\n\n"
        << body;
}

PersonFacts person(std::string account, std::set<Role> roles) {
    PersonFacts out;
    out.account = account;
    out.full_name = account;
    out.department = "综合科";
    out.roles = std::move(roles);
    out.agreement = today;
    out.training = today;
    return out;
}

DocumentFacts document(Level level) {
    DocumentFacts out;
    out.number = "鼓委办〔2026〕12号";
    out.level = level;
    out.issued = Date{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{1}};
    out.department = "综合科";
    out.scope = {"zhang", "li", "wang"};
    return out;
}

Facts facts(Action action, Level level, std::uint32_t count) {
    Facts out;
    out.action = action;
    out.document = document(level);
    out.person = person("zhang");
    out.count = count;
    for (auto const* account : {"zhang", "li", "wang"}) {
        if (out.recipients.size() < count) {
            out.recipients.push_back(person(account));
        }
    }
    out.purpose = "会议";
    out.place = "Secure-Printer";
    out.today = today;
    return out;
}

ApprovalFacts approval(Role role, std::string account, std::size_t step) {
    return {.step = step,
            .role = std::move(role),
            .account = std::move(account),
            .is_active = true,
            .department = "综合科"};
}

Facts agreed(Policy const& policy, Facts facts) {
    auto decision = policy.decide(facts);
    for (std::size_t i = 0; i < decision.steps.size(); ++i) {
        for (std::uint32_t k = 0; k < decision.steps[i].how_many; ++k) {
            auto account = "leader" + std::to_string(i) + "-" + std::to_string(k);
            auto said = approval(decision.steps[i].roles.front(), account, i);
            if (!decision.steps[i].department.empty()) {
                said.department = decision.steps[i].department;
            }
            facts.approvals.push_back(said);
        }
    }
    return facts;
}

std::string say(Decision const& decision) {
    return sentences().say(decision.sentence, Language::Chinese);
}

bool cites(Decision const& decision, std::string const& clause) {
    return std::find(decision.clauses.begin(), decision.clauses.end(), clause) !=
           decision.clauses.end();
}

bool has_open_step_for(Decision const& decision, Role const& role) {
    return std::any_of(decision.steps.begin(), decision.steps.end(), [&role](Step const& step) {
        return !step.is_done &&
               std::find(step.roles.begin(), step.roles.end(), role) != step.roles.end();
    });
}

} // namespace imprimatur::policy
