/// What a Transaction holds, and the two ways in which its calls reach the database.
#pragma once

#include <type_traits>

#include "gateway/registry/faults.hpp"
#include "gateway/registry/pool.hpp"
#include "gateway/registry/query.hpp"

namespace imprimatur::registry {

struct Transaction::State {
    Connections::Loan loan;
    std::shared_ptr<Clock const> clock;
    std::string actor;                ///< empty: it only reads
    std::shared_ptr<Witness> witness; ///< null: nobody is told
    std::optional<Head> appended;     ///< where the log ends when this is committed
    std::optional<std::uint64_t> numbers_given;
    bool is_over = false;
    std::optional<Error> broken; ///< what the database said; nothing more is done after it

    State(Connections::Loan lent, std::shared_ptr<Clock const> time, std::string who)
        : loan(std::move(lent)), clock(std::move(time)), actor(std::move(who)) {}
    State(State const&) = delete;
    State& operator=(State const&) = delete;
    ~State() {
        if (!is_over) {
            loan->rollback();
        }
    }

    Connection& connection() { return *loan; }
    Query query(std::string statement) { return Query(connection(), std::move(statement)); }
    template <class... Parts> Query query(char const* first, Parts... parts) {
        return Query(connection(), (std::string(first) + ... + parts));
    }

    /// The next number of a counter ("document"); a number that was given is not given again.
    Id next_id(char const* counter);
    /// The first of `count` numbers of a counter, all of them taken.
    Id next_ids(char const* counter, std::int64_t count);
    /// How many copy numbers to pass over on a document that is entered now.
    std::uint32_t first_number_of(Document const& document);
    std::uint64_t least_sequence = 0; ///< of the log's next entry
    /// Writes the log's next entry.
    void append(Entry const& entry);
    void write(Movement const& movement);
    void write(Matter const& matter, std::vector<Item> const& items, Act const& act);

    // Parts of reserve(); all of them inside its savepoint but the first.
    struct Asked {
        Document document;
        std::optional<Grant> grant;
    };
    static Result<Asked> read_asked(Transaction& whole, Ask const& ask);
    Result<std::vector<Copy>> spend_and_add(Ask const& ask, Asked const& asked, Instant now);
    Result<std::vector<Copy>> add_copies(Ask const& ask, Document const& document, Instant now);
    Result<std::uint32_t> take_numbers(Document const& document, std::uint32_t count);
    Copy add_copy(Copy copy, std::uint32_t place_in_job);

    /// Runs `work`, which throws what SOCI throws, and makes errors of that.
    template <class Work> std::invoke_result_t<Work> look(Work work) {
        if (is_over) {
            return fail(Fault::Internal, {"registry.internal", {}}, "the transaction is over");
        }
        if (broken) {
            return tl::unexpected<Error>(*broken);
        }
        try {
            return work();
        } catch (std::exception const& thrown) {
            if (is_connection_lost(thrown)) {
                loan->lose();
            }
            broken = error_of(thrown);
            return tl::unexpected<Error>(*broken);
        }
    }

    template <class Work> std::invoke_result_t<Work> change(Work work) {
        if (actor.empty()) {
            return fail(Fault::Internal, {"registry.internal", {}},
                        "a transaction that only reads was asked to write");
        }
        return look(work);
    }
};

} // namespace imprimatur::registry
