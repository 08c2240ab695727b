#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "gateway/registers/registers.hpp"
#include "tests/support/expected.hpp"

namespace imprimatur::registers {
namespace {

using registry::CopyState;
std::string const number = "鼓委办〔2026〕12号";

std::filesystem::path new_folder() {
    char name[] = "/tmp/registers-XXXXXX";
    return mkdtemp(name);
}

/// Three copies of one grant of four: one issued, one spoiled, one void.
class Book : public testing::Test {
  protected:
    Book()
        : folder_(new_folder()), registry_(expected(registry::Registry::open(
                                     "sqlite://" + (folder_ / "registry.db").string(), clock_))),
          registers_(registry_, sentences_, *clock_, "区委办公室", [](std::string const&) {
              return trace::Title{"主管领导", "leader"};
          }) {
        auto transaction = expected(registry_.begin("zhaomin"));
        for (auto const& [account, name] :
             {std::pair("liming", "李明"), {"wanghua", "王华"}, {"chenli", "陈立"}}) {
            registry::Person person{.account = account, .full_name = name, .department = "综合科"};
            expected(transaction.put_person(person, entry("person.entered")));
        }
        registry::Document document{.number = number,
                                    .title = "通知",
                                    .level = Level::Secret,
                                    .period = find_period("10y"),
                                    .keeper_original = "wanghua",
                                    .registered_by = "liming"};
        document_ = expected(transaction.add_document(document, entry("document.registered"))).id;
        registry::Request request{.document = document_,
                                  .action = "print",
                                  .requester = "liming",
                                  .count = 4,
                                  .purpose = "学习",
                                  .policy = "P7",
                                  .fingerprint = "f"};
        request = expected(transaction.add_request(request, entry("request.made")));
        expected(transaction.add_approval({request.id, 0, "county-leader", "wanghua",
                                           registry::ApprovalVerdict::Agree, "", clock_->now()},
                                          entry("approval.given")));
        registry::Grant grant{.request = request.id,
                              .document = document_,
                              .fingerprint = "f",
                              .count = 4,
                              .until = find_instant("2026-12-31T16:00:00.000Z"),
                              .granted_by = "wanghua",
                              .granted_at = clock_->now()};
        grant = expected(transaction.add_grant(grant, entry("grant.made")));
        auto reservation =
            expected(transaction.reserve({.document = document_,
                                          .job = "j",
                                          .grant = grant.id,
                                          .count = 3,
                                          .recipients = {"chenli", "chenli", "liming"},
                                          .place = "P",
                                          .printed_by = "liming"},
                                         clock_->now(), entry("copy.reserved")));
        settle(transaction, reservation.copies().at(0).serial, CopyState::Issued);
        settle(transaction, reservation.copies().at(1).serial, CopyState::Spoiled);
        settle(transaction, reservation.copies().at(2).serial, CopyState::Void);
        expected(transaction.commit());
    }
    ~Book() override { std::filesystem::remove_all(folder_); }

    static registry::Entry entry(std::string what) { return {std::move(what), "", {}, {}}; }
    static void settle(registry::Transaction& transaction, Serial serial, CopyState to) {
        expected(
            transaction.move_copy(serial, CopyState::Delivering, "", entry("copy.delivering")));
        expected(transaction.move_copy(serial, to, "", entry("copy.settled")));
    }
    static bool holds(std::vector<std::string> const& lines, std::string const& text) {
        return std::any_of(lines.begin(), lines.end(),
                           [&](auto const& line) { return line.find(text) != std::string::npos; });
    }
    static bool says(form::Sheet const& sheet, std::string const& text) {
        auto in_row = [&](auto const& row) {
            return std::any_of(row.begin(), row.end(), [&](auto const& cell) {
                return cell.text.find(text) != std::string::npos;
            });
        };
        return std::any_of(
                   sheet.facts.begin(), sheet.facts.end(),
                   [&](auto const& fact) { return fact.second.find(text) != std::string::npos; }) ||
               std::any_of(sheet.tables.begin(), sheet.tables.end(), [&](auto const& table) {
                   return std::any_of(table.rows.begin(), table.rows.end(), in_row);
               });
    }

