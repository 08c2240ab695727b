#include "gateway/service/office.hpp"

#include <algorithm>

#include "gateway/identity/identity.hpp"
#include "gateway/service/releaser.hpp"

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

pipe::Settings worker_settings(Settings const& settings) {
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
      store(std::move(pieces.store)), workers(std::move(pieces.workers)), documents(workers),
      policies(std::move(pieces.policy)),
      releaser(std::make_unique<CupsReleaser>(settings.cups_server)),
      parts{registry, store, keys, documents, policies, *clock, *releaser, print_settings(settings),
            log},
      jobs(parts), requests(parts), matters(parts),
      tracer(
          registry, keys, [this](Descriptor const& picture) { return workers.read(picture); },
          [this](std::string const& role) { return title_of(role); }),
      registers(registry, sentences, *clock, settings.organisation,
                [this](std::string const& role) { return title_of(role); }) {}

Office::~Office() = default;

Result<std::unique_ptr<Office>> Office::open(Settings given, Log log) {
    auto settings = completed(std::move(given));
    auto clock = std::make_shared<SystemClock const>();
    auto registry = registry::Registry::open(settings.database, clock);
    if (!registry) {
        return pass_on(registry);
    }
    auto keys = keys::Keys::open(settings.key_file, true);
    if (!keys) {
        return pass_on(keys);
    }
    auto store = store::Store::open(settings.store, *keys);
    if (!store) {
        return pass_on(store);
    }
    auto policy = policy::Policy::read(settings.policy_folder, settings.policies);
    if (!policy) {
        return pass_on(policy);
    }
    auto workers = pipe::Workers::start(worker_settings(settings));
    if (!workers) {
        return pass_on(workers);
    }
    std::unique_ptr<Office> office(
        new Office({std::move(settings), std::move(log), clock, std::move(*registry),
                    std::move(*keys), std::move(*store), std::move(*workers), *policy}));
    auto entered = office->enter_first_administrator();
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

Result<void> Office::read_policies() {
    auto policy = policy::Policy::read(settings.policy_folder, settings.policies);
    if (!policy) {
        return pass_on(policy);
    }
    auto transaction = registry.begin("imprimaturd");
    if (!transaction) {
        return pass_on(transaction);
    }
    auto recorded = transaction->record(
        {"policy.read", "policy:" + policy->name(), {}, {{"edition", policy->edition()}}});
    auto done = recorded ? transaction->commit() : recorded;
    if (done) {
        policies.replace(*policy);
    }
    return done;
}

trace::Title Office::title_of(std::string const& role) const {
    for (auto const& term : policies.current().roles()) {
        if (term.id == role) {
            return {term.chinese, term.english};
        }
    }
    return {role, role};
}

bool Office::is_trusted_backend(std::string const& account) const {
    auto const& trusted = settings.trusted_backends;
    return std::find(trusted.begin(), trusted.end(), account) != trusted.end();
}

} // namespace imprimatur::service
