#include "gateway/head/head.hpp"

namespace imprimatur::head {

namespace {

/// Says "enough" to the registry; never leaves this file.
constexpr char const* enough = "head.enough";

/// The entry of that number, or the first after it.
Result<std::optional<audit::Event>> entry_from(registry::Transaction& transaction,
                                               std::uint64_t sequence) {
    std::optional<audit::Event> out;
    auto const read = transaction.each_event(sequence, [&](audit::Event const& event) {
        out = event;
        return Result<void>(fail(Fault::Conflict, {enough, {}}));
    });
    if (!read && read.error().sentence.id != enough) {
        return pass_on(read);
    }
    return out;
}

} // namespace

Result<void> check(registry::Registry& registry, Kept const& kept) {
    auto transaction = registry.look();
    auto head = transaction ? transaction->head() : Result<registry::Head>(pass_on(transaction));
    if (!head) {
        return pass_on(head);
    }
    if (kept.sequence == 0) {
        return {};
    }
    std::map<std::string, std::string> const values{{"kept", std::to_string(kept.sequence)},
                                                    {"found", std::to_string(head->sequence)}};
    if (head->sequence < kept.sequence) {
        return fail(Fault::Conflict, {"head.behind", values},
                    "the registry ends before what was kept of it");
    }
    auto const entry = entry_from(*transaction, kept.sequence);
    if (!entry) {
        return pass_on(entry);
    }
    bool const is_same =
        *entry && (*entry)->sequence == kept.sequence && (*entry)->hash == kept.hash;
    // A restore leaps over the numbers of what was lost: the kept entry is one of those.
    bool const is_restored =
        *entry && (*entry)->sequence > kept.sequence && (*entry)->what == "registry.restored";
    return is_same || is_restored ? Result<void>()
                                  : fail(Fault::Conflict, {"head.other", values},
                                         "the entry that was kept is not in the log");
}

} // namespace imprimatur::head
