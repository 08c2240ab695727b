#include "gateway/print/grants.hpp"

#include <algorithm>

namespace imprimatur::print {

namespace {

/// A grant is for that very file: a picture that is only alike asks anew (P7.13.1).
bool is_same_file(Parts const& parts, std::string const& a, std::string const& b) {
    return a == b || parts.documents.is_same_file({a}, {b});
}

bool fits(Parts const& parts, registry::Request const& request, Wanted const& wanted) {
    return request.document == wanted.document && request.requester == wanted.account &&
           request.action == identifier(wanted.action) && request.parent == wanted.parent &&
           is_same_file(parts, request.fingerprint, wanted.fingerprint);
}

/// A job waits for it, and will use it.
Result<bool> is_taken(registry::Transaction& transaction, registry::Request const& request) {
    auto jobs = transaction.jobs(registry::JobState::Waiting);
    if (!jobs) {
        return pass_on(jobs);
    }
    return std::any_of(jobs->begin(), jobs->end(),
                       [&](auto const& job) { return job.request == request.id; });
}

Result<std::optional<registry::Request>>
find_waiting(Parts const& parts, registry::Transaction& transaction, Wanted const& wanted) {
    auto requests = transaction.requests(registry::RequestState::Waiting);
    if (!requests) {
        return pass_on(requests);
    }
    for (auto const& request : *requests) {
        if (request.count != wanted.count || !fits(parts, request, wanted)) {
            continue;
        }
        auto taken = is_taken(transaction, request);
        if (!taken) {
            return pass_on(taken);
        }
        if (!*taken) {
            return std::optional(request);
        }
    }
    return std::optional<registry::Request>();
}

} // namespace

bool is_over(registry::Grant const& grant, Instant now) {
    return grant.until && *grant.until <= now;
}

Result<Found> find_grants(Parts const& parts, registry::Transaction& transaction,
                          Wanted const& wanted, Instant now) {
    auto grants = transaction.grants(wanted.document);
    if (!grants) {
        return pass_on(grants);
    }
    Found found;
    for (auto const& grant : *grants) {
        auto request = transaction.request(grant.request);
        if (!request) {
            return pass_on(request);
        }
        if (!fits(parts, *request, wanted)) {
            continue;
        }
        // What another job of the same person waits for is not taken from under it.
        auto taken = is_taken(transaction, *request);
        if (!taken) {
            return pass_on(taken);
        }
        bool is_usable = !is_over(grant, now) && left_of(grant) >= wanted.count && !*taken;
        if (is_usable && !found.usable) {
            found.usable = grant;
        } else if (!is_usable) {
            found.used_up = grant;
        }
    }
    auto waiting = find_waiting(parts, transaction, wanted);
    if (!waiting) {
        return pass_on(waiting);
    }
    found.waiting = *waiting;
    return found;
}

Result<registry::Grant> grant_of(registry::Transaction& transaction,
                                 registry::Request const& request) {
    auto grants = transaction.grants(request.document);
    if (!grants) {
        return pass_on(grants);
    }
    auto found = std::find_if(grants->begin(), grants->end(),
                              [&](auto const& grant) { return grant.request == request.id; });
    if (found == grants->end()) {
        return fail(Fault::Corrupt, {"print.record-damaged", {}},
                    "request " + std::to_string(request.id) + " is granted without a grant");
    }
    return *found;
}

std::optional<std::vector<std::string>> take_out(std::vector<std::string> open,
                                                 std::vector<std::string> const& names) {
    for (auto const& name : names) {
        auto found = std::find(open.begin(), open.end(), name);
        if (found == open.end()) {
            return std::nullopt;
        }
        open.erase(found);
    }
    return open;
}

Result<std::vector<std::string>> open_recipients(registry::Transaction& transaction,
                                                 registry::Grant const& grant) {
    auto copies = transaction.copies(grant.document);
    if (!copies) {
        return pass_on(copies);
    }
    auto open = grant.recipients;
    for (auto const& copy : *copies) {
        if (copy.grant != grant.id || copy.state == registry::CopyState::Void) {
            continue;
        }
        auto found = std::find(open.begin(), open.end(), copy.recipient);
        if (found != open.end()) {
            open.erase(found);
        }
    }
    return open;
}

} // namespace imprimatur::print
