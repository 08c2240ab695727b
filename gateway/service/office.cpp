#include "gateway/service/office.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "gateway/identity/identity.hpp"
#include "gateway/service/key_names.hpp"
#include "gateway/service/releaser.hpp"
#include "gateway/service/witness.hpp"

namespace imprimatur::service {

struct Office::Pieces {
    Settings settings;
    Log log;
    std::shared_ptr<Clock const> clock;
    registry::Registry registry;
    keys::Keys keys;
    store::Store store;
    pipe::Workers workers;
    policy::Policy policy;
};

namespace {

std::filesystem::path program_folder() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

/// What the file left out.
Settings completed(Settings settings) {
    if (settings.policy_folder.empty()) {
        settings.policy_folder = data_folder() / "config" / "policies";
    }
    if (settings.worker.empty()) {
        settings.worker = program_folder() / "imprimatur-worker";
    }
    return settings;
}

pipe::Settings worker_settings(Settings const& settings, keys::Keys const& keys) {
    pipe::Settings out;
    out.program = settings.worker;
    out.data = data_folder();
    out.processes = settings.worker_processes;
    out.limits.time = settings.worker_time;
    out.limits.memory_bytes = settings.worker_memory;
    out.limits.pages = settings.worker_pages;
    out.limits.verified_pages = settings.verified_pages;
    out.fresh = 1; // what is 机密 and above has a worker to itself, and does not wait for it
    out.one_document_per_life = settings.one_document_per_worker;
    out.demand_every_protection = settings.demand_every_protection;
    out.dots_keys = [keys] { return keys.derive_all("dots"); };
    return out;
}

print::Settings print_settings(Settings const& settings) {
    return {settings.organisation, settings.grant_days, settings.largest_job};
}

} // namespace

Office::Office(Pieces pieces)
    : settings(std::move(pieces.settings)), log(std::move(pieces.log)),
      clock(std::move(pieces.clock)), sentences(data_folder() / "templates" / "messages"),
      registry(std::move(pieces.registry)), keys(std::move(pieces.keys)),
      store(std::move(pieces.store)), uploads(store), workers(std::move(pieces.workers)),
      documents(workers), policies(std::move(pieces.policy)),
      releaser(std::make_unique<CupsReleaser>(settings.cups_server)),
      parts{registry, store, keys, documents, policies, *clock, *releaser, print_settings(settings),
            log},
      jobs(parts), requests(parts), reviews(parts), matters(parts),
      tracer(registry, keys, *clock,
             {[this](Descriptor const& picture) { return workers.read(picture); },
              [this](pipe::DotsSeen const& dots, std::vector<Serial> const& copies) {
                  return workers.likeliest(dots, copies);
              }},
             [this](std::string const& role) { return title_of(role); }),
      registers(registry, sentences, *clock, settings.organisation,
                [this](std::string const& role) { return title_of(role); }),
      terms(registry, policies, *clock),
      document_registers(
          registry, sentences, *clock, settings.organisation,
          [this](std::string const& category) { return title_of_category(category); }) {
    keys.look_for_more_with([this] { return take_up_keys(registry, keys, settings.key_file); });
}

Office::~Office() {
    keys.look_for_more_with({}); // copies of it may outlive the office
}

Result<std::unique_ptr<Office>> Office::open(Settings given, Log log,
                                             std::shared_ptr<Clock const> clock) {
    auto settings = completed(std::move(given));
    auto registry = registry::Registry::open(settings.database, clock);
    if (!registry) {
        return pass_on(registry);
    }
    auto checked = check_head(*registry, settings);
    auto keys = checked ? open_keys(*registry, settings.key_file, *clock)
                        : Result<keys::Keys>(pass_on(checked));
    if (!keys) {
        return pass_on(keys);
    }
    if (auto kept = keep_head(*registry, settings); !kept) {
        return pass_on(kept);
    }
    auto store = store::Store::open(settings.store, *keys);
    if (!store) {
        return pass_on(store);
    }
    auto policy = policy::Policy::read(settings.policy_folder, settings.policies);
    if (!policy) {
        return pass_on(policy);
    }
    auto workers = pipe::Workers::start(worker_settings(settings, *keys));
    if (!workers) {
        return pass_on(workers);
    }
    std::unique_ptr<Office> office(
        new Office({std::move(settings), std::move(log), clock, std::move(*registry),
                    std::move(*keys), std::move(*store), std::move(*workers), *policy}));
    auto entered = office->enter_first_administrator();
    entered = entered ? office->remember_policies() : entered;
    if (!entered) {
        return pass_on(entered);
    }
    return office;
}

/// Somebody must be the first; who is, stands in the settings, and only while nobody has that
/// account.
Result<void> Office::enter_first_administrator() {
    auto const& account = settings.first_administrator;
    if (account.empty()) {
        return {};
    }
    auto transaction = registry.begin("imprimaturd");
    if (!transaction) {
        return pass_on(transaction);
    }
    auto known = transaction->find_person(account);
    if (!known) {
        return pass_on(known);
    }
    if (*known) {
        return {};
    }
    registry::Person person;
    person.account = account;
    person.full_name = account;
    person.roles = {std::string(identity::system_administrator),
                    std::string(identity::security_administrator)};
    auto put = transaction->put_person(
        person, {"person.entered", "person:" + account, {}, {{"why", "first administrator"}}});
    return put ? transaction->commit() : put;
}

namespace {

/// The rules in force go on record whole, so that what was asked under them can go on under them.
Result<void> record_policy(registry::Transaction& transaction, policy::Policy const& policy) {
    auto kept = transaction.keep_edition({print::PolicyBook::name_of(policy), policy.files()});
    return kept ? transaction.record({"policy.read",
                                      "policy:" + policy.name(),
                                      {},
                                      {{"edition", policy.edition()}}})
                : kept;
}

/// Removes itself with all that is in it.
class PassingFolder {
  public:
    PassingFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "imprimatur-XXXXXX").string();
        path_ = ::mkdtemp(name.data()) == nullptr ? "" : name;
    }
    PassingFolder(PassingFolder const&) = delete;
    PassingFolder& operator=(PassingFolder const&) = delete;
    ~PassingFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path const& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// "P7+P11 0K3M…" → P7, P11; the baseline alone has none.
std::vector<std::string> profiles_of(std::string const& name) {
    std::vector<std::string> out;
    std::istringstream words(name.substr(0, name.find(' ')));
    for (std::string word; std::getline(words, word, '+');) {
        out.push_back(word);
    }
    return out == std::vector<std::string>{"baseline"} ? std::vector<std::string>() : out;
}

Result<policy::Policy> read_edition(registry::Edition const& edition) {
    PassingFolder folder;
    for (auto const& [name, text] : edition.files) {
        auto written =
            replace_file(folder.path() / std::filesystem::path(name).filename(), text, 0600);
        if (!written) {
            return pass_on(written);
        }
    }
    return policy::Policy::read(folder.path(), profiles_of(edition.name));
}

} // namespace

