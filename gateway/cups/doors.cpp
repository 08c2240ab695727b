#include <array>
#include <climits>
#include <optional>

#include "gateway/cups/cups.hpp"
#include "gateway/cups/line.hpp"

namespace imprimatur::cups {

namespace {

constexpr char const* no_scheme = "imprimatur-nothing:/";
constexpr int no_job = INT_MAX;
constexpr int no_number_up = 3; // cupsd knows 1, 2, 4, 6, 9, 16

/// What is sent with an operation so that one who is let in changes nothing.
enum class Form {
    Bare,       ///< it needs something that is not there, or asks only
    NoJob,      ///< of a job that does not exist; looked for after the policy
    WrongJob,   ///< a job that cannot be, so none is made
    WrongQueue, ///< a device that cannot be, so nothing is made or changed
    OfAJob,     ///< of a job that is there
};

struct Known {
    char const* operation;
    Form form;
    bool must_succeed = false; ///< else any answer but a refusal says that one is let in
};

// @source scheduler/ipp.c of CUPS 2.4: what each looks at before and after the policy.
constexpr std::array known{
    Known{"Validate-Job", Form::Bare},
    Known{"Create-Job", Form::WrongJob},
    Known{"Print-Job", Form::WrongJob},
    Known{"Get-Printer-Attributes", Form::Bare},
    Known{"Set-Printer-Attributes", Form::Bare},
    Known{"Create-Printer-Subscriptions", Form::Bare},
    Known{"Get-Subscriptions", Form::Bare},
    Known{"Get-Jobs", Form::Bare},
    Known{"Cancel-Jobs", Form::NoJob},
    Known{"Purge-Jobs", Form::NoJob},
    Known{"CUPS-Add-Modify-Printer", Form::WrongQueue},
    Known{"CUPS-Create-Local-Printer", Form::Bare},
    Known{"Get-Job-Attributes", Form::OfAJob, true},
    Known{"CUPS-Get-Document", Form::OfAJob},
    Known{"Set-Job-Attributes", Form::OfAJob, true},
    Known{"Hold-Job", Form::OfAJob, true},
    Known{"CUPS-Move-Job", Form::OfAJob, true},
    Known{"Release-Job", Form::OfAJob, true},
    Known{"Cancel-Job", Form::OfAJob, true},
};

Known const* find_known(std::string const& operation) {
    for (auto const& one : known) {
        if (operation == one.operation) {
            return &one;
        }
    }
    return nullptr;
}

void fill(ipp_t* request, Knock const& knock, Form form) {
    switch (form) {
    case Form::Bare:
        break;
    case Form::NoJob:
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-ids", no_job);
        break;
    case Form::WrongJob:
        ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", INT_MAX);
        ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "number-up", no_number_up);
        break;
    case Form::WrongQueue:
        ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_URI, "device-uri", nullptr, no_scheme);
        break;
    case Form::OfAJob:
        if (knock.operation == "CUPS-Get-Document") {
            ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "document-number", 1);
        } else if (knock.operation == "Set-Job-Attributes") {
            ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-priority", 50);
        } else if (knock.operation == "CUPS-Move-Job") {
            auto uri = "ipp://localhost" + resource_of(knock.queue);
            ippAddString(request, IPP_TAG_JOB, IPP_TAG_URI, "job-printer-uri", nullptr,
                         uri.c_str());
        }
        break;
    }
}

Ipp request_for(Knock const& knock, Form form) {
    auto const operation = ippOpValue(knock.operation.c_str());
    auto request = form == Form::OfAJob ? request_for_job(operation, knock.job)
                                        : request_for_queue(operation, knock.queue);
    if (knock.queue.empty()) {
        auto* place = ippFindAttribute(request.get(), "printer-uri", IPP_TAG_URI);
        ippSetString(request.get(), &place, 0, "ipp://localhost/");
    }
    if (!knock.claims.empty()) {
        auto* name = ippFindAttribute(request.get(), "requesting-user-name", IPP_TAG_NAME);
        ippSetString(request.get(), &name, 0, knock.claims.c_str());
    }
    fill(request.get(), knock, form);
    return request;
}

