/// All that the rules say of one action at one level, and the table of the keys that say it.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/policy/scale.hpp"

namespace imprimatur::policy {

struct Demands {
    std::optional<Cited<Yes>> forbidden;
    std::optional<Cited<Steps>> steps;        ///< who must agree, in this order (K4)
    std::optional<Cited<Steps>> steps_abroad; ///< beside those, when it crosses the border (P13.5)
    std::optional<Cited<Steps>> operators;    ///< who must do it, unless the asker is one (K20)
    std::optional<Cited<Yes>> refuse_frozen;
    std::optional<Cited<Outsiders>> outsiders;
    std::optional<Cited<Most>> agreement; ///< months (K23)
    std::optional<Cited<Most>> training;  ///< months (K23)
    std::optional<Cited<Circle>> circle;
    std::optional<Cited<Rooms>> rooms;
    std::optional<Cited<Yes>> number;
    std::optional<Cited<Yes>> name_recipients;
    std::optional<Cited<Yes>> fixed_count;
    std::optional<Cited<Yes>> as_image;
    std::optional<Cited<Yes>> encrypt;
    std::optional<Cited<TemplateName>> template_name;
    std::optional<Cited<Most>> return_hours;
    std::optional<Cited<Most>> loan_days;
    std::optional<Cited<Least>> witnesses;
};

/// Calls `visit(key, member)` for each demand; the one list of what a [[rule]] can hold.
template <class Visit> void each_demand(Visit visit) {
    visit("forbidden", &Demands::forbidden);
    visit("steps", &Demands::steps);
    visit("steps_abroad", &Demands::steps_abroad);
    visit("operators", &Demands::operators);
    visit("refuse_frozen", &Demands::refuse_frozen);
    visit("outsiders", &Demands::outsiders);
    visit("agreement_max_age", &Demands::agreement);
    visit("training_max_age", &Demands::training);
    visit("circle", &Demands::circle);
    visit("rooms", &Demands::rooms);
    visit("number", &Demands::number);
    visit("name_recipients", &Demands::name_recipients);
    visit("fixed_count", &Demands::fixed_count);
    visit("as_image", &Demands::as_image);
    visit("encrypt", &Demands::encrypt);
    visit("template", &Demands::template_name);
    visit("return_hours", &Demands::return_hours);
    visit("loan_days", &Demands::loan_days);
    visit("witnesses", &Demands::witnesses);
}

/// `upper` over `lower`: the stricter of each.
void join_into(Demands& lower, Demands const& upper);

/// One cell for each action and level.
class DemandTable {
  public:
    Demands const& at(Action action, Level level) const {
        return cells_[place_of(action)][place_of(level)];
    }
    Demands& at(Action action, Level level) { return cells_[place_of(action)][place_of(level)]; }
    void join(DemandTable const& upper);

  private:
    std::array<std::array<Demands, all_levels.size()>, all_actions.size()> cells_;
};

} // namespace imprimatur::policy
