#include "gateway/audit/audit.hpp"

#include <stdexcept>

#include <openssl/sha.h>

#include "foundation/hex/hex.hpp"

namespace imprimatur::audit {

namespace {

/// "5:hello,": no two different lists of texts give the same bytes.
void put(std::string& out, std::string_view text) {
    out += std::to_string(text.size());
    out += ':';
    out += text;
    out += ',';
}

} // namespace

// The rule stands in docs/audit.md for those who recompute it without this program; a change of it
// is a change of the first text, so that old entries stay verifiable.
std::string hash_of(Event const& event) {
    std::string all;
    put(all, "imprimatur-event-1");
    put(all, std::to_string(event.sequence));
    put(all, to_text(event.at));
    put(all, event.actor);
    put(all, event.what);
    put(all, event.subject);
    put(all, std::to_string(event.clauses.size()));
    for (auto const& clause : event.clauses) {
        put(all, clause);
    }
    put(all, std::to_string(event.details.size()));
    for (auto const& [key, value] : event.details) {
        put(all, key);
        put(all, value);
    }
    put(all, event.previous);
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<unsigned char const*>(all.data()), all.size(), digest);
    return hex(digest);
}

namespace {

/// After a restore the log goes on beyond every number that the lost entries can have had, and says
/// after which entry.
bool leaps_rightly(Event const& event, std::uint64_t last) {
    auto const after = event.details.find("after");
    return event.what == "registry.restored" && event.sequence > last &&
           after != event.details.end() && after->second == std::to_string(last);
}

} // namespace

Result<void> Verifier::take(Event const& event) {
    auto place = std::to_string(last_ + 1);
    if (event.sequence != last_ + 1 && !leaps_rightly(event, last_)) {
        return fail(Fault::Corrupt,
                    {"audit.out-of-order",
                     {{"expected", place}, {"found", std::to_string(event.sequence)}}},
                    "sequence");
    }
    if (event.previous != previous_) {
        return fail(Fault::Corrupt, {"audit.chain-broken", {{"sequence", place}}},
                    "previous is " + event.previous + ", should be " + previous_);
    }
    auto right = hash_of(event);
    if (event.hash != right) {
        return fail(Fault::Corrupt, {"audit.entry-changed", {{"sequence", place}}},
                    "hash is " + event.hash + ", should be " + right);
    }
    ++count_;
    last_ = event.sequence;
    previous_ = right;
    return {};
}

Result<void> Verifier::close(std::uint64_t head_sequence, std::string const& head_hash) const {
    if (head_sequence > last_) {
        return fail(Fault::Corrupt,
                    {"audit.tail-missing",
                     {{"from", std::to_string(last_ + 1)}, {"to", std::to_string(head_sequence)}}},
                    "the log ends early");
    }
    if (head_sequence != last_ || head_hash != previous_) {
        return fail(Fault::Corrupt, {"audit.head-differs", {{"sequence", std::to_string(last_)}}},
                    "head is " + std::to_string(head_sequence) + " " + head_hash +
                        ", the log ends at " + std::to_string(last_) + " " + previous_);
    }
    return {};
}

} // namespace imprimatur::audit
