/// A registry on either database, the rules of P7, and a clock and a time zone that a test sets.
#pragma once

#include <gmock/gmock.h>

#include "gateway/term/term.hpp"
#include "tests/integration/registry/databases.hpp"

namespace imprimatur::term {

using registry::DocumentState;
using registry::JobState;
using registry::RequestState;

inline policy::Policy rules(std::vector<std::string> const& names) {
    return policy::Policy::read(IMPRIMATUR_SOURCE_DIR "/config/policies", names).value();
}

template <class Database> class OnBoth : public registry::OnBoth<Database> {
  protected:
    OnBoth() { zone("CST-8"); }
    ~OnBoth() override { zone("UTC0"); }

    static void zone(char const* name) {
        ::setenv("TZ", name, 1);
        ::tzset();
    }

    /// The wall clock shows this, at UTC+8: `at("2036-11-20T00:00:00")`.
    void at(std::string const& text) {
        this->clock->set(*find_instant(text + ".000Z") - std::chrono::hours{8});
    }

    registry::Document add(std::string number, std::optional<std::string> period,
                           char const* issued = "2026-11-20", Level level = Level::Secret) {
        registry::Document document;
        document.number = std::move(number);
        document.title = "关于防汛工作的通知";
        document.level = level;
        document.period = period ? find_period(*period) : std::nullopt;
        document.issued = find_date(issued);
        document.registered_by = "officer";
        auto transaction = this->begin();
        auto added =
            transaction.add_document(document, registry::entry("document.registered")).value();
        EXPECT_TRUE(transaction.commit());
        return added;
    }

    DocumentState state_of(std::string const& number) {
        return this->look().find_document(number).value()->state;
    }
    std::vector<registry::Declassification> records() {
        return this->look().declassifications().value();
    }
    std::vector<audit::Event> events(std::string const& what) {
        std::vector<audit::Event> out;
        auto transaction = this->look();
        EXPECT_TRUE(transaction.each_event(1, [&](audit::Event const& event) -> Result<void> {
            if (event.what == what) {
                out.push_back(event);
            }
            return {};
        }));
        return out;
    }

    print::PolicyBook policies{rules({"P7"})};
    Terms terms{this->registry, policies, *this->clock};
};

} // namespace imprimatur::term
