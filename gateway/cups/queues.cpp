#include "gateway/cups/cups.hpp"

#include <unistd.h>

#include "gateway/cups/line.hpp"

namespace imprimatur::cups {

namespace {

std::vector<std::string> const wanted_of_a_queue{"printer-name",
                                                 "device-uri",
                                                 "printer-state",
                                                 "printer-state-reasons",
                                                 "printer-state-message",
                                                 "printer-op-policy",
                                                 "printer-error-policy",
                                                 "printer-is-accepting-jobs",
                                                 "printer-is-shared",
                                                 "printer-type",
                                                 "requesting-user-name-allowed",
                                                 "requesting-user-name-denied",
                                                 "job-sheets-default"};

bool truth_of(ipp_attribute_t* attribute) {
    return ippGetBoolean(attribute, 0) != 0;
}

void take(Queue& queue, ipp_attribute_t* attribute) {
    std::string_view name = ippGetName(attribute) == nullptr ? "" : ippGetName(attribute);
    if (name == "printer-name") {
        queue.name = text_of(attribute);
    } else if (name == "device-uri") {
        queue.device = text_of(attribute);
    } else if (name == "printer-state") {
        queue.state = static_cast<QueueState>(number_of(attribute));
    } else if (name == "printer-state-reasons") {
        queue.reasons = texts_of(attribute);
    } else if (name == "printer-state-message") {
        queue.message = text_of(attribute);
    } else if (name == "printer-op-policy") {
        queue.policy = text_of(attribute);
    } else if (name == "printer-error-policy") {
        queue.error_policy = text_of(attribute);
    } else if (name == "printer-is-accepting-jobs") {
        queue.is_accepting = truth_of(attribute);
    } else if (name == "printer-is-shared") {
        queue.is_shared = truth_of(attribute);
    } else if (name == "printer-type") {
        queue.is_class = (number_of(attribute) & CUPS_PRINTER_CLASS) != 0;
    } else if (name == "requesting-user-name-allowed") {
        queue.allowed = texts_of(attribute);
    } else if (name == "requesting-user-name-denied") {
        queue.denied = texts_of(attribute);
    } else if (name == "job-sheets-default") {
        queue.sheets = texts_of(attribute);
    }
}

std::vector<Queue> queues_in(ipp_t* answer) {
    std::vector<Queue> queues;
    bool is_inside = false;
    for (auto* attribute = ippFirstAttribute(answer); attribute != nullptr;
         attribute = ippNextAttribute(answer)) {
        if (ippGetGroupTag(attribute) != IPP_TAG_PRINTER) {
            is_inside = false;
            continue;
        }
        if (!is_inside) {
            queues.emplace_back();
            is_inside = true;
        }
        take(queues.back(), attribute);
    }
    return queues;
}

void add_setting(ipp_t* request, ipp_tag_t type, char const* name, std::string const& value) {
    if (!value.empty()) {
        ippAddString(request, IPP_TAG_PRINTER, type, name, nullptr, value.c_str());
    }
}

void add_settings(ipp_t* asked, QueueSettings const& settings) {
    add_setting(asked, IPP_TAG_URI, "device-uri", settings.device);
    add_setting(asked, IPP_TAG_TEXT, "printer-info", settings.info);
    add_setting(asked, IPP_TAG_NAME, "printer-op-policy", settings.policy);
    add_setting(asked, IPP_TAG_NAME, "printer-error-policy", settings.error_policy);
    if (settings.is_shared) {
        ippAddBoolean(asked, IPP_TAG_PRINTER, "printer-is-shared", *settings.is_shared ? 1 : 0);
    }
    if (settings.allowed) {
        auto names =
            settings.allowed->empty() ? std::vector<std::string>{"all"} : *settings.allowed;
        std::vector<char const*> pointers;
        for (auto const& account : names) {
            pointers.push_back(account.c_str());
        }
        ippAddStrings(asked, IPP_TAG_PRINTER, IPP_TAG_NAME, "requesting-user-name-allowed",
                      static_cast<int>(pointers.size()), nullptr, pointers.data());
    }
    for (auto const& [key, value] : settings.defaults) {
        add_setting(asked, IPP_TAG_KEYWORD, (key + "-default").c_str(), value);
    }
    if (settings.has_no_sheets) {
        char const* none[2] = {"none", "none"};
        ippAddStrings(asked, IPP_TAG_PRINTER, IPP_TAG_NAME, "job-sheets-default", 2, nullptr, none);
    }
    ippAddBoolean(asked, IPP_TAG_PRINTER, "printer-is-accepting-jobs", 1);
    ippAddInteger(asked, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", IPP_PSTATE_IDLE);
}

tl::unexpected<Error> refused_file(http_status_t status, std::string const& about) {
    auto fault = status == HTTP_STATUS_NOT_FOUND ? Fault::NotFound
                 : status == HTTP_STATUS_UNAUTHORIZED || status == HTTP_STATUS_FORBIDDEN
                     ? Fault::Denied
                     : Fault::Unavailable;
    char const* id = fault == Fault::NotFound ? "cups.not-found"
                     : fault == Fault::Denied ? "cups.denied"
                                              : "cups.away";
    return fail(fault, {id, {{"what", about}, {"reason", httpStatus(status)}}}, httpStatus(status));
}

Result<std::string> fetch(std::string const& server, std::chrono::milliseconds patience,
                          std::string const& resource) {
    auto line = open_line(server, patience);
    if (!line) {
        return pass_on(line);
    }
    auto file = memory_file("cups");
    if (!file) {
        return pass_on(file);
    }
    auto status = cupsGetFd(line->get(), resource.c_str(), file->number());
    if (status != HTTP_STATUS_OK) {
        return refused_file(status, resource);
    }
    return read_whole(*file, 16 << 20);
}

} // namespace

Result<Queue> Scheduler::read_queue(std::string const& name) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto request = request_for_queue(IPP_OP_GET_PRINTER_ATTRIBUTES, name);
    add_keywords(request.get(), IPP_TAG_OPERATION, "requested-attributes", wanted_of_a_queue);
    auto answer = ask(line->get(), std::move(request), "/", name);
    if (!answer) {
        return pass_on(answer);
    }
    auto queues = queues_in(answer->get());
    if (queues.empty()) {
        return fail(Fault::NotFound, {"cups.not-found", {{"what", name}}}, "no attributes");
    }
    return queues.front();
}

Result<std::vector<Queue>> Scheduler::list_queues() const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto request = new_request(IPP_OP_CUPS_GET_PRINTERS);
    add_keywords(request.get(), IPP_TAG_OPERATION, "requested-attributes", wanted_of_a_queue);
    auto answer = ask(line->get(), std::move(request), "/", "queues");
    if (!answer && answer.error().fault == Fault::NotFound) {
        return std::vector<Queue>{}; // what CUPS says when it has none
    }
    if (!answer) {
        return pass_on(answer);
    }
    return queues_in(answer->get());
}

