#include "gateway/service/outlines.hpp"

#include <gtest/gtest.h>

namespace imprimatur::service {
namespace {

trace::Region region(std::uint32_t page, bool by_dots = false) {
    return {1, page, {}, {{}}, Serial(7), 1, true, by_dots, 1e-24, {}, {}};
}

trace::Found code(std::uint32_t page, trace::Fit fit) {
    trace::Found out;
    out.page = page;
    out.fit = fit;
    out.corners = {{{10, 10}, {20, 10}, {20, 20}, {10, 20}}};
    out.places = {out.corners};
    return out;
}

trace::Trace trace_of(std::vector<trace::Found> findings, std::vector<trace::Region> regions) {
    trace::Trace out;
    out.findings = std::move(findings);
    out.regions = std::move(regions);
    return out;
}

TEST(Outlines, AreGreenWhereMarksAgreeAndBlueWhereOneIsAlone) {
    auto const trace = trace_of({code(1, trace::Fit::Ours), code(2, trace::Fit::Ours)},
                                {region(1), region(2, true)});
    ASSERT_EQ(outlines_of(trace, 1).size(), 1U);
    EXPECT_EQ(outlines_of(trace, 1)[0].colour, "#0550ae");
    EXPECT_EQ(outlines_of(trace, 2)[0].colour, "#1a7f37");
}

TEST(Outlines, ShowFalseCodesAndTurnTheirPageRed) {
    for (auto fit : {trace::Fit::Forged, trace::Fit::Elsewhere, trace::Fit::Unknown}) {
        auto const outlines = outlines_of(trace_of({code(1, fit)}, {region(1)}), 1);
        ASSERT_EQ(outlines.size(), 2U);
        EXPECT_EQ(outlines[0].colour, "#cf222e");
        EXPECT_EQ(outlines[1].colour, "#8250df");
        EXPECT_EQ(outlines[1].number, 0U);
        EXPECT_EQ(outlines[1].corners[2].x, 20);
    }
}

TEST(Outlines, OfCodesAloneAreEachCodes) {
    auto both = code(1, trace::Fit::Forged);
    both.places.push_back({{{110, 110}, {120, 110}, {120, 120}, {110, 120}}});
    auto alone = region(1);
    alone.codes.resize(2);
    EXPECT_EQ(outlines_of(trace_of({both}, {alone}), 1).size(), 4U);
    alone.by_dots = true;
    EXPECT_EQ(outlines_of(trace_of({both}, {alone}), 1).size(), 3U);
}

TEST(Outlines, ShowForeignCodesInGrey) {
    auto const trace = trace_of({code(3, trace::Fit::Foreign)}, {});
    ASSERT_EQ(outlines_of(trace, 3).size(), 1U);
    EXPECT_EQ(outlines_of(trace, 3)[0].colour, "#6e7781");
    EXPECT_EQ(first_outlined(trace), 3U);
    EXPECT_EQ(first_outlined({}), 1U);
}

} // namespace
} // namespace imprimatur::service
