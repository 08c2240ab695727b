#include "gateway/registers/documents.hpp"
#include "tests/support/expected.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

namespace imprimatur::registers {
namespace {

std::filesystem::path new_folder() {
    char name[] = "/tmp/registers-XXXXXX";
    return mkdtemp(name);
}

registry::Entry entry(std::string what) {
    return {std::move(what), "", {}, {}};
}

/// A secret plan with two keepers, of which one copy is with chenli.
class Shelf : public testing::Test {
  protected:
    Shelf() {
        auto transaction = expected(registry.begin("zhaomin"));
        for (auto const& [account, name] :
             {std::pair("liming", "李明"), {"wanghua", "王华"}, {"chenli", "陈立"}}) {
            registry::Person person{.account = account, .full_name = name, .department = "综合科"};
            expected(transaction.put_person(person, entry("person.entered")));
        }
        document = {.number = "1号",
                    .title = "年度计划",
                    .level = Level::Secret,
                    .period = find_period("1y"),
                    .issued = find_date("2026-11-20"),
                    .category = "plan",
                    .department = "综合科",
                    .scope = {"liming", "组织部"},
                    .keeper_original = "wanghua",
                    .keeper_duplicate = "liming",
                    .registered_by = "zhaomin"};
        document = expected(transaction.add_document(document, entry("document.registered")));
        auto reservation = expected(transaction.reserve({.document = document.id,
                                                         .job = "j",
                                                         .count = 2,
                                                         .recipients = {"chenli", "liming"},
                                                         .place = "P",
                                                         .printed_by = "liming"},
                                                        clock->now(), entry("copy.reserved")));
        for (auto const& [place, state] :
             {std::pair(0, registry::CopyState::Issued), {1, registry::CopyState::Void}}) {
            auto serial = reservation.copies().at(static_cast<std::size_t>(place)).serial;
            expected(transaction.move_copy(serial, registry::CopyState::Delivering, "",
                                           entry("copy.delivering")));
            expected(transaction.move_copy(serial, state, "", entry("copy.settled")));
        }
        expected(transaction.commit());
    }
    ~Shelf() override { std::filesystem::remove_all(folder); }

    void release() {
        auto transaction = expected(registry.begin("imprimaturd"));
        expected(transaction.declassify(document, *find_date("2027-11-20"), {"P7.3", "L.24"},
                                        entry("document.declassified")));
        expected(transaction.commit());
    }
    /// The cells of a row, joined.
    static std::string text(form::Sheet const& sheet, std::size_t row) {
        std::string out;
        for (auto const& cell : sheet.tables.at(0).rows.at(row)) {
            out += cell.text + "|";
        }
        return out;
    }
    static void expect_complete(form::Sheet const& sheet) {
        for (auto const& table : sheet.tables) {
            for (auto const& row : table.rows) {
                EXPECT_EQ(row.size(), table.columns.size()) << sheet.title;
            }
            for (auto const& column : table.columns) {
                EXPECT_EQ(column.heading.find("registers."), std::string::npos) << column.heading;
            }
        }
    }

    std::filesystem::path folder = new_folder();
    std::shared_ptr<SetClock> clock =
        std::make_shared<SetClock>(*find_instant("2026-11-23T02:00:00.000Z"));
    registry::Registry registry =
        expected(registry::Registry::open("sqlite://" + (folder / "registry.db").string(), clock));
    Sentences sentences{IMPRIMATUR_SOURCE_DIR "/templates/messages"};
    DocumentRegisters registers{registry, sentences, *clock, "区委办公室",
                                [](std::string const& id) {
                                    return trace::Title{"计划", id};
                                }};
    registry::Document document;
};

/// K1–K3, K10: P5.5 (original and duplicate with two keepers), P7.3
TEST_F(Shelf, TheRegisterSaysLevelPeriodEndScopeAndBothKeepers) {
    auto sheet = expected(registers.documents({document}, Language::Chinese));
    expect_complete(sheet);
    EXPECT_EQ(text(sheet, 0),
              "1|1号|年度计划|机密★1年|2026-11-20|2027-11-20|计划|综合科|李明、组织部|"
              "王华\n李明|0|有效|");
    EXPECT_FALSE(sheet.signatures.empty());
    expect_complete(expected(registers.documents({document}, Language::English)));
}

TEST_F(Shelf, TheRegisterKeepsTheDayOnWhichItCameOutOfSecrecy) { // K3: P7.3
    document.period = find_period("event:公布后");
    EXPECT_NE(
        text(expected(registers.documents({document}, Language::Chinese)), 0).find("|公布后|"),
        std::string::npos);
    release();
    document.state = registry::DocumentState::Declassified;
    auto line = text(expected(registers.documents({document}, Language::Chinese)), 0);
    EXPECT_NE(line.find("|2027-11-20|"), std::string::npos) << line;
    EXPECT_NE(line.find("|已解密|"), std::string::npos) << line;
}

TEST_F(Shelf, WhatCameOutOfSecrecyIsListedByTheDayWithItsClauses) { // K3: P7.3, L.24
    release();
    auto list = expected(registers.released({}, {}, Language::Chinese));
    expect_complete(list.sheet);
    EXPECT_EQ(text(list.sheet, 0),
              "1|2027-11-20|1号|年度计划|机密★1年|综合科|1|期满自行解密|P7.3, L.24|");
    auto day = [](char const* text) { return find_date(text); };
    auto before = registers.released({}, day("2027-11-19"), Language::Chinese);
    EXPECT_TRUE(expected(std::move(before)).lines.empty());
    auto just = registers.released(day("2027-11-20"), day("2027-11-20"), Language::Chinese);
    EXPECT_EQ(expected(std::move(just)).lines.size(), 1U);
    EXPECT_EQ(
        registers.released(day("2027-11-20"), day("2027-11-19"), Language::Chinese).error().fault,
        Fault::BadInput);
}

TEST_F(Shelf, TheNoticeNamesWhoHoldsACopyAndNobodyElse) { // K3: L.24
    EXPECT_EQ(registers.release_notice("1号", Language::Chinese).error().fault, Fault::Conflict);
    EXPECT_EQ(registers.release_notice("2号", Language::Chinese).error().fault, Fault::NotFound);
    release();
    auto notice = expected(registers.release_notice("1号", Language::Chinese));
    expect_complete(notice);
    ASSERT_EQ(notice.tables.at(0).rows.size(), 1U) << "void copies are not on paper";
    EXPECT_NE(text(notice, 0).find("陈立|综合科"), std::string::npos);
    ASSERT_EQ(notice.paragraphs.size(), 1U);
    EXPECT_NE(notice.paragraphs[0].find("2027-11-20"), std::string::npos);
    EXPECT_NE(notice.paragraphs[0].find("《年度计划》"), std::string::npos);
    bool says_level = std::any_of(notice.facts.begin(), notice.facts.end(),
                                  [](auto const& fact) { return fact.second == "机密★1年"; });
    EXPECT_TRUE(says_level);
    expect_complete(expected(registers.release_notice("1号", Language::English)));
}

} // namespace
} // namespace imprimatur::registers
