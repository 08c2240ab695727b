#include "gateway/policy/policy.hpp"

#include <algorithm>

#include "gateway/policy/rules.hpp"

namespace imprimatur::policy {

namespace {

constexpr int months_a_year = 12;
constexpr std::size_t longest_name = 32;
constexpr int never = 1 << 30; // hours: after every other

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// "P7" → "07.toml"; a deployment's own "harbour-office" → "harbour-office.toml". Nothing that
/// could leave the folder, and none of the catalogues.
std::optional<std::string> file_of(std::string const& name) {
    bool const fits =
        !name.empty() && name.size() <= longest_name &&
        std::all_of(name.begin(), name.end(), [](char c) {
            return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
        });
    auto const reserved = {"baseline", "roles", "categories", "clauses", "places"};
    if (!fits || std::find(reserved.begin(), reserved.end(), name) != reserved.end()) {
        return std::nullopt;
    }
    bool const is_number = name.size() > 1 && name.size() <= 3 && name.front() == 'P' &&
                           std::all_of(name.begin() + 1, name.end(), is_digit);
    if (!is_number) {
        return name + ".toml";
    }
    return std::string(name.size() == 2 ? "0" : "").append(name, 1).append(".toml");
}

/// FNV-1a, 64 bits: tells editions apart, protects nothing.
std::string short_text_of(std::string const& rules) {
    std::uint64_t hash = 14695981039346656037U;
    for (char c : rules) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    }
    return to_base32(hash, 13);
}

std::string joined(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& name : names) {
        out += (out.empty() ? "" : "+") + name;
    }
    return out.empty() ? "baseline" : out;
}

std::string known_profiles(std::filesystem::path const& folder) {
    std::vector<std::string> names;
    std::error_code ignored;
    for (int number = 1; number <= 99; ++number) {
        auto name = std::string("P").append(std::to_string(number));
        if (std::filesystem::exists(folder / *file_of(name), ignored)) {
            names.push_back(name);
        }
    }
    return listed(names);
}

Result<RulesFile> open_profile(std::filesystem::path const& folder, std::string const& name) {
    auto file = file_of(name);
    std::error_code ignored;
    if (!file || !std::filesystem::exists(folder / *file, ignored)) {
        return fail(Fault::NotFound, {"policy.profile-unknown",
                                      {{"found", name}, {"expected", known_profiles(folder)}}});
    }
    return read_rules_file(folder / *file);
}

/// The baseline names a clause for everything that holds without a rule of its own.
void check_promises(Profile const& baseline, std::string const& file, Mistakes& mistakes) {
    for (auto const* key : {"own_approval", "in_office", "count", "recorded", "derived"}) {
        if (!baseline.constants.contains(key)) {
            mistakes.add({file, 1}, "policy.missing-key",
                         {{"expected", std::string("promises.") + key}});
        }
    }
}

/// Rooms that layers leave nothing of: nobody could print anywhere.
void check_rooms(DemandTable const& table, std::string const& name, Mistakes& mistakes) {
    for (auto action : all_actions) {
        for (auto level : all_levels) {
            auto const& rooms = table.at(action, level).rooms;
            if (rooms && rooms->value.names.empty()) {
                mistakes.add(rooms->where, "policy.no-common-room",
                             {{"found", name}, {"level", std::string(identifier(level))}});
                return;
            }
        }
    }
}

std::optional<Period> period_of(int months) {
    if (months % months_a_year == 0) {
        return Period{.kind = Period::Kind::Years, .count = months / months_a_year};
    }
    return Period{.kind = Period::Kind::Months, .count = months};
}

void sort_duties(std::vector<Policy::Duty>& duties) {
    std::stable_sort(duties.begin(), duties.end(), [](auto const& a, auto const& b) {
        auto number = [](std::string const& capability) { return std::stoi(capability.substr(1)); };
        return std::tuple(number(a.capability), a.note, a.hours.value_or(never)) <
               std::tuple(number(b.capability), b.note, b.hours.value_or(never));
    });
}