Result<void> Scheduler::set_queue(std::string const& name, QueueSettings const& settings) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto request = request_for_queue(IPP_OP_CUPS_ADD_MODIFY_PRINTER, name);
    add_settings(request.get(), settings);
    Descriptor ppd;
    if (!settings.ppd_file.empty()) {
        auto opened = open_file(settings.ppd_file);
        if (!opened) {
            return pass_on(opened);
        }
        ppd = std::move(*opened);
    }
    auto answer = ask(line->get(), std::move(request), "/admin/", name, ppd.number());
    return answer ? Result<void>() : pass_on(answer);
}

Result<void> Scheduler::remove_queue(std::string const& name) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto answer =
        ask(line->get(), request_for_queue(IPP_OP_CUPS_DELETE_PRINTER, name), "/admin/", name);
    return answer ? Result<void>() : pass_on(answer);
}

Result<std::string> Scheduler::read_ppd(std::string const& queue) const {
    return fetch(server_, patience_, resource_of(queue) + ".ppd");
}

Result<void> Scheduler::put_configuration(std::string const& text) const {
    auto line = open_line(server_, patience_);
    if (!line) {
        return pass_on(line);
    }
    auto file = memory_file("cupsd.conf");
    if (!file) {
        return pass_on(file);
    }
    if (auto written = write_all(*file, text); !written) {
        return written;
    }
    ::lseek(file->number(), 0, SEEK_SET);
    auto status = cupsPutFd(line->get(), "/admin/conf/cupsd.conf", file->number());
    return status == HTTP_STATUS_CREATED ? Result<void>() : refused_file(status, "cupsd.conf");
}

Result<std::string> Scheduler::read_configuration() const {
    return fetch(server_, patience_, "/admin/conf/cupsd.conf");
}

} // namespace imprimatur::cups
