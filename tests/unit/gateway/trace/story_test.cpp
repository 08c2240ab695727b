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
    /// Behind the back of the registry.
    int rows_changed(char const* sql) const {
        sqlite3* database = nullptr;
        EXPECT_EQ(sqlite3_open((folder_ / "registry.db").c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        int const rows = sqlite3_changes(database);
        sqlite3_close(database);
        return rows;
    }
    /// A copy is moved by an act of a matter, as gateway/matters does it.
    registry::Id act_on(Serial serial, registry::CopyState to, std::string const& kind,
                        registry::Act const& act) {
        auto transaction = expected(registry_.begin("liming"));
        registry::Matter matter{.id = expected(transaction.next_matter()),
                                .kind = kind,
                                .document = document_,
                                .opened_by = "liming",
                                .state = "open",
                                .opened_at = clock_->now()};
        registry::Item const item{matter.id, serial, "liming", "listed", {}, {}};
        expected(transaction.add_matter(matter, {item}, {.what = "open"}, entry()));
        expected(transaction.move_copy(serial, to, "", entry()));
        expected(transaction.change_matter(matter, "open", {item}, act, entry()));
        expected(transaction.commit());
        return matter.id;
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

TEST_F(Stories, GoFromTheOriginalThroughAllHandsAndTheirSignatures) {
    using enum registry::CopyState;
    move(second_, {Delivering, Issued});
    auto const matter = open_incident(first_);
    auto transaction = expected(registry_.begin("liming"));
    auto lend = [&](std::string const& to, std::string const& name) {
        expected(transaction.hand_copy(
            second_, {.to = to, .kind = "loan", .matter = matter, .signed_name = name}, entry()));
    };
    lend("chenli", "陈立");
    lend("sunyue", "");
    expected(transaction.commit());
    auto const told = story(second_);
    std::vector<std::string> ids;
    for (auto const& line : told.lines) {
        ids.push_back(line.id);
    }
    EXPECT_THAT(ids, ElementsAre("trace.is", "trace.original", "trace.printed", "trace.moved-issue",
                                 "trace.moved-loan", "trace.signed-for", "trace.moved-in",
                                 "trace.moved-loan", "trace.moved-in", "trace.is-issued"));
    EXPECT_EQ(told.lines[1].values.at("name"), "李明");
    EXPECT_EQ(told.lines[5].values.at("name"), "陈立");
    EXPECT_EQ(step(told, "trace.next-former").values.at("names_en"), "李明, chenli");
}

/// As nobody but a damaged database can have it.
TEST_F(Stories, EndWhereTheRegisterGoesRoundInCircles) {
    EXPECT_EQ(
        rows_changed("UPDATE copies SET parent = (SELECT child.serial FROM copies child WHERE "
                     "child.parent = copies.serial) WHERE serial IN (SELECT parent FROM "
                     "copies)"),
        1);
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

TEST_F(Stories, OfADestroyedCopyNameTheMatterThatSaysSoAndWhoSignedIt) {
    move(first_, {Delivering, Issued});
    auto const id =
        act_on(first_, Destroyed, "destruction",
               {.what = "destroy", .signatures = {{"wanghua", "王华"}, {"chenli", "陈立"}}});
    auto const told = story(first_);
    ASSERT_TRUE(told.alarm);
    EXPECT_EQ(told.alarm->id, "trace.alarm-destroyed-in");
    EXPECT_EQ(told.alarm->values.at("matter"), std::to_string(id));
    EXPECT_EQ(told.alarm->values.at("signed_zh"), "王华、陈立");
    EXPECT_EQ(told.alarm->values.at("signed_en"), "王华, 陈立");
    EXPECT_EQ(step(told, "trace.next-destroyed").values.at("matter"), std::to_string(id));
    EXPECT_EQ(step(told, "trace.next-open").values.at("document"), "D-1");
    open_incident(second_);
    EXPECT_THAT(steps(story(first_)), Not(Contains("trace.next-open")));
}

TEST_F(Stories, OfAReturnedCopyNameTheLastMatterInWhichItCameBack) {
    move(first_, {Delivering, Issued});
    act_on(first_, Returned, "return", {.what = "back"});
    move(first_, {Issued});
    auto const id = act_on(first_, Returned, "hand-over", {.what = "back"});
    auto const told = story(first_);
    ASSERT_TRUE(told.alarm);
    EXPECT_EQ(told.alarm->id, "trace.alarm-returned-in");
    EXPECT_EQ(told.alarm->values.at("matter"), std::to_string(id));
    EXPECT_EQ(told.alarm->values.at("by"), "李明");
    EXPECT_EQ(told.alarm->values.at("signed_en"), "nobody");
    EXPECT_EQ(step(told, "trace.next-returned").values.at("matter"), std::to_string(id));
}

/// Movements were once written with the note of the one before.
TEST_F(Stories, ShowANoteOnceThatOlderRegistersKeptAgainAndAgain) {
    move(first_, {Delivering, Issued});
    move(first_, {Spoiled}, "卡纸");
    move(first_, {Frozen, Destroyed});
    EXPECT_EQ(
        rows_changed("UPDATE movements SET note = '卡纸' WHERE kind IN ('freeze', 'destroy')"), 2);
    EXPECT_THAT(notes(story(first_)), ElementsAre("trace.moved-spoil: 卡纸"));
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
