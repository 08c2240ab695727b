#include <sqlite3.h>

#include "tests/unit/gateway/trace/copies.hpp"

namespace imprimatur::trace {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using enum registry::CopyState;

class Stories : public Copies {
  protected:
    Story story(Serial serial) { return expected(tracer().story(serial)); }

    static std::vector<Serial> serials(std::vector<registry::Copy> const& copies) {
        std::vector<Serial> out;
        for (auto const& copy : copies) {
            out.push_back(copy.serial);
        }
        return out;
    }
    static std::vector<std::string> steps(Story const& story) {
        std::vector<std::string> out;
        for (auto const& step : story.next) {
            out.push_back(step.id);
        }
        return out;
    }
    static Sentence step(Story const& story, std::string const& id) {
        for (auto const& step : story.next) {
            if (step.id == id) {
                return step;
            }
        }
        throw std::runtime_error("no step " + id);
    }
    static std::vector<std::string> notes(Story const& story) {
        std::vector<std::string> out;
        for (auto const& line : story.lines) {
            auto note = line.values.find("note");
            if (note != line.values.end() && !note->second.empty()) {
                out.push_back(line.id + ": " + note->second);
            }
        }
        return out;
    }
    registry::Id open_incident(Serial missing) {
        auto transaction = expected(registry_.begin("liming"));
        registry::Matter matter{.id = expected(transaction.next_matter()),
                                .kind = "incident",
                                .document = document_,
                                .opened_by = "liming",
                                .state = "open",
                                .opened_at = clock_->now(),
                                .due_at = clock_->now()};
        registry::Item item{matter.id, missing, "liming", "missing", {}, {}};
        expected(transaction.add_matter(matter, {item}, {.what = "open"}, entry()));
        expected(transaction.commit());
        return matter.id;
    }
};

TEST_F(Stories, TellOfCopiesOfCopies) {
    auto const grandchild = reserve(child_);
    auto const sibling = reserve(first_);
    auto const told = story(first_);
    EXPECT_THAT(serials(told.descendants), ElementsAre(child_, grandchild, sibling));
    EXPECT_EQ(step(told, "trace.next-copies").values.at("count"), "3");
}

/// As nobody but a damaged database can have it.
TEST_F(Stories, EndWhereTheRegisterGoesRoundInCircles) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((folder_ / "registry.db").c_str(), &database), SQLITE_OK);
    auto const* sql = "UPDATE copies SET parent = (SELECT child.serial FROM copies child WHERE "
                      "child.parent = copies.serial) WHERE serial IN (SELECT parent FROM copies)";
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_changes(database), 1);
    sqlite3_close(database);
    auto const told = story(first_);
    EXPECT_THAT(serials(told.ancestors), ElementsAre(child_));
    EXPECT_THAT(told.descendants, IsEmpty());
}

TEST_F(Stories, ListNobodyOfTheFamilyAgainAmongTheOthers) {
    for (auto serial : {first_, second_, child_}) {
        move(serial, {Delivering, Issued});
    }
    EXPECT_THAT(serials(story(child_).others), ElementsAre(second_));
    EXPECT_THAT(serials(story(first_).others), ElementsAre(second_));
    EXPECT_EQ(step(story(child_), "trace.next-others").values.at("others"), "2");
}

TEST_F(Stories, WithoutAnIncidentSayThatOneIsToBeOpenedAndFreezesTheCopy) {
    move(first_, {Delivering, Issued});
    auto const told = story(first_);
    EXPECT_EQ(steps(told).at(0), "trace.next-report");
    EXPECT_EQ(step(told, "trace.next-freeze").values.at("serial"), first_.text());
    EXPECT_FALSE(told.alarm);
}

TEST_F(Stories, WithAnOpenIncidentNameItAndWhatIsStillToBeDoneInIt) {
    move(first_, {Delivering, Issued, Frozen});
    auto const id = open_incident(first_);
    auto told = story(first_);
    EXPECT_THAT(steps(told), Not(Contains("trace.next-report")));
    EXPECT_THAT(steps(told), Not(Contains("trace.next-freeze")));
    for (auto const* name : {"trace.next-incident", "trace.next-found",
                             "trace.next-incident-report", "trace.next-incident-account"}) {
        EXPECT_EQ(step(told, name).values.at("matter"), std::to_string(id)) << name;
    }
    auto transaction = expected(registry_.begin("liming"));
    auto matter = *expected(transaction.find_matter(id));
    matter.due_at.reset();
    expected(transaction.change_matter(matter, "open", expected(transaction.items(id)),
                                       {.what = "report"}, entry()));
    expected(transaction.commit());
    told = story(first_);
    EXPECT_THAT(steps(told), Not(Contains("trace.next-incident-report")));
    EXPECT_THAT(steps(told), Contains("trace.next-incident-account"));
}

TEST_F(Stories, OfWhatCannotTurnUpAreAnAlarm) {
    move(first_, {Delivering, Issued, Destroyed});
    move(second_, {Delivering, Issued, Returned});
    move(child_, {Void});
    for (auto const& [serial, id] : {std::pair(first_, "trace.alarm-destroyed"),
                                     {second_, "trace.alarm-returned"},
                                     {child_, "trace.alarm-no-paper"}}) {
        auto const told = story(serial);
        ASSERT_TRUE(told.alarm) << id;
        EXPECT_EQ(told.alarm->id, id);
        EXPECT_EQ(told.next.at(0), *told.alarm);
        EXPECT_EQ(told.alarm->values.at("by"), "李明");
    }
}

TEST_F(Stories, ShowANoteWithTheActItBelongsToOnly) {
    move(first_, {Delivering, Issued});
    move(first_, {Spoiled}, "卡纸");
    move(first_, {Frozen});
    EXPECT_THAT(notes(story(first_)), ElementsAre("trace.moved-spoil: 卡纸"));
    move(child_, {Void}, "没有出纸");
    EXPECT_THAT(notes(story(child_)), ElementsAre("trace.is-void: 没有出纸"));
}

} // namespace
} // namespace imprimatur::trace
