#include "marking/pdf/layers.hpp"

#include <set>

#include "marking/pdf/asking.hpp"

namespace imprimatur::pdf {

namespace {

std::set<Reference> references_in(Source const& source, Value const& list) {
    std::set<Reference> out;
    auto cursor = Cursor::inside(source.resolve(list));
    for (auto item = cursor.next(); !item.is_end(); item = cursor.next()) {
        if (auto const reference = item.reference()) {
            out.insert(*reference);
        }
    }
    return out;
}

/// Which layers are shown when the document is opened.
class Shown {
  public:
    Shown(Source const& source, Value const& configuration)
        : on_(references_in(source, configuration.entry("ON"))),
          off_(references_in(source, configuration.entry("OFF"))),
          is_usually_off_(source.find(configuration, "BaseState").is_name("OFF")) {}

    bool has(Reference const& layer) const {
        return is_usually_off_ ? on_.contains(layer) : !off_.contains(layer);
    }

  private:
    std::set<Reference> on_;
    std::set<Reference> off_;
    bool is_usually_off_;
};

bool has_other_print_state(Source const& source, Value const& layer, bool is_shown) {
    auto const print = source.find(source.find(layer, "Usage"), "Print");
    auto const state = source.find(print, "PrintState");
    return is_shown ? state.is_name("OFF") : state.is_name("ON");
}

bool some_layer_prints_otherwise(Source const& source) {
    auto const properties = source.find(source.catalog(), "OCProperties");
    if (!properties.is_dictionary()) {
        return false;
    }
    Shown const shown(source, source.find(properties, "D"));
    auto cursor = Cursor::inside(source.find(properties, "OCGs"));
    for (auto layer = cursor.next(); !layer.is_end(); layer = cursor.next()) {
        auto const reference = layer.reference();
        if (reference &&
            has_other_print_state(source, source.resolve(layer), shown.has(*reference))) {
            return true;
        }
    }
    return false;
}

} // namespace

Result<bool> prints_otherwise(std::string_view bytes) {
    return ask(bytes, 0, [](Source const& source) { return some_layer_prints_otherwise(source); });
}

} // namespace imprimatur::pdf
