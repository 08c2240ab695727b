#include "gateway/registry/limits.hpp"
#include "gateway/registry/random.hpp"
#include "gateway/registry/state.hpp"
#include "gateway/registry/texts.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::size_t columns = 24;

Job job_of(Row row) {
    Job job;
    job.id = row.text();
    job.queue = row.text();
    job.cups_job = row.number();
    job.cups_uuid = row.text();
    job.user = row.text();
    job.title = row.text();
    job.device = row.text();
    job.copies = row.count();
    job.options = pairs_from_json(row.text());
    job.state = row.word<JobState>();
    job.object = row.text();
    job.sha256 = row.text();
    job.original = row.text();
    job.original_sha256 = row.text();
    job.arrangement = row.text();
    job.inspection = row.text();
    job.document = row.optional_number();
    job.request = row.optional_number();
    job.grant = row.optional_number();
    job.parent = row.optional_serial();
    job.sentence = row.text();
    job.way = row.text();
    job.created_at = row.instant();
    job.changed_at = row.instant();
    return job;
}

/// Everything that can change on a job.
Query& with_job(Query& query, Job const& job) {
    return query.with("id", job.id)
        .with("title", job.title)
        .with("device", job.device)
        .with("copies", std::int64_t{job.copies})
        .with("options", to_json(job.options))
        .with("state", word(job.state))
        .with("object", job.object)
        .with("sha256", job.sha256)
        .with("original", job.original)
        .with("original_sha256", job.original_sha256)
        .with("arrangement", job.arrangement)
        .with("inspection", job.inspection)
        .with("document", job.document)
        .with("request", job.request)
        .with("grant_id", job.grant)
        .with("parent", job.parent)
        .with("sentence", job.sentence)
        .with("way", job.way)
        .with("changed_at", job.changed_at);
}

Result<void> check_names(Job const& job) {
    if (auto named = check_name("queue", job.queue); !named) {
        return named;
    }
    if (auto named = check_name("account", job.user); !named) {
        return named;
    }
    return job.cups_uuid.empty() ? Result<void>() : check_name("job-uuid", job.cups_uuid);
}

} // namespace

Result<Job> Transaction::add_job(Job job, Entry const& entry) {
    return state_->change([&]() -> Result<Job> {
        if (auto named = check_names(job); !named) {
            return pass_on(named);
        }
        if (job.id.empty()) {
            job.id = random_hex(16);
        }
        job.changed_at = state_->clock->now();
        if (job.created_at == Instant{}) {
            job.created_at = job.changed_at;
        }
        auto query = state_->query(sql::job_add);
        auto added = with_job(query, job)
                         .with("queue", job.queue)
                         .with("cups_job", job.cups_job)
                         .with("cups_uuid", job.cups_uuid)
                         .with("account", job.user)
                         .with("created_at", job.created_at)
                         .change();
        if (added != 1) {
            return fail(Fault::Conflict,
                        {"registry.job-known", {{"job", std::to_string(job.cups_job)}}},
                        "identifier or CUPS job known");
        }
        state_->append(entry);
        return job;
    });
}

Result<void> Transaction::change_job(Job const& job, JobState expected, Entry const& entry) {
    auto known = find_job(job.id);
    if (!known) {
        return pass_on(known);
    }
    if (!*known) {
        return fail(Fault::NotFound, {"registry.job-unknown", {{"job", job.id}}}, "no such row");
    }
    return state_->change([&]() -> Result<void> {
        auto changed = job;
        changed.changed_at = state_->clock->now();
        auto query = state_->query(sql::job_change);
        if (with_job(query, changed).with("expected", word(expected)).change() != 1) {
            return fail(Fault::Conflict,
                        {"registry.job-moved",
                         {{"job", job.id}, {"state", std::string(word((*known)->state))}}},
                        "job is " + std::string(word((*known)->state)) + ", expected " +
                            std::string(word(expected)));
        }
        state_->append(entry);
        return {};
    });
}

Result<std::optional<Job>> Transaction::find_job(std::string const& id) {
    return state_->look([&]() -> Result<std::optional<Job>> {
        auto row = state_->query(sql::job_select, sql::where_id).with("id", id).row(columns);
        return row ? std::optional(job_of(std::move(*row))) : std::nullopt;
    });
}

Result<std::optional<Job>> Transaction::find_cups_job(std::string const& queue,
                                                      std::int64_t cups_job,
                                                      std::string const& cups_uuid) {
    return state_->look([&]() -> Result<std::optional<Job>> {
        auto row = state_->query(sql::job_select, sql::where_cups_job)
                       .with("queue", queue)
                       .with("cups_job", cups_job)
                       .with("cups_uuid", cups_uuid)
                       .row(columns);
        return row ? std::optional(job_of(std::move(*row))) : std::nullopt;
    });
}

Result<std::vector<Job>> Transaction::jobs(std::optional<JobState> state) {
    return state_->look([&]() -> Result<std::vector<Job>> {
        auto query = state ? state_->query(sql::job_select, sql::where_state, sql::order_by_arrival)
                           : state_->query(sql::job_select, sql::order_by_arrival);
        if (state) {
            query.with("state", word(*state));
        }
        std::vector<Job> out;
        for (auto& row : query.rows(columns)) {
            out.push_back(job_of(std::move(row)));
        }
        return out;
    });
}

} // namespace imprimatur::registry