    std::filesystem::path folder_;
    std::shared_ptr<SetClock> clock_ =
        std::make_shared<SetClock>(*find_instant("2026-11-23T02:00:00.000Z"));
    registry::Registry registry_;
    Sentences sentences_{IMPRIMATUR_SOURCE_DIR "/templates/messages"};
    Registers registers_;
    keys::Keys keys_ = expected(keys::Keys::open(folder_ / "key", true));
    registry::Id document_ = 0;
};

TEST_F(Book, TheCopyRecordSaysHowManyOnWhoseWordAndWhereEachWent) { // K9: P5.8, P3.2, P8.3
    auto record = expected(registers_.copy_record(number, Language::Chinese));
    ASSERT_EQ(record.sheet.tables.size(), 2U);
    EXPECT_EQ(record.sheet.tables[0].rows.size(), 1U);
    EXPECT_EQ(record.sheet.tables[1].rows.size(), 3U); // void and spoiled ones too
    for (auto const* text : {"鼓委办〔2026〕12号", "机密★10年", "王华 (主管领导)", "000001",
                             "000003", "陈立", "作废", "报废", "学习"}) {
        EXPECT_TRUE(says(record.sheet, text)) << text;
    }
    EXPECT_TRUE(says(record.sheet, "有纸件 1 份，报废 1 份，在印 0 份，作废 1 份"));
}

TEST_F(Book, EveryRowHasACellForEachColumn) {
    for (auto const& sheet :
         {expected(registers_.copy_record(number, Language::English)).sheet,
          expected(registers_.issue_register({}, {}, Language::English)).sheet}) {
        for (auto const& table : sheet.tables) {
            for (auto const& row : table.rows) {
                EXPECT_EQ(row.size(), table.columns.size()) << sheet.title;
            }
            for (auto const& column : table.columns) {
                EXPECT_EQ(column.heading.find("registers."), std::string::npos) << column.heading;
            }
        }
    }
}

TEST_F(Book, TheIssueRegisterHoldsWhatWasIssuedInItsDays) { // K11: P5.6, P7.2
    auto all = expected(registers_.issue_register({}, {}, Language::Chinese));
    EXPECT_EQ(all.movements.size(), 1U);
    EXPECT_TRUE(says(all.sheet, "陈立\n综合科"));
    auto day = local_date(clock_->now());
    EXPECT_EQ(expected(registers_.issue_register(day, day, Language::Chinese)).movements.size(),
              1U);
    Date before{std::chrono::sys_days{day} - std::chrono::days{1}};
    EXPECT_TRUE(
        expected(registers_.issue_register({}, before, Language::Chinese)).movements.empty());
    EXPECT_EQ(registers_.issue_register(day, before, Language::Chinese).error().fault,
              Fault::BadInput);
}

TEST_F(Book, TheRegisterOfTheStoreSaysWhatLeftItAndCameBack) { // K11: P14.archive.9.3
    auto transaction = expected(registry_.begin("zhaomin"));
    auto copies = expected(transaction.copies(document_));
    auto serial = copies.at(0).serial;
    expected(transaction.hand_copy(serial, {.to = "liming", .kind = "loan", .signed_name = "李明"},
                                   entry("copy.loan")));
    expected(transaction.hand_copy(serial, {.to = "chenli", .kind = "loan-back"},
                                   entry("copy.loan-back")));
    expected(transaction.commit());
    auto sheet = expected(registers_.store_register({}, {}, Language::Chinese));
    ASSERT_EQ(sheet.tables.at(0).rows.size(), 2U) << "the issue itself is no move of the store";
    auto const& out = sheet.tables[0].rows[0];
    EXPECT_EQ(out.size(), sheet.tables[0].columns.size());
    auto holds = [](std::vector<form::Cell> const& row, std::string const& text) {
        return std::any_of(row.begin(), row.end(),
                           [&](auto const& cell) { return cell.text == text; });
    };
    EXPECT_TRUE(holds(out, "出库") && holds(out, "李明") && holds(out, "陈立"));
    EXPECT_TRUE(holds(sheet.tables[0].rows[1], "入库"));
    Date before{std::chrono::sys_days{local_date(clock_->now())} - std::chrono::days{1}};
    EXPECT_TRUE(expected(registers_.store_register({}, before, Language::Chinese))
                    .tables.at(0)
                    .rows.empty());
}

TEST_F(Book, TheReportOfATraceTellsTheStoryTheFamilyAndWhatToDo) { // K21
    auto transaction = expected(registry_.look());
    auto copies = expected(transaction.copies(document_));
    trace::Trace trace;
    trace::Story story;
    story.copy = copies.at(0);
    story.document = expected(transaction.document(document_));
    story.others = {copies.at(1)};
    story.names = {{"chenli", "陈立"}};
    story.next = {{"trace.next-report", {}}};
    trace.stories.push_back(story);
    trace.warnings.push_back(
        {"trace.two-copies", {{"page", "1"}, {"first", "A"}, {"second", "B"}}});
    trace.regions.push_back({1,
                             1,
                             {},
                             {},
                             copies.at(0).serial,
                             {},
                             false,
                             true,
                             1e-12,
                             {120.4, 85, 143.2, -12},
                             {"trace.region-dots",
                              {{"number", "1"},
                               {"page", "1"},
                               {"serial", copies.at(0).serial.text()},
                               {"chance", "10^-12"}}}});
    trace.sentence = {"trace.one", {}};
    trace.asked = {"liming", "李明", clock_->now(), {}, "scan.jpg", std::string(64, 'a')};
    auto const sheet = registers_.trace_report(trace, "PUBLICKEY", Language::Chinese);
    for (auto const& text :
         {copies.at(0).serial.text(), copies.at(1).serial.text(), std::string("同一文件"),
          std::string("10^-12"), std::string("120 × 85 mm, 143 dpi, -12°"), std::string("scan.jpg"),
          std::string(64, 'a'), std::string("李明 (liming)"), local_text(clock_->now()),
          std::string("立即报告保密工作机构")}) {
        EXPECT_TRUE(says(sheet, text)) << text;
    }
    EXPECT_TRUE(holds(sheet.opening, "两份的标记"));
    EXPECT_TRUE(holds(sheet.paragraphs, "PUBLICKEY"));
    for (auto const& table : sheet.tables) {
        for (auto const& row : table.rows) {
            EXPECT_EQ(row.size(), table.columns.size()) << table.heading;
        }
    }
}

TEST_F(Book, TheReportOfATraceOfSeveralCopiesNamesNoneOfThemInItsHead) {
    auto transaction = expected(registry_.look());
    auto copies = expected(transaction.copies(document_));
    trace::Trace trace;
    for (auto const& copy : {copies.at(2), copies.at(0)}) {
        trace::Story story;
        story.copy = copy;
        story.document = expected(transaction.document(document_));
        trace.stories.push_back(story);
    }
    trace.sentence = {"trace.disagree", {{"count", "2"}}};
    trace.disagreements = {{"trace.code-pasted", {{"page", "1"}, {"first", "A"}, {"second", "B"}}}};
    auto const sheet = registers_.trace_report(trace, "PUBLICKEY", Language::Chinese);
    for (auto const& [label, value] : sheet.facts) {
        for (auto const& copy : copies) {
            EXPECT_EQ(value.find(copy.serial.text()), value.npos) << label;
            EXPECT_EQ(value.find(copy.recipient), value.npos) << label;
        }
    }
    ASSERT_EQ(sheet.opening.size(), 2U);
    EXPECT_TRUE(holds({sheet.opening[0]}, "相互矛盾"));
    EXPECT_TRUE(holds({sheet.opening[1]}, "二维码说是 A"));
    EXPECT_TRUE(holds({sheet.opening[1]}, "遍布整页"));
    EXPECT_TRUE(holds({sheet.tables.at(0).heading}, copies.at(2).serial.text()));
}

TEST_F(Book, TheReportOfAPartialSerialListsTheCopiesThatFitAndTellsOfNone) {
    auto transaction = expected(registry_.look());
    auto copies = expected(transaction.copies(document_));
    copies.at(1).number.reset();
    trace::Trace trace;
    for (auto const& copy : {copies.at(0), copies.at(1)}) {
        trace.candidates.push_back({copy, number, "通知", "陈立"});
    }
    trace.further = 7;
    trace.sentence = {"trace.many-fit", {{"count", "9"}, {"further", "7"}}};
    trace.asked = {"liming", "李明", clock_->now(), "7K3?…", {}, {}};
    auto const sheet = registers_.trace_report(trace, "PUBLICKEY", Language::English);
    ASSERT_EQ(sheet.tables.size(), 1U);
    auto const& table = sheet.tables[0];
    EXPECT_EQ(table.heading, "Copies that fit");
    auto texts = [](std::vector<form::Cell> const& row) {
        std::vector<std::string> out;
        for (auto const& cell : row) {
            out.push_back(cell.text);
        }
        return out;
    };
    using Texts = std::vector<std::string>;
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.columns.size(), table.rows[0].size());
    EXPECT_EQ(texts(table.rows[0]),
              (Texts{copies.at(0).serial.text(), "000001", number, "通知", "陈立", "issued"}));
    EXPECT_EQ(texts(table.rows[1]),
              (Texts{copies.at(1).serial.text(), "—", number, "通知", "陈立", "spoiled"}));
    EXPECT_TRUE(holds(sheet.opening, "7 more are not"));
    EXPECT_TRUE(says(sheet, "7K3?…"));
}

/// Names, titles and numbers are as they were entered; all else is English.
TEST_F(Book, TheReportOfATraceInEnglishHasNoChineseOfItsOwn) {
    auto transaction = expected(registry_.look());
    trace::Trace trace;
    trace::Tracer const tracer(registry_, keys_, *clock_, {}, [](auto const&) {
        return trace::Title{"主管领导", "a leader"};
    });
    auto const copy = expected(transaction.copies(document_)).at(0);
    trace = expected(tracer.by_text(copy.serial.text(), "liming"));
    auto const sheet = registers_.trace_report(trace, "PUBLICKEY", Language::English);
    EXPECT_TRUE(says(sheet, "Secret (10 years)"));
    auto check = [&](std::string text) {
        for (std::string const& entered :
             {number, std::string("P7.九"), std::string("通知"), std::string("李明"),
              std::string("王华"), std::string("陈立")}) {
            for (auto at = text.find(entered); at != text.npos; at = text.find(entered)) {
                text.erase(at, entered.size());
            }
        }
        EXPECT_TRUE(std::none_of(text.begin(), text.end(), [](char c) {
            auto const byte = static_cast<unsigned char>(c);
            return byte >= 0xE3 && byte <= 0xEF;
        })) << text;
    };
    for (auto const& [label, value] : sheet.facts) {
        check(label);
        check(value);
    }
    for (auto const& table : sheet.tables) {
        check(table.heading);
        for (auto const& row : table.rows) {
            for (auto const& cell : row) {
                check(cell.text);
            }
        }
    }
    for (auto const& text : {sheet.title, sheet.opening.at(0), sheet.foot, sheet.signatures.at(0),
                             sheet.paragraphs.at(0)}) {
        check(text);
    }
}

TEST_F(Book, AnUnknownDocumentHasNoRecord) {
    EXPECT_EQ(registers_.copy_record("x", Language::Chinese).error().fault, Fault::NotFound);
}

} // namespace
} // namespace imprimatur::registers