std::string place_of(Knock const& knock, Form form) {
    return form == Form::OfAJob  ? "/jobs/" + std::to_string(knock.job)
           : knock.queue.empty() ? "/"
                                 : resource_of(knock.queue);
}

/// Sends it with one byte for a document where one belongs. Nothing where no answer came.
std::optional<http_status_t> send(http_t* line, ipp_t* request, std::string const& resource) {
    bool const has_document = ippGetOperation(request) == IPP_OP_PRINT_JOB;
    auto status =
        cupsSendRequest(line, request, resource.c_str(), ippLength(request) + has_document);
    if (status == HTTP_STATUS_CONTINUE && has_document) {
        status = cupsWriteRequestData(line, "x", 1);
    }
    while (status == HTTP_STATUS_CONTINUE) {
        status = httpUpdate(line);
    }
    return status == HTTP_STATUS_ERROR ? std::nullopt : std::optional(status);
}

ipp_status_t read_status(http_t* line) {
    Ipp answer(ippNew());
    ipp_state_t state = IPP_STATE_IDLE;
    while ((state = ippRead(line, answer.get())) != IPP_STATE_DATA) {
        if (state == IPP_STATE_ERROR) {
            return IPP_STATUS_ERROR_INTERNAL;
        }
    }
    return ippGetStatusCode(answer.get());
}

/// Once with who we are, where that is asked for and may be said.
std::optional<http_status_t> status_of(http_t* line, Knock const& knock, Form form) {
    auto const place = place_of(knock, form);
    auto request = request_for(knock, form);
    auto status = send(line, request.get(), place);
    if (status != HTTP_STATUS_UNAUTHORIZED || !knock.claims.empty()) {
        return status;
    }
    httpFlush(line);
    if (cupsDoAuthentication(line, "POST", place.c_str()) != 0) {
        return status;
    }
    httpReconnect2(line, 10000, nullptr);
    return send(line, request.get(), place);
}

bool is_refusal(ipp_status_t status) {
    return status == IPP_STATUS_ERROR_FORBIDDEN || status == IPP_STATUS_ERROR_NOT_AUTHORIZED ||
           status == IPP_STATUS_ERROR_NOT_AUTHENTICATED;
}

} // namespace

Result<Door> Scheduler::try_door(Knock const& knock) const {
    auto const* way = find_known(knock.operation);
    if (way == nullptr) {
        return fail(Fault::Internal, {"cups.refused", {{"what", knock.operation}, {"reason", ""}}},
                    "no harmless form");
    }
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto status = status_of(line->get(), knock, way->form);
    if (!status) {
        return fail(Fault::Unavailable, {"cups.away", {{"what", knock.operation}}}, "no answer");
    }
    if (*status == HTTP_STATUS_UNAUTHORIZED) {
        return Door::NeedsLogin;
    }
    if (*status != HTTP_STATUS_OK) {
        return Door::Closed;
    }
    auto const answer = read_status(line->get());
    bool const is_done = answer <= IPP_STATUS_OK_CONFLICTING;
    if (answer == IPP_STATUS_ERROR_NOT_FOUND && way->form != Form::NoJob &&
        knock.operation != "Get-Subscriptions" && knock.operation != "CUPS-Get-Document") {
        return fail(Fault::NotFound, {"cups.not-found", {{"what", knock.queue}}}, knock.operation);
    }
    return is_done || (!way->must_succeed && !is_refusal(answer)) ? Door::Open : Door::Closed;
}

Result<Door> Scheduler::try_page(std::string const& resource) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto file = memory_file("page");
    if (!file) {
        return pass_on(file);
    }
    auto const status = cupsGetFd(line->get(), resource.c_str(), file->number());
    return status == HTTP_STATUS_OK             ? Door::Open
           : status == HTTP_STATUS_UNAUTHORIZED ? Door::NeedsLogin
                                                : Door::Closed;
}

} // namespace imprimatur::cups