/// Somebody and something that lack nothing: what is left are the rules themselves.
Facts nothing_lacking(RuleBook const& book, std::string const& category, Action action,
                      Level level) {
    constexpr Date day{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{1}};
    Facts facts;
    facts.action = action;
    facts.document = {
        .number = "-", .level = level, .category = category, .department = "-", .scope = {"-"}};
    facts.person = {
        .account = "-", .full_name = "-", .department = "-", .agreement = day, .training = day};
    facts.recipients = {facts.person};
    facts.today = day;
    auto const& rooms = book.rules.table(category).at(action, level).rooms;
    if (rooms) {
        for (auto const& room : rooms->value.names) {
            auto const& printers = book.vocabulary.rooms.at(room);
            if (!printers.empty()) {
                facts.place = *printers.begin();
            }
        }
    }
    return facts;
}

} // namespace

Result<Policy> Policy::read(std::filesystem::path const& folder,
                            std::vector<std::string> const& profiles) {
    auto catalogues = read_vocabulary_files(folder);
    if (!catalogues) {
        return pass_on(catalogues);
    }
    auto baseline_file = read_rules_file(folder / "baseline.toml");
    if (!baseline_file) {
        return pass_on(baseline_file);
    }
    Mistakes mistakes;
    auto rules = std::make_shared<Rules>();
    rules->name = joined(profiles);
    rules->vocabulary = read_vocabulary(*catalogues, mistakes);
    rules->vocabulary.templates = read_template_order(*baseline_file, mistakes);
    auto canonical = catalogues->canonical() + baseline_file->canonical();
    auto keep = [&rules](RulesFile const& file) {
        rules->files[std::filesystem::path(file.name).filename()] = file.text;
    };
    for (auto const* file : {&catalogues->roles, &catalogues->categories, &catalogues->clauses,
                             &catalogues->places, &*baseline_file}) {
        keep(*file);
    }

    auto const baseline = read_profile(*baseline_file, "baseline", rules->vocabulary, mistakes);
    check_promises(baseline, baseline_file->name, mistakes);
    if (mistakes.is_empty()) {
        check_profile(baseline, baseline, mistakes);
    }
    rules->rules = baseline;
    for (auto const& name : profiles) {
        auto file = open_profile(folder, name);
        if (!file) {
            return pass_on(file);
        }
        auto const profile = read_profile(*file, name, rules->vocabulary, mistakes);
        if (mistakes.is_empty()) { // else what is missing would look like a second mistake
            check_profile(profile, baseline, mistakes);
        }
        rules->rules = layer(rules->rules, profile);
        canonical += file->canonical();
        keep(*file);
    }
    complete(rules->rules);
    check_rooms(rules->rules.demands, rules->name, mistakes);
    for (auto const& [category, table] : rules->rules.of_category) {
        check_rooms(table, rules->name, mistakes);
    }
    if (!mistakes.is_empty()) {
        return tl::unexpected(mistakes.error());
    }
    sort_duties(rules->rules.duties);
    rules->rules.name = rules->name;
    rules->edition = short_text_of(canonical);
    return Policy(std::move(rules));
}

Decision Policy::decide(Facts const& facts) const {
    return policy::decide(*rules_, facts);
}

std::optional<Level> Policy::find_category_level(std::string const& category) const {
    auto found = rules_->rules.categories.find(category);
    return found == rules_->rules.categories.end() ? std::nullopt
                                                   : std::optional(found->second.value);
}

std::optional<Period> Policy::find_default_period(Level level) const {
    auto const& periods = rules_->rules.periods[place_of(level)];
    return periods ? period_of(periods->value.usual) : std::nullopt;
}

std::optional<Period> Policy::find_longest_period(Level level) const {
    auto const& periods = rules_->rules.periods[place_of(level)];
    return periods ? period_of(periods->value.longest) : std::nullopt;
}

std::vector<Step> Policy::level_setters(Level level) const {
    std::vector<Step> out;
    if (auto const& setters = rules_->rules.setters[place_of(level)]) {
        for (auto const& rule : setters->value.list) {
            out.push_back({.roles = {rule.roles.begin(), rule.roles.end()},
                           .how_many = rule.how_many,
                           .department = {},
                           .clause = rule.clause});
        }
    }
    return out;
}

namespace {

bool fits(PersonFacts const& person, Step const& step) {
    return person.is_active &&
           std::any_of(step.roles.begin(), step.roles.end(),
                       [&](Role const& role) { return person.roles.contains(role); });
}

} // namespace

bool Policy::may_set(Level level, PersonFacts const& person) const {
    auto steps = level_setters(level);
    return steps.empty() || std::any_of(steps.begin(), steps.end(),
                                        [&](Step const& step) { return fits(person, step); });
}

