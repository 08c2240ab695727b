#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "gateway/cups/cups.hpp"
#include "gateway/cups/line.hpp"

namespace imprimatur::cups {

namespace {

using Credentials = Owned<cups_array_t, httpFreeCredentials>;

struct Address {
    std::string scheme;
    std::string host;
    int port = 0;
    std::string resource;
};

/// Without what may stand before an '@', and behind a '?'.
std::optional<Address> address_of(std::string const& uri) {
    std::array<char, HTTP_MAX_URI> scheme{};
    std::array<char, HTTP_MAX_URI> user{};
    std::array<char, HTTP_MAX_URI> host{};
    std::array<char, HTTP_MAX_URI> resource{};
    int port = 0;
    auto const read = httpSeparateURI(HTTP_URI_CODING_ALL, uri.c_str(), scheme.data(), HTTP_MAX_URI,
                                      user.data(), HTTP_MAX_URI, host.data(), HTTP_MAX_URI, &port,
                                      resource.data(), HTTP_MAX_URI);
    if (read < HTTP_URI_STATUS_OK) {
        return std::nullopt;
    }
    Address out{scheme.data(), host.data(), port == 0 ? IPP_PORT : port, resource.data()};
    out.resource.resize(std::min(out.resource.find('?'), out.resource.size()));
    return out;
}

/// One attempt, for libcups asks again and again.
struct Once {
    std::string password;
    bool is_said = false;
};

char const* say_password(char const*, http_t*, char const*, char const*, void* data) {
    auto& once = *static_cast<Once*>(data);
    bool const was_said = std::exchange(once.is_said, true);
    return was_said || once.password.empty() ? nullptr : once.password.c_str();
}

/// Who speaks for this thread, and what is said when a password is asked for; nobody at the end.
class Speaker {
  public:
    explicit Speaker(Proof const* proof) : once_{proof == nullptr ? "" : proof->password} {
        cupsSetUser(proof == nullptr ? own_account().c_str() : proof->user.c_str());
        cupsSetPasswordCB2(say_password, &once_);
    }
    Speaker(Speaker const&) = delete;
    Speaker& operator=(Speaker const&) = delete;
    ~Speaker() {
        cupsSetUser(own_account().c_str());
        cupsSetPasswordCB2(say_nothing, nullptr);
    }
    void begin() { once_.is_said = false; }

  private:
    static char const* say_nothing(char const*, http_t*, char const*, char const*, void*) {
        return nullptr;
    }
    Once once_;
};

bool is_same(http_credential_t const* one, http_credential_t const* other) {
    return one != nullptr && other != nullptr && one->datalen == other->datalen &&
           std::memcmp(one->data, other->data, one->datalen) == 0;
}

http_credential_t* first_of(cups_array_t* credentials) {
    return static_cast<http_credential_t*>(cupsArrayFirst(credentials));
}

/// Whether the device's certificate is the one that was seen first, or that an administrator put
/// there. libcups itself takes any later one of the same name that expires later.
bool is_trusted(http_t* line, std::string const& host) {
    cups_array_t* found = nullptr;
    if (!httpIsEncrypted(line) || httpCopyCredentials(line, &found) != 0) {
        return false;
    }
    Credentials const credentials(found);
    cups_array_t* seen = nullptr;
    httpLoadCredentials(nullptr, &seen, host.c_str());
    if (Credentials const known(seen); known) {
        return is_same(first_of(found), first_of(seen));
    }
    return httpCredentialsGetTrust(found, host.c_str()) == HTTP_TRUST_OK &&
           httpSaveCredentials(nullptr, found, host.c_str()) == 0;
}

ipp_status_t ask_device(http_t* line, Address const& address, ipp_op_t operation) {
    std::array<char, HTTP_MAX_URI> uri{};
    httpAssembleURI(HTTP_URI_CODING_ALL, uri.data(), uri.size(), address.scheme.c_str(), nullptr,
                    address.host.c_str(), address.port, address.resource.c_str());
    auto request = new_request(operation);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, uri.data());
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
                 cupsUser());
    Ipp const answer(cupsDoRequest(line, request.release(), address.resource.c_str()));
    return cupsLastError();
}

} // namespace

std::string without_secret(std::string const& device) {
    auto const begin = device.find("://");
    if (begin == device.npos) {
        return device;
    }
    auto const end = std::min(device.find_first_of("/?", begin + 3), device.size());
    auto const at = device.substr(0, end).rfind('@');
    return at == device.npos || at < begin ? device
                                           : device.substr(0, begin + 3) + device.substr(at + 1);
}

Result<Door> try_device(std::string const& uri, Proof const* proof,
                        std::chrono::milliseconds patience) {
    auto const address = address_of(uri);
    bool is_secure = address && (address->scheme == "ipps" || address->scheme == "https");
    bool is_ipp = address && (is_secure || address->scheme == "ipp" || address->scheme == "http");
    if (!is_ipp || (proof != nullptr && !is_secure)) {
        return fail(Fault::Unsupported, {"cups.refused", {{"what", "device"}, {"reason", ""}}},
                    "not by IPP");
    }
    Speaker speaker(proof);
    Http line(httpConnect2(address->host.c_str(), address->port, nullptr, AF_UNSPEC,
                           is_secure ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED, 1,
                           static_cast<int>(patience.count()), nullptr));
    if (!line) {
        return fail(Fault::Unavailable, {"cups.away", {{"what", address->host}}}, "no connection");
    }
    if (proof != nullptr && !is_trusted(line.get(), address->host)) {
        return fail(Fault::Denied, {"cups.other-certificate", {{"what", address->host}}},
                    "its certificate is not trusted");
    }
    for (auto operation : {IPP_OP_GET_PRINTER_ATTRIBUTES, IPP_OP_VALIDATE_JOB}) {
        speaker.begin();
        switch (ask_device(line.get(), *address, operation)) {
        case IPP_STATUS_ERROR_CUPS_AUTHENTICATION_CANCELED:
        case IPP_STATUS_ERROR_NOT_AUTHORIZED:
        case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
            return Door::NeedsLogin;
        case IPP_STATUS_ERROR_FORBIDDEN:
        case IPP_STATUS_ERROR_CUPS_PKI:
            return Door::Closed;
        case IPP_STATUS_ERROR_INTERNAL:
        case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
            return fail(Fault::Unavailable, {"cups.away", {{"what", address->host}}}, "no answer");
        default:
            break;
        }
    }
    return Door::Open;
}

bool takes_connections(std::string const& host, int port, std::chrono::milliseconds patience) {
    Http const line(httpConnect2(host.c_str(), port, nullptr, AF_UNSPEC, HTTP_ENCRYPTION_NEVER, 1,
                                 static_cast<int>(patience.count()), nullptr));
    return line != nullptr;
}

} // namespace imprimatur::cups
