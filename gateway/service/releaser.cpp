#include "gateway/service/releaser.hpp"

namespace imprimatur::service {

Result<void> CupsReleaser::release(std::string const&, std::int64_t cups_job) {
    auto released = scheduler_.release_job(static_cast<int>(cups_job));
    if (!released && released.error().fault == Fault::NotFound) {
        return {};
    }
    return released;
}

Result<bool> CupsReleaser::is_gone(std::string const& queue, std::int64_t cups_job,
                                   std::string const& cups_uuid) {
    auto job = scheduler_.read_job(static_cast<int>(cups_job));
    if (!job) {
        if (job.error().fault == Fault::NotFound) {
            return true;
        }
        return pass_on(job);
    }
    // Jobs on record from before the identity was more than the uuid have the uuid alone.
    bool is_same = cups_uuid.empty() || job->uuid.empty() || cups_uuid == job->uuid ||
                   cups_uuid == cups::identity_of(*job);
    bool is_another = !is_same || (!job->queue.empty() && job->queue != queue);
    return is_another || cups::is_ended(job->state);
}

} // namespace imprimatur::service
