#include "gateway/cups/cups.hpp"

#include <ctime>
#include <thread>
#include <unistd.h>

#include "gateway/cups/line.hpp"

namespace imprimatur::cups {

namespace {

constexpr std::chrono::milliseconds between_looks{100};

std::vector<std::string> const wanted_of_a_job{
    "job-id",
    "job-state",
    "job-name",
    "job-uuid",
    "time-at-creation",
    "job-printer-uri",
    "job-state-reasons",
    "job-printer-state-message",
    "number-of-documents",
    "job-hold-until",
    "time-at-processing",
};

std::string name_of_job(int number) {
    return "job " + std::to_string(number);
}

/// The name of a queue in its URI, where it may stand %-escaped.
std::string queue_of(std::string const& uri) {
    char part[4][HTTP_MAX_URI] = {};
    int port = 0;
    httpSeparateURI(HTTP_URI_CODING_ALL, uri.c_str(), part[0], HTTP_MAX_URI, part[1], HTTP_MAX_URI,
                    part[2], HTTP_MAX_URI, &port, part[3], HTTP_MAX_URI);
    std::string_view resource = part[3];
    return std::string(resource.substr(resource.rfind('/') + 1));
}

/// Reads the job whose attributes begin at `attribute`, up to the separator behind them.
Job next_job(ipp_t* answer, ipp_attribute_t*& attribute) {
    Job job;
    for (; attribute != nullptr && ippGetGroupTag(attribute) == IPP_TAG_JOB;
         attribute = ippNextAttribute(answer)) {
        std::string_view name = ippGetName(attribute) == nullptr ? "" : ippGetName(attribute);
        if (name == "job-id") {
            job.number = number_of(attribute);
        } else if (name == "job-state") {
            job.state = static_cast<JobState>(number_of(attribute));
        } else if (name == "job-name") {
            job.name = text_of(attribute);
        } else if (name == "job-uuid") {
            job.uuid = text_of(attribute);
        } else if (name == "time-at-creation") {
            job.created = number_of(attribute);
        } else if (name == "job-printer-uri") {
            job.queue = queue_of(text_of(attribute));
        } else if (name == "job-state-reasons") {
            job.reasons = texts_of(attribute);
        } else if (name == "job-printer-state-message") {
            job.message = text_of(attribute);
        } else if (name == "number-of-documents") {
            job.documents = number_of(attribute);
        } else if (name == "job-hold-until") {
            job.hold_until = text_of(attribute);
        } else if (name == "time-at-processing") {
            job.has_begun = number_of(attribute) > 0;
        }
    }
    return job;
}

std::vector<Job> jobs_in(ipp_t* answer) {
    std::vector<Job> jobs;
    for (auto* attribute = ippFirstAttribute(answer); attribute != nullptr;
         attribute = ippNextAttribute(answer)) {
        if (ippGetGroupTag(attribute) == IPP_TAG_JOB) {
            jobs.push_back(next_job(answer, attribute));
            if (attribute == nullptr) {
                break;
            }
        }
    }
    return jobs;
}

} // namespace

std::string identity_of(Job const& job) {
    return job.created == 0 ? job.uuid : job.uuid + "#" + std::to_string(job.created);
}

bool is_ended(JobState state) {
    return state == JobState::Canceled || state == JobState::Aborted ||
           state == JobState::Completed;
}

Scheduler::Scheduler(std::string server, std::chrono::milliseconds patience)
    : server_(std::move(server)), patience_(patience) {}

Result<Job> Scheduler::read_job(int number) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto request = request_for_job(IPP_OP_GET_JOB_ATTRIBUTES, number);
    add_keywords(request.get(), IPP_TAG_OPERATION, "requested-attributes", wanted_of_a_job);
    auto answer = ask(line->get(), std::move(request), "/jobs/", name_of_job(number));
    if (!answer) {
        return pass_on(answer);
    }
    auto jobs = jobs_in(answer->get());
    if (jobs.empty()) {
        return fail(Fault::NotFound, {"cups.not-found", {{"what", name_of_job(number)}}},
                    "no attributes");
    }
    return jobs.front();
}

