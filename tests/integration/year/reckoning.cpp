#include <algorithm>

#include "tests/integration/year/year.hpp"

namespace imprimatur::matters {

using registry::CopyState;

/// A number is given once, ever, without a gap (K6; P7.3, B.2).
void Year::reckon_numbers() {
    auto transaction = expected(registry.look());
    for (auto const& document : expected(transaction.documents())) {
        std::uint32_t numbered = 0;
        for (auto const& one : expected(transaction.copies(document.id))) {
            if (one.number) {
                EXPECT_EQ(one.number->value, ++numbered) << document.number;
            }
        }
        EXPECT_EQ(numbered, document.last_number) << document.number;
    }
}

/// Every copy ever made is held by somebody in office, archived, or destroyed with witnesses.
void Year::reckon_holders() {
    auto transaction = expected(registry.look());
    std::map<std::string, bool> in_office;
    for (auto const& person : expected(transaction.people())) {
        in_office[person.account] = person.is_active;
    }
    std::map<CopyState, int> counted;
    int witnessed = 0;
    for (auto const& document : expected(transaction.documents())) {
        for (auto const& one : expected(transaction.copies(document.id))) {
            ++counted[one.state];
            if (one.state == CopyState::Issued || one.state == CopyState::Returned) {
                EXPECT_TRUE(in_office[one.holder]) << one.serial.text() << " " << one.holder;
            } else if (one.state == CopyState::Destroyed) {
                EXPECT_EQ(expected(transaction.movements(one.serial)).back().kind, "destroy");
                for (auto const& matter : expected(transaction.matters_of_copy(one.serial))) {
                    auto acts = expected(transaction.acts(matter.id));
                    witnessed +=
                        acts.back().what == "destroy" && acts.back().signatures.size() >= 2U ? 1
                                                                                             : 0;
                }
            }
        }
    }
    EXPECT_EQ(counted[CopyState::Issued] + counted[CopyState::Returned] +
                  counted[CopyState::Destroyed] + counted[CopyState::Spoiled],
              copies_made);
    EXPECT_EQ(witnessed, counted[CopyState::Destroyed]);
    EXPECT_GT(counted[CopyState::Destroyed], copies_made / 2);
    // Only what was lost in an incident is spoiled and not destroyed; it stays in the breaches.
    EXPECT_LE(counted[CopyState::Spoiled], opened[Kind::Incident]);
}

/// Never more than granted (K5); the log fits together to its end (K28).
void Year::reckon_grants_and_log() {
    auto transaction = expected(registry.look());
    for (auto const& document : expected(transaction.documents())) {
        for (auto const& grant : expected(transaction.grants(document.id))) {
            EXPECT_LE(grant.used, grant.count);
        }
    }
    audit::Verifier verifier;
    int recorded = 0;
    expected(transaction.each_event(1, [&](audit::Event const& event) {
        recorded += event.what == "matter.refused" ? 1 : 0;
        return verifier.take(event);
    }));
    auto head = expected(transaction.head());
    EXPECT_TRUE(verifier.close(head.sequence, head.hash));
    EXPECT_EQ(recorded, refusals);
}

/// Every register was used, nothing is open, nothing is overdue.
void Year::reckon_matters() {
    for (auto kind : all_kinds()) {
        if (kind != Kind::Provision && kind != Kind::Publication) { // unit tests; P7 has no cause
            EXPECT_GT(opened[kind], 0) << identifier(kind);
        }
    }
    auto open_ones = expected(matters.list({.only_open = true}, "zhaomin"));
    EXPECT_TRUE(open_ones.empty()) << open_ones.size() << " matters are open";
}

} // namespace imprimatur::matters
