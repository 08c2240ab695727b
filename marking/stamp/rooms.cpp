#include "marking/stamp/rooms.hpp"

#include <algorithm>
#include <cmath>

namespace imprimatur::stamp {

namespace {

using overlay::Box;

constexpr double clearance = 1;    // mm between a mark that was moved and what it was moved from
constexpr double farthest_up = 45; // mm that type may go up or down: a level is looked for there
constexpr double between_rows = 1.2;
constexpr double between_words = 6;

/// Things at their places, as one that is moved.
struct Shape {
    std::vector<Box> boxes; ///< one for each thing of the block
    Box whole;
};

Shape shape_of(std::vector<Box> boxes) {
    Shape out{std::move(boxes), {}};
    out.whole = out.boxes.front();
    for (auto const& box : out.boxes) {
        out.whole = together(out.whole, box);
    }
    return out;
}

class Rooms {
  public:
    explicit Rooms(Search const& search) : search_(search) {
        out_.lines.resize(search.layout.lines.size());
    }

    std::optional<Arrangement> find() {
        auto const all = blocks(search_.layout, search_.print);
        std::vector<std::vector<std::size_t> const*> moving;
        for (auto const& block : all) {
            bool const stays = std::all_of(block.begin(), block.end(),
                                           [&](std::size_t i) { return is_free_there(taken(i)); });
            if (stays) {
                take(block);
            } else {
                moving.push_back(&block);
            }
        }
        auto const codes = search_.layout.qrs.size();
        std::vector<std::size_t> moving_codes;
        for (std::size_t i = 0; i < codes; ++i) {
            out_.qrs.push_back(search_.layout.qrs[i].at);
            if (is_free_there(taken(i))) {
                taken_.push_back(taken(i));
            } else {
                moving_codes.push_back(i);
            }
        }
        auto told = [&](std::vector<std::size_t> const* block) {
            return std::any_of(block->begin(), block->end(),
                               [&](std::size_t i) { return search_.print.things[i].is_told; });
        };
        for (auto const* block : moving) {
            if (told(block) && !move_block(*block)) {
                return std::nullopt;
            }
        }
        for (auto i : moving_codes) {
            if (!move_code(i)) {
                return std::nullopt;
            }
        }
        for (auto const* block : moving) {
            if (!told(block) && !move_block(*block)) {
                return std::nullopt;
            }
        }
        return std::move(out_);
    }

  private:
    Box const& taken(std::size_t thing) const { return search_.print.things[thing].taken; }

    bool is_free_there(Box const& box) const {
        return search_.ground.is_free(box, search_.bed.fit);
    }

    void take(std::vector<std::size_t> const& block) {
        for (auto i : block) {
            taken_.push_back(taken(i));
        }
    }

    /// The block as the template has it, with its rows closer, and in one row.
    std::vector<Shape> shapes(std::vector<std::size_t> const& block) const {
        std::vector<Box> natural;
        for (auto i : block) {
            natural.push_back(taken(i));
        }
        std::vector<Shape> out{shape_of(natural)};
        auto close = natural;
        auto row = natural;
        std::vector<std::size_t> order(block.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            bool const beside = natural[a].y < natural[b].y + natural[b].height / 2 &&
                                natural[b].y < natural[a].y + natural[a].height / 2;
            return beside ? natural[a].x < natural[b].x : natural[a].y < natural[b].y;
        });
        for (std::size_t k = 1; k < order.size(); ++k) {
            auto const before = order[k - 1];
            auto const now = order[k];
            bool const beside = natural[now].y < natural[before].y + natural[before].height;
            close[now].y = beside ? close[before].y + natural[now].y - natural[before].y
                                  : close[before].y + close[before].height + between_rows;
            row[now].x = row[before].x + row[before].width + between_words;
            row[now].y = row[before].y + row[before].height - row[now].height;
        }
        if (block.size() > 1) {
            out.push_back(shape_of(close));
            out.push_back(shape_of(row));
        }
        return out;
    }

    bool move_block(std::vector<std::size_t> const& block) {
        for (auto const& shape : shapes(block)) {
            auto const corner = nearest(shape.whole, shape.whole, farthest_up);
            if (!corner) {
                continue;
            }
            for (std::size_t k = 0; k < block.size(); ++k) {
                auto const& thing = search_.print.things[block[k]];
                double const x = corner->x + shape.boxes[k].x - shape.whole.x;
                double const y = corner->y + shape.boxes[k].y - shape.whole.y;
                out_.lines[*thing.line] = {layout::Anchor::Exactly, x + thing.put.x - thing.taken.x,
                                           y + thing.put.y - thing.taken.y};
                taken_.push_back({x, y, shape.boxes[k].width, shape.boxes[k].height});
            }
            return true;
        }
        return false;
    }

    bool move_code(std::size_t qr) {
        if (qr >= search_.codes.size()) {
            return false;
        }
        auto const& thing = search_.codes[qr];
        auto const corner = nearest(thing.taken, taken(qr), 1e9);
        if (!corner) {
            return false;
        }
        double const x = corner->x + thing.put.x - thing.taken.x;
        double const y = corner->y + thing.put.y - thing.taken.y;
        out_.qrs[qr] = {layout::Anchor::Exactly, x, y};
        taken_.push_back({corner->x, corner->y, thing.taken.width, thing.taken.height});
        return true;
    }

    /// The free place nearest to where the template wants it.
    std::optional<Box> nearest(Box const& shape, Box const& wanted, double most_up) const {
        constexpr double step = 1; // mm
        double const margin = search_.layout.printable_margin;
        auto const& sheet = search_.bed.sheet;
        std::optional<Box> best;
        double least = 1e9;
        double const right = sheet.width - margin - shape.width + 0.01;
        double const bottom = sheet.height - margin - shape.height + 0.01;
        for (double y = margin; y <= bottom; y += step) {
            if (std::abs(y - wanted.y) > std::min(most_up, least)) {
                continue;
            }
            for (double x = margin; x <= right; x += step) {
                double const distance = std::hypot(x - wanted.x, y - wanted.y);
                Box const box{x, y, shape.width, shape.height};
                auto const wide = around(box, clearance);
                if (distance < least && is_free_there(wide) &&
                    std::none_of(taken_.begin(), taken_.end(),
                                 [&](Box const& other) { return touch(wide, other); })) {
                    best = box;
                    least = distance;
                }
            }
        }
        return best;
    }

    Search const& search_;
    Arrangement out_;
    std::vector<Box> taken_;
};

} // namespace

std::optional<Arrangement> room_for(Search const& search) {
    return Rooms(search).find();
}

} // namespace imprimatur::stamp
