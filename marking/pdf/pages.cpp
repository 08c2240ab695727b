#include "marking/pdf/pages.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace imprimatur::pdf {

namespace {

constexpr std::size_t deepest = 1000; // levels of the tree; sound files have a handful

/// What a page inherits (ISO 32000-1, 7.7.3.4).
struct Inherited {
    Value resources;
    Value media_box;
    Value crop_box;
    Value rotate;

    Value* find(std::string_view key) {
        return is_key(key, "Resources")  ? &resources
               : is_key(key, "MediaBox") ? &media_box
               : is_key(key, "CropBox")  ? &crop_box
               : is_key(key, "Rotate")   ? &rotate
                                         : nullptr;
    }
};

/// A node whose kids are being visited.
struct Level {
    Cursor kids;
    Inherited inherited;
};

int turn(Source const& source, Value const& rotate) {
    auto const degrees = source.number(rotate).value_or(0);
    if (!(std::abs(degrees) < 1e6)) {
        return 0;
    }
    int const whole = static_cast<int>(degrees) % 360;
    return whole % 90 == 0 ? (whole + 360) % 360 : 0;
}

Frame frame(Source const& source, Value const& page, Inherited const& inherited) {
    Rect const letter{0, 0, 612, 792}; // what readers take when there is no box
    auto const media = rect_of(source, inherited.media_box).value_or(letter);
    auto const cut = intersection(media, rect_of(source, inherited.crop_box).value_or(media));
    Frame out;
    out.visible = cut.right > cut.left && cut.top > cut.bottom ? cut : media;
    out.turn = turn(source, inherited.rotate);
    auto const unit = source.number(page.entry("UserUnit")).value_or(1);
    out.unit = std::isfinite(unit) && unit > 0 ? unit : 1;
    return out;
}

class Walk {
  public:
    Walk(Source const& source, std::uint32_t most) : source_(source), most_(most) {}

    std::vector<Page> pages() {
        visit(source_.catalog().entry("Pages"), {});
        while (!levels_.empty()) {
            auto& level = levels_.back();
            auto const kid = level.kids.next();
            if (kid.is_end()) {
                levels_.pop_back();
            } else {
                visit(kid, level.inherited);
            }
        }
        return std::move(pages_);
    }

  private:
    void visit(Value const& kid, Inherited inherited) {
        auto const node = source_.resolve(kid);
        if (!node.is_dictionary()) {
            return; // readers pass over it as well
        }
        auto const type = inherit(node, inherited);
        if (type.is_page || !type.kids.exists()) {
            add(kid, node, inherited);
            return;
        }
        auto const kids = source_.resolve(type.kids);
        if (!kids.is_array() || levels_.size() == deepest || !is_new(kid)) {
            throw Decline{"the page tree is broken"};
        }
        levels_.push_back({Cursor::inside(kids), inherited});
    }

    struct Type {
        bool is_page = false;
        Value kids;
    };

    /// One look at every entry of the node.
    Type inherit(Value const& node, Inherited& inherited) {
        Type out;
        for_each_entry(node, [&](std::string_view key, Value const& value) {
            auto* const place = inherited.find(key);
            if (place != nullptr) {
                *place = source_.is_absent(value) ? *place : value;
            } else if (is_key(key, "Kids")) {
                out.kids = source_.is_absent(value) ? Value() : value;
            } else if (is_key(key, "Type")) {
                out.is_page = source_.resolve(value).is_name("Page");
            }
        });
        return out;
    }

    bool is_new(Value const& kid) {
        auto const reference = kid.reference();
        return !reference || seen_.insert(reference->number).second;
    }

    void add(Value const& kid, Value const& node, Inherited const& inherited) {
        auto const number = static_cast<std::uint32_t>(pages_.size() + 1);
        if (number > most_) {
            throw TooManyPages{};
        }
        auto const reference = kid.reference();
        if (!reference) {
            throw Decline{"the page is not an object of its own", number};
        }
        if (!is_new(kid)) {
            throw Decline{"the page stands twice in the page tree", number};
        }
        pages_.push_back({*reference, node, inherited.resources,
                          !source_.entry(node, "Resources").exists(),
                          frame(source_, node, inherited)});
    }

    Source const& source_;
    std::uint32_t most_;
    std::vector<Level> levels_;
    std::unordered_set<unsigned> seen_;
    std::vector<Page> pages_;
};

} // namespace

Matrix matrix_of(Source const& source, Value const& array) {
    double values[6] = {1, 0, 0, 1, 0, 0};
    auto cursor = Cursor::inside(array);
    for (auto& value : values) {
        value = source.number(cursor.next()).value_or(value);
    }
    return {values[0], values[1], values[2], values[3], values[4], values[5]};
}

std::optional<Rect> rect_of(Source const& source, Value const& value) {
    auto cursor = Cursor::inside(source.resolve(value));
    double sides[4];
    for (auto& side : sides) {
        auto const number = source.number(cursor.next());
        if (!number) {
            return std::nullopt;
        }
        side = *number;
    }
    Rect const out{std::min(sides[0], sides[2]), std::min(sides[1], sides[3]),
                   std::max(sides[0], sides[2]), std::max(sides[1], sides[3])};
    return out.right > out.left && out.top > out.bottom ? std::optional(out) : std::nullopt;
}

std::vector<Page> pages_of(Source const& source, std::uint32_t most) {
    return Walk(source, most).pages();
}

} // namespace imprimatur::pdf