Result<std::optional<Job>> Scheduler::find_job(std::string const& queue,
                                               std::string const& name) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto request = request_for_queue(IPP_OP_GET_JOBS, queue);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nullptr, "all");
    add_keywords(request.get(), IPP_TAG_OPERATION, "requested-attributes", wanted_of_a_job);
    auto answer = ask(line->get(), std::move(request), resource_of(queue), queue);
    if (!answer) {
        return pass_on(answer);
    }
    std::optional<Job> found;
    for (auto& job : jobs_in(answer->get())) {
        if (job.name != name) {
            continue;
        }
        // A job that got its document, or began, counts more than one that only was created.
        bool has_more = job.has_begun || job.documents > 0;
        bool had_more = found && (found->has_begun || found->documents > 0);
        if (!found || has_more > had_more || (has_more == had_more && job.number > found->number)) {
            found = std::move(job);
        }
    }
    return found;
}

Result<int> Scheduler::create_job(std::string const& queue, std::string const& name,
                                  Options const& options) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto request = request_for_queue(IPP_OP_CREATE_JOB, queue);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr, name.c_str());
    cups_option_t* encoded = nullptr;
    int count = 0;
    for (auto const& [key, value] : options) {
        count = cupsAddOption(key.c_str(), value.c_str(), count, &encoded);
    }
    cupsEncodeOptions2(request.get(), count, encoded, IPP_TAG_JOB);
    cupsFreeOptions(count, encoded);
    auto answer = ask(line->get(), std::move(request), resource_of(queue), queue);
    if (!answer) {
        return pass_on(answer);
    }
    int number = number_of(ippFindAttribute(answer->get(), "job-id", IPP_TAG_INTEGER));
    if (number <= 0) {
        return fail(Fault::Internal, {"cups.refused", {{"what", queue}, {"reason", "no job-id"}}},
                    queue);
    }
    return number;
}

Result<void> Scheduler::send_document(std::string const& queue, int number, Descriptor const& file,
                                      std::string const& type) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto request = request_for_queue(IPP_OP_SEND_DOCUMENT, queue);
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", number);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
                 type.c_str());
    ippAddBoolean(request.get(), IPP_TAG_OPERATION, "last-document", 1);
    if (::lseek(file.number(), 0, SEEK_SET) != 0) {
        return fail(Fault::Internal, {"file.cannot-read", {}}, "lseek");
    }
    auto answer = ask(line->get(), std::move(request), resource_of(queue), queue, file.number());
    return answer ? Result<void>() : pass_on(answer);
}

Result<void> Scheduler::release_job(int number, std::chrono::milliseconds longest) const {
    auto const end = std::chrono::steady_clock::now() + longest;
    for (;;) {
        auto job = read_job(number);
        if (!job) {
            return pass_on(job);
        }
        if (job->state == JobState::Held) {
            break;
        }
        if (job->state != JobState::Processing || std::chrono::steady_clock::now() >= end) {
            return {};
        }
        std::this_thread::sleep_for(between_looks);
    }
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto answer = ask(line->get(), request_for_job(IPP_OP_RELEASE_JOB, number), "/jobs/",
                      name_of_job(number));
    return answer || answer.error().fault == Fault::Conflict ? Result<void>() : pass_on(answer);
}

Result<void> Scheduler::hold_job(int number, std::chrono::seconds time) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    std::time_t until = std::time(nullptr) + static_cast<std::time_t>(time.count());
    std::tm parts{};
    ::gmtime_r(&until, &parts);
    char clock[16]; // CUPS takes a time of day in UTC
    std::strftime(clock, sizeof clock, "%H:%M:%S", &parts);
    auto request = request_for_job(IPP_OP_HOLD_JOB, number);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-hold-until", nullptr, clock);
    auto answer = ask(line->get(), std::move(request), "/jobs/", name_of_job(number));
    return answer ? Result<void>() : pass_on(answer);
}

Result<void> Scheduler::cancel_job(int number) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto answer =
        ask(line->get(), request_for_job(IPP_OP_CANCEL_JOB, number), "/jobs/", name_of_job(number));
    return answer || answer.error().fault == Fault::Conflict ? Result<void>() : pass_on(answer);
}

Result<void> Scheduler::purge_job(int number) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto request = request_for_job(IPP_OP_CANCEL_JOB, number);
    ippAddBoolean(request.get(), IPP_TAG_OPERATION, "purge-job", 1);
    auto answer = ask(line->get(), std::move(request), "/jobs/", name_of_job(number));
    return answer || answer.error().fault == Fault::NotFound ? Result<void>() : pass_on(answer);
}

} // namespace imprimatur::cups
