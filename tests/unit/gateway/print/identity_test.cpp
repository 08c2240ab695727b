#include "tests/unit/gateway/print/office.hpp"

namespace imprimatur::print {
namespace {

using registry::CopyState;
std::string const number = "鼓委办〔2026〕12号";

class Identification : public Office {
  protected:
    /// Three issued copies of a secret document.
    void make_three() {
        add_document(number, "notice");
        print({.copies = 3, .options = {{"imprimatur-recipients", "chenli,zhouning,sunyue"}}});
        grant();
        issue_all(last_job, proceed(last_job));
    }
    std::string sealed(Serial serial, std::uint32_t page) {
        return "seal " + std::to_string(page) + " " + to_text(keys.seal(serial, page)) + "\n";
    }
    static std::string dots(Serial serial, std::uint32_t page) {
        return "dots " + std::to_string(page) + " " + serial.text() + "\n";
    }
    std::string scan_of(Serial serial) {
        return "name scan\npages 2\n" + sealed(serial, 1) + sealed(serial, 2);
    }
    Proceeding refused(std::string const& content) {
        auto answer = print({.content = content, .options = {{"imprimatur-recipients", "chenli"}}});
        EXPECT_EQ(answer.verdict, Verdict::Refuse);
        EXPECT_FALSE(answer.clauses.empty());
        return answer;
    }
};

TEST_F(Identification, AScanOfACopyIsACopyOfThatCopyAndNeedsTheSameApproval) {
    make_three();
    auto parent = copies_of(number).at(1);
    auto answer = print(
        {.content = scan_of(parent.serial), .options = {{"imprimatur-recipients", "chenli"}}});
    EXPECT_EQ(answer.verdict, Verdict::Hold);
    EXPECT_EQ(waiting().request.action, "copy");
    EXPECT_EQ(waiting().parent_number->value, 2U);
    grant();
    answer = proceed(last_job);
    ASSERT_EQ(answer.verdict, Verdict::Deliver);
    EXPECT_EQ(answer.copies.at(0).number->value, 4U);
    auto const& mark = documents.marked.at(0);
    EXPECT_EQ(mark.parent->value, 2U);
    EXPECT_EQ(mark.level, Level::Secret); // K8: P7.5
    EXPECT_EQ(mark.period, find_period("10y"));
    ASSERT_EQ(mark.old_marks.size(), 2U);
    EXPECT_EQ(mark.old_marks[1].page, 2U);
    EXPECT_EQ(mark.old_marks[1].number->value, 2U);
    EXPECT_EQ(copies_of(number).at(3).parent, parent.serial);
}

TEST_F(Identification, AForgedSealIsNamedAndRefused) {
    make_three();
    auto seal = keys.seal(copies_of(number).at(0).serial, 1);
    seal.mac = std::string(16, '0');
    auto answer = refused("name scan\nseal 1 " + to_text(seal));
    EXPECT_EQ(answer.sentence.id, "print.seal-forged");
    EXPECT_EQ(answer.sentence.values.at("page"), "1");
}

TEST_F(Identification, AMarkMadeByHandIsNamedAndRefused) {
    Seal seal{Serial{42}, 1, std::nullopt};
    EXPECT_EQ(refused("name x\nseal 1 " + to_text(seal)).sentence.id, "print.seal-unsealed");
}

TEST_F(Identification, AGenuineSealOfNoCopyIsRefused) {
    EXPECT_EQ(refused("name x\n" + sealed(Serial{42}, 1)).sentence.id, "print.seal-unknown");
}

TEST_F(Identification, PagesOfTwoCopiesAreRefusedWithBothSerials) {
    make_three();
    auto copies = copies_of(number);
    auto answer =
        refused("name scan\npages 2\n" + sealed(copies[0].serial, 1) + sealed(copies[1].serial, 2));
    EXPECT_EQ(answer.sentence.id, "print.two-serials");
    EXPECT_EQ(answer.sentence.values.at("first"), copies[0].serial.text());
    EXPECT_EQ(answer.sentence.values.at("second"), copies[1].serial.text());
}

TEST_F(Identification, APageWhoseOldMarkCannotBeReadIsRefused) {
    make_three();
    auto answer = refused("name scan\npages 3\n" + sealed(copies_of(number)[0].serial, 1) +
                          sealed(copies_of(number)[0].serial, 3));
    EXPECT_EQ(answer.sentence.id, "print.page-without-seal");
    EXPECT_EQ(answer.sentence.values.at("page"), "2");
}

TEST_F(Identification, APageWithoutItsCodeIsKnownByItsDots) {
    make_three();
    auto serial = copies_of(number)[0].serial;
    auto content = "name scan\npages 2\n" + sealed(serial, 1) + dots(serial, 2);
    EXPECT_EQ(print({.content = content, .options = {{"imprimatur-recipients", "chenli"}}}).verdict,
              Verdict::Hold);
    EXPECT_EQ(waiting().request.action, "copy");
    EXPECT_EQ(waiting().parent_number->value, 1U);
}

TEST_F(Identification, AScanWithoutAnyCodeIsKnownByItsDotsAlone) {
    make_three();
    auto serial = copies_of(number)[2].serial;
    auto content = "name scan\npages 2\n" + dots(serial, 1) + dots(serial, 2);
    EXPECT_EQ(print({.content = content, .options = {{"imprimatur-recipients", "chenli"}}}).verdict,
              Verdict::Hold);
    EXPECT_EQ(waiting().request.action, "copy");
    EXPECT_EQ(waiting().parent_number->value, 3U);
}

TEST_F(Identification, APageWithTheDotsOfAnotherCopyIsRefusedWithBothSerials) {
    make_three();
    auto copies = copies_of(number);
    auto answer =
        refused("name scan\npages 2\n" + sealed(copies[0].serial, 1) + dots(copies[1].serial, 2));
    EXPECT_EQ(answer.sentence.id, "print.two-serials");
    EXPECT_EQ(answer.sentence.values.at("first"), copies[0].serial.text());
    EXPECT_EQ(answer.sentence.values.at("second"), copies[1].serial.text());
    EXPECT_EQ(answer.sentence.values.at("page"), "2");
}

TEST_F(Identification, ACodePastedOnAPageOfAnotherCopyIsNamedAndRefused) {
    make_three();
    auto copies = copies_of(number);
    auto answer = refused("name scan\n" + sealed(copies[0].serial, 1) + dots(copies[1].serial, 1));
    EXPECT_EQ(answer.sentence.id, "print.code-and-dots");
    EXPECT_EQ(answer.sentence.values.at("first"), copies[0].serial.text());
    EXPECT_EQ(answer.sentence.values.at("second"), copies[1].serial.text());
}

TEST_F(Identification, DotsOfNoCopyAreRefused) {
    auto answer = refused("name scan\n" + dots(Serial{42}, 1));
    EXPECT_EQ(answer.sentence.id, "print.seal-unknown");
}

TEST_F(Identification, OnACopyMadeFromPaperTheDotsOfItsParentShowThrough) {
    make_three();
    auto parent = copies_of(number)[0].serial;
    print({.content = scan_of(parent), .options = {{"imprimatur-recipients", "chenli"}}});
    grant();
    issue_all(last_job, proceed(last_job));
    EXPECT_TRUE(documents.marked.at(0).dots_mirrored); // so that the two fields can be told apart
    auto child = copies_of(number).at(3).serial;
    for (auto const& content : {"name scan\n" + sealed(child, 1) + dots(parent, 1),
                                "name scan\n" + dots(parent, 1) + dots(child, 1)}) {
        print({.content = content, .options = {{"imprimatur-recipients", "zhouning"}}});
        auto const asked = waiting();
        EXPECT_EQ(asked.request.action, "copy");
        EXPECT_EQ(asked.parent_number->value, 4U);
        expected(requests.withdraw(asked.request.id, "liming", "下一种"));
    }
}

TEST_F(Identification, ASpoiledCopyIsNotCopied) {
    make_three();
    auto serial = copies_of(number)[0].serial;
    auto transaction = expected(registry.begin("zhaomin"));
    expected(
        transaction.move_copy(serial, CopyState::Spoiled, "卡纸", {"copy.spoiled", "", {}, {}}));
    expected(transaction.commit());
    EXPECT_EQ(refused(scan_of(serial)).sentence.id, "print.parent-not-in-use");
}

TEST_F(Identification, AForeignCodeSaysNothing) {
    add_document(number, "notice");
    auto answer = print({.content = "name notice\nseal 1 https://example.org",
                         .options = {{"imprimatur-recipients", "chenli"}}});
    EXPECT_EQ(answer.verdict, Verdict::Hold);
    EXPECT_EQ(waiting().request.action, "print");
}

TEST_F(Identification, AnUnknownNumberIsRefused) {
    auto answer = print({.options = {{"imprimatur-document", "没有这个号"}}});
    EXPECT_EQ(answer.sentence.id, "print.document-unknown");
    EXPECT_EQ(answer.sentence.values.at("document"), "没有这个号");
}

TEST_F(Identification, AStatedNumberIsGoodForItsOwnFileOnly) {
    add_document(number, "notice");
    auto answer = print({.content = "name other", .options = {{"imprimatur-document", number}}});
    EXPECT_EQ(answer.sentence.id, "print.fingerprint-differs");
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
}

TEST_F(Identification, AGrantForAnotherFileIsNoGrant) {
    add_document(number, "notice");
    expected(requests.ask("liming", {.document = number, .count = 1, .recipients = {"chenli"}}));
    grant();
    auto answer =
        print({.content = "name changed",
               .options = {{"imprimatur-level", "机密"}, {"imprimatur-recipients", "chenli"}}});
    EXPECT_EQ(answer.verdict, Verdict::Hold);
    EXPECT_NE(waiting().document.number, number);
}

TEST_F(Identification, AHigherLevelOnThePagesThanRegisteredIsRefused) {
    add_document(number, "notice", Level::Confidential);
    auto answer = refused("name notice\nlevel 机密");
    EXPECT_EQ(answer.sentence.id, "print.level-written-higher");
}

TEST_F(Identification, OfTwoRegistrationsOfOneFileTheStricterLevelGoes) {
    add_document("A", "notice", Level::Internal);
    add_document("B", "notice", Level::Secret);
    EXPECT_EQ(print({.options = {{"imprimatur-recipients", "chenli"}}}).verdict, Verdict::Hold);
    EXPECT_EQ(waiting().document.number, "B");
}

} // namespace
} // namespace imprimatur::print