/// At the start: what went before is known again, and what is in force is on record.
Result<void> Office::remember_policies() {
    auto transaction = registry.begin("imprimaturd");
    if (!transaction) {
        return pass_on(transaction);
    }
    auto editions = transaction->editions();
    if (!editions) {
        return pass_on(editions);
    }
    auto in_force = print::PolicyBook::name_of(policies.current());
    bool is_known = false;
    for (auto const& edition : *editions) {
        if (edition.name == in_force) {
            is_known = true;
            continue;
        }
        auto old = read_edition(edition);
        if (!old) {
            log("rules " + edition.name + " cannot be read again: " + old.error().sentence.id);
            continue;
        }
        policies.keep(*old);
    }
    if (is_known) {
        return {};
    }
    auto recorded = record_policy(*transaction, policies.current());
    return recorded ? transaction->commit() : recorded;
}

Result<void> Office::read_policies() {
    auto policy = policy::Policy::read(settings.policy_folder, settings.policies);
    if (!policy) {
        return pass_on(policy);
    }
    auto transaction = registry.begin("imprimaturd");
    if (!transaction) {
        return pass_on(transaction);
    }
    auto recorded = record_policy(*transaction, *policy);
    auto done = recorded ? transaction->commit() : recorded;
    if (done) {
        policies.replace(*policy);
    }
    return done;
}

namespace {

trace::Title title_among(std::vector<policy::Policy::Term> const& terms, std::string const& id) {
    for (auto const& term : terms) {
        if (term.id == id) {
            return {term.chinese, term.english};
        }
    }
    return {id, id};
}

} // namespace

trace::Title Office::title_of(std::string const& role) const {
    return title_among(policies.current().roles(), role);
}

trace::Title Office::title_of_category(std::string const& category) const {
    return title_among(policies.current().categories(), category);
}

bool Office::is_trusted_backend(std::string const& account) const {
    auto const& trusted = settings.trusted_backends;
    return std::find(trusted.begin(), trusted.end(), account) != trusted.end();
}

} // namespace imprimatur::service