bool Policy::is_level_set(Level level, std::vector<PersonFacts> const& people) const {
    auto steps = level_setters(level);
    return std::all_of(steps.begin(), steps.end(), [&](Step const& step) {
        auto agreed = std::count_if(people.begin(), people.end(),
                                    [&](auto const& person) { return fits(person, step); });
        return agreed >= static_cast<std::ptrdiff_t>(step.how_many);
    });
}

Level Policy::unregistered_level() const {
    auto const& found = rules_->rules.unregistered;
    return found ? found->value : Level::Ordinary;
}

Level Policy::level_on(DocumentFacts const& document, Date today) const {
    return level_found(*rules_, document, today).level;
}

std::optional<Policy::Ending> Policy::find_ending(DocumentFacts const& document) const {
    return policy::find_ending(*rules_, document);
}

std::vector<std::string> Policy::release_clauses() const {
    auto const& released = rules_->rules.declassified;
    return released ? released->clauses : std::vector<std::string>();
}

std::vector<std::string> Policy::derivation_clauses(Action action, Level level) const {
    std::vector<std::string> out;
    if (auto const& steps = rules_->rules.table({}).at(action, level).steps) {
        cite(out, steps->clauses);
    }
    for (auto const& duty : rules_->rules.duties) {
        if (duty.capability == "K8" && duty.note.empty() && duty.levels.contains(level)) {
            cite(out, {duty.clause});
        }
    }
    cite(out, {rules_->rules.constants.at("derived")});
    return out;
}

std::string Policy::name() const {
    return rules_->name;
}
std::string Policy::edition() const {
    return rules_->edition;
}
std::map<std::string, std::string> const& Policy::files() const {
    return rules_->files;
}

std::vector<Policy::Row> Policy::table(std::string const& category) const {
    std::vector<Row> out;
    for (auto level : all_levels) {
        for (auto action : all_actions) {
            auto decision =
                policy::decide(*rules_, nothing_lacking(*rules_, category, action, level));
            for (auto& step : decision.steps) {
                step.department.clear();
            }
            out.push_back({level, action, std::move(decision)});
        }
    }
    return out;
}

std::vector<Policy::Term> Policy::roles() const {
    std::vector<Term> out;
    for (auto const& [id, role] : rules_->vocabulary.roles) {
        if (role.kind != "group") {
            out.push_back({id, role.title.chinese, role.title.english, role.kind});
        }
    }
    return out;
}

std::vector<Policy::Term> Policy::categories() const {
    std::vector<Term> out;
    for (auto const& [id, title] : rules_->vocabulary.categories) {
        out.push_back({id, title.chinese, title.english, {}});
    }
    return out;
}

namespace {

constexpr int hours_a_month = 24 * 366 / 12; ///< 8,784 hours and a little less are a year

std::optional<Cited<Most>> strictest(Profile const& rules,
                                     std::optional<Cited<Most>> Demands::*paper) {
    std::optional<Cited<Most>> out;
    for (auto level : all_levels) {
        for (auto action : all_actions) {
            join_into(out, rules.table({}).at(action, level).*paper);
        }
    }
    return out;
}

/// What a rule demands of those who handle papers, and what a duty asks of everybody (P4.5).
std::optional<Policy::PaperTerm>
term_of(Profile const& rules, std::optional<Cited<Most>> Demands::*paper, std::string const& note) {
    auto out = strictest(rules, paper);
    for (auto const& duty : rules.duties) {
        if (duty.capability == "K23" && duty.note == note && duty.hours) {
            auto months = std::max(1, (*duty.hours + hours_a_month - 1) / hours_a_month);
            join_into(out, std::optional(Cited<Most>{{months}, {duty.clause}, {}}));
        }
    }
    if (!out) {
        return std::nullopt;
    }
    bool holds = out->value.value >= longest_months;
    return Policy::PaperTerm{holds ? std::nullopt : std::optional(out->value.value), out->clauses};
}

} // namespace

std::optional<Policy::PaperTerm> Policy::agreement_term() const {
    return term_of(rules_->rules, &Demands::agreement, "agreement");
}

std::optional<Policy::PaperTerm> Policy::training_term() const {
    return term_of(rules_->rules, &Demands::training, "training");
}

std::vector<Policy::Duty> Policy::duties() const {
    return rules_->rules.duties;
}

} // namespace imprimatur::policy
