/// A registry office for tests: people with PINs, copies on paper, and matters among them.
#pragma once

#include "gateway/matters/breaches.hpp"
#include "gateway/matters/matters.hpp"
#include "tests/unit/gateway/print/office.hpp"

namespace imprimatur::matters {

class RegistryOffice : public print::Office {
  protected:
    RegistryOffice();

    /// A document with one issued copy for each of these people.
    std::vector<Serial> copies_for(std::vector<std::string> const& holders,
                                   Level level = Level::Secret,
                                   std::string const& number = "鼓委办〔2026〕12号");
    void use_rules(std::vector<std::string> const& profiles);
    void hire_with_pin(std::string const& account, std::string const& full_name,
                       std::set<std::string> const& roles,
                       std::string const& department = "综合科");

    /// Right ones; whoever has no PIN yet sets one.
    Signature signature(std::string const& account);
    std::vector<Signature> signed_by(std::vector<std::string> const& accounts);

    /// What was refused: its sentence; the test fails when it was not.
    Error refused(Result<View> const& result) const;
    /// The newest refusal in the log has this clause.
    void expect_recorded(std::string const& clause);

    View open(Kind kind, std::string const& by, Input const& input) {
        return expected(matters.open(kind, by, input));
    }
    View act(View const& view, std::string const& what, std::string const& by,
             Input const& input = {}) {
        return expected(matters.act(view.matter.id, what, by, input));
    }
    /// Whoever is asked agrees; they are hired for it.
    View agree_all(View view);
    registry::Copy copy(Serial serial);
    void move(Serial serial, registry::CopyState to);
    void wait(std::chrono::hours hours) { clock->set(clock->now() + hours); }

    Matters matters{parts};

  private:
    std::map<std::string, std::string> names_;
    std::set<std::string> with_pin_;
    int agreeing_ = 0;
};

} // namespace imprimatur::matters
