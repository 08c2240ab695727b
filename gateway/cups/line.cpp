#include "gateway/cups/line.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <pwd.h>
#include <unistd.h>

namespace imprimatur::cups {

namespace {

int give_up(http_t*, void*) {
    return 0;
}
char const* no_password(char const*, http_t*, char const*, char const*, void*) {
    return nullptr;
}

Fault fault_of(ipp_status_t status) {
    switch (status) {
    case IPP_STATUS_ERROR_NOT_FOUND:
    case IPP_STATUS_ERROR_GONE:
        return Fault::NotFound;
    case IPP_STATUS_ERROR_FORBIDDEN:
    case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
    case IPP_STATUS_ERROR_NOT_AUTHORIZED:
    case IPP_STATUS_ERROR_CUPS_AUTHENTICATION_CANCELED:
        return Fault::Denied;
    case IPP_STATUS_ERROR_NOT_POSSIBLE:
    case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
        return Fault::Conflict;
    case IPP_STATUS_ERROR_TIMEOUT:
        return Fault::TimedOut;
    case IPP_STATUS_ERROR_INTERNAL: // libcups: the connection broke
    case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
    case IPP_STATUS_ERROR_BUSY:
    case IPP_STATUS_ERROR_TEMPORARY:
        return Fault::Unavailable;
    default:
        return Fault::BadInput;
    }
}

char const* sentence_of(Fault fault) {
    switch (fault) {
    case Fault::NotFound:
        return "cups.not-found";
    case Fault::Denied:
        return "cups.denied";
    case Fault::Unavailable:
    case Fault::TimedOut:
        return "cups.away";
    default:
        return "cups.refused";
    }
}

Error error_of(Fault fault, std::string const& about, std::string const& reason) {
    return {
        fault, {sentence_of(fault), {{"what", about}, {"reason", reason}}}, about + ": " + reason};
}

} // namespace

std::string own_account() {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> room{};
    if (::getpwuid_r(::geteuid(), &entry, room.data(), room.size(), &found) != 0 ||
        found == nullptr) {
        return std::to_string(::geteuid());
    }
    return entry.pw_name;
}

Error last_error(std::string const& about) {
    auto fault = fault_of(cupsLastError());
    char const* reason = cupsLastErrorString();
    return error_of(fault, about, reason == nullptr ? "" : reason);
}

Result<Http> open_line(std::string const& server, std::chrono::milliseconds patience) {
    cupsSetUser(own_account().c_str()); // kept for each thread; $USER may be another
    cupsSetPasswordCB2(no_password, nullptr);
    std::string host = server.empty() ? cupsServer() : server;
    int port = ippPort();
    auto colon = host.rfind(':');
    if (!host.starts_with('/') && colon != host.npos) {
        port = std::atoi(host.c_str() + colon + 1);
        host.resize(colon);
    }
    Http line(httpConnect2(host.c_str(), port, nullptr, AF_UNSPEC, cupsEncryption(), 1,
                           static_cast<int>(patience.count()), nullptr));
    if (!line) {
        return tl::unexpected(error_of(Fault::Unavailable, host, std::strerror(errno)));
    }
    httpSetTimeout(line.get(), std::chrono::duration<double>(patience).count(), give_up, nullptr);
    return line;
}

Ipp new_request(ipp_op_t operation) {
    Ipp request(ippNewRequest(operation));
    return request;
}

namespace {

void add_asker(ipp_t* request) {
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
                 own_account().c_str());
}

} // namespace

Ipp request_for_queue(ipp_op_t operation, std::string const& queue) {
    auto request = new_request(operation);
    std::array<char, HTTP_MAX_URI> uri{};
    httpAssembleURIf(HTTP_URI_CODING_ALL, uri.data(), uri.size(), "ipp", nullptr, "localhost", 0,
                     "/printers/%s", queue.c_str());
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, uri.data());
    add_asker(request.get());
    return request;
}

Ipp request_for_job(ipp_op_t operation, int job) {
    auto request = new_request(operation);
    auto uri = "ipp://localhost/jobs/" + std::to_string(job);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "job-uri", nullptr, uri.c_str());
    add_asker(request.get());
    return request;
}

void add_keywords(ipp_t* request, ipp_tag_t group, char const* name,
                  std::vector<std::string> const& values) {
    std::vector<char const*> pointers;
    for (auto const& value : values) {
        pointers.push_back(value.c_str());
    }
    ippAddStrings(request, group, IPP_TAG_KEYWORD, name, static_cast<int>(pointers.size()), nullptr,
                  pointers.data());
}

std::string resource_of(std::string const& queue) {
    std::array<char, HTTP_MAX_URI> uri{};
    httpAssembleURIf(HTTP_URI_CODING_ALL, uri.data(), uri.size(), "ipp", nullptr, "localhost", 0,
                     "/printers/%s", queue.c_str());
    std::string_view text(uri.data());
    return std::string(text.substr(text.find("/printers/")));
}

Result<Ipp> ask(http_t* line, Ipp request, std::string const& resource, std::string const& about,
                int file) {
    Ipp answer(cupsDoIORequest(line, request.release(), resource.c_str(), file, -1));
    if (!answer && cupsLastError() <= IPP_STATUS_OK_CONFLICTING) {
        return tl::unexpected(error_of(Fault::Unavailable, about, "no answer"));
    }
    if (cupsLastError() > IPP_STATUS_OK_CONFLICTING) {
        return tl::unexpected(last_error(about));
    }
    return answer;
}

std::string text_of(ipp_attribute_t* attribute, int index) {
    char const* text = attribute == nullptr ? nullptr : ippGetString(attribute, index, nullptr);
    return text == nullptr ? "" : text;
}

std::vector<std::string> texts_of(ipp_attribute_t* attribute) {
    std::vector<std::string> out;
    for (int i = 0; attribute != nullptr && i < ippGetCount(attribute); ++i) {
        out.push_back(text_of(attribute, i));
    }
    return out;
}

int number_of(ipp_attribute_t* attribute) {
    auto tag = attribute == nullptr ? IPP_TAG_NOVALUE : ippGetValueTag(attribute);
    return tag == IPP_TAG_INTEGER || tag == IPP_TAG_ENUM ? ippGetInteger(attribute, 0) : 0;
}

} // namespace imprimatur::cups
