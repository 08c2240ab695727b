// A page is recognised, not a file; what disagrees is an officer's to say.
#include "gateway/print/review.hpp"
#include "tests/unit/gateway/print/office.hpp"

namespace imprimatur::print {
namespace {

std::string const secret = "鼓委办〔2026〕12号";
std::string const memo = "鼓委办〔2026〕13号";

class Recognition : public Office {
  protected:
    Recognition() {
        hire("zhaomin", "赵敏", {"user", "registry-officer"}, "机要科");
        register_file(secret, "name secret\npage a b c d\npage e f g h\npage i j k l");
    }
    Reviews reviews{parts};

    ReviewView only_review() {
        auto list = expected(reviews.list(registry::ReviewState::Waiting));
        EXPECT_EQ(list.size(), 1U);
        return list.at(0);
    }
    ReviewView decide(ReviewWord word) {
        word.note = "核对过";
        return expected(reviews.decide(only_review().review.id, "zhaomin", word));
    }
    std::string sealed(Serial serial, std::uint32_t on, std::uint32_t page) {
        return "seal " + std::to_string(on) + " " + to_text(keys.seal(serial, page)) + "\n";
    }
    Serial issued_copy(std::string const& number, std::string const& content) {
        print({.content = content, .options = {{"imprimatur-recipients", "chenli"}}});
        grant();
        issue_all(last_job, proceed(last_job));
        return copies_of(number).at(0).serial;
    }
};

TEST_F(Recognition, OnePageAmongOthersMakesItAJobOfThatDocument) {
    for (auto const* content : {"name x\npage e f g h", "name x\npage u v\npage i j k l\npage w",
                                "name x\npage u v w a b c d"}) {
        auto const answer = print({.content = content});
        EXPECT_EQ(answer.verdict, Verdict::Hold) << content;
        EXPECT_EQ(answer.clauses.at(0), "P7.13.1") << content;
        EXPECT_EQ(waiting().document.number, secret) << content;
        expected(jobs->cancel(last_job, "", "liming"));
    }
}

TEST_F(Recognition, APageThatIsAPictureIsFoundBehindTenOthersWithMoreOfItsKeys) {
    for (int i = 0; i < 10; ++i) {
        auto const own = std::string(1, static_cast<char>('A' + i));
        auto page = std::string("page q1 q2 q3 q4 q5");
        for (int word = 0; word < 10; ++word) {
            page += " " + own + std::to_string(word);
        }
        register_file("鼓办发〔2026〕" + std::to_string(i + 1) + "号", "name " + own + "\n" + page,
                      Level::Ordinary);
    }
    register_file(memo, "name memo\npage a1 b1 c1 d1");
    print({.content = "name x\npicture 1\npage a1 b1 c1 d1 q1 q2 q3 q4 q5 z1 z2 z3 z4 z5"});
    EXPECT_EQ(waiting().document.number, memo);
}

TEST_F(Recognition, OneKeyOfWordsReadOnAPictureIsEnoughToLookAtAPage) {
    print({.content = "name x\npicture 1 a\npage a r s"});
    EXPECT_TRUE(expected(reviews.list(registry::ReviewState::Waiting)).empty());
    register_file(memo, "name memo\npage a1 b1");
    print({.content = "name x\npicture 1 a1\npage a1 r s"});
    EXPECT_EQ(only_review().document->number, memo);
}

TEST_F(Recognition, OfSeveralDocumentsTheStrictestCounts) {
    register_file(memo, "name memo\npage m n o p", Level::Confidential);
    print({.content = "name x\npage m n o p\npage a b c d"});
    EXPECT_EQ(waiting().document.number, secret);
}

TEST_F(Recognition, WhatIsOnlyAlikeWaitsForAnOfficerAndIsShownBesideIt) {
    auto const answer = print({.content = "name x\npage a b y z"});
    EXPECT_EQ(answer.verdict, Verdict::Hold);
    EXPECT_EQ(answer.reason, "imprimatur-review-needed");
    EXPECT_EQ(answer.sentence.id, "print.pages-alike");
    EXPECT_EQ(answer.sentence.values.at("document"), secret);
    EXPECT_EQ(proceed(last_job).verdict, Verdict::Hold);
    auto const view = only_review();
    EXPECT_EQ(view.document->number, secret);
    auto picture = expected(reviews.picture(view.review.id, "zhaomin", 80));
    EXPECT_EQ(expected(read_whole(picture)), "pages 1 and 1");
    EXPECT_EQ(events("review.looked-at").size(), 1U);
}

TEST_F(Recognition, AnOfficersWordThatItBelongsMakesItNeedThatApproval) {
    print({.content = "name x\npage a b y z"});
    decide({registry::ReviewState::Belongs, secret, {}, {}, {}});
    EXPECT_EQ(releaser.released.size(), 1U);
    EXPECT_EQ(proceed(last_job).verdict, Verdict::Hold);
    EXPECT_EQ(waiting().document.number, secret);
    EXPECT_EQ(events("review.decided").at(0).details.at("document"), secret);
}

TEST_F(Recognition, AnOfficersWordThatItStandsAlonePrintsItAtTheStatedLevel) {
    print({.content = "name x\npage a b y z"});
    decide({registry::ReviewState::StandsAlone, "", Level::Ordinary, {}, {}});
    EXPECT_EQ(proceed(last_job).verdict, Verdict::Deliver);
    EXPECT_FALSE(is_classified(documents.marked.at(0).level));
}

TEST_F(Recognition, AnOfficersRefusalEndsTheJobWithTheReason) {
    print({.content = "name x\npage a b y z"});
    decide({registry::ReviewState::Refused, "", {}, {}, {}});
    auto const answer = proceed(last_job);
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
    EXPECT_EQ(answer.sentence.values.at("reason"), "核对过");
}

TEST_F(Recognition, NobodyReviewsAJobOfTheirOwnAndADecisionNeedsAReason) {
    print({.user = "zhaomin", .content = "name x\npage a b y z"});
    auto const id = only_review().review.id;
    ReviewWord word{registry::ReviewState::StandsAlone, "", Level::Ordinary, {}, "x"};
    EXPECT_EQ(reviews.decide(id, "zhaomin", word).error().fault, Fault::Denied);
    word.note = "";
    EXPECT_EQ(reviews.decide(id, "wanghua", word).error().sentence.id, "print.review-needs-reason");
}

TEST_F(Recognition, AJobThatEndsTakesItsReviewAway) {
    print({.content = "name x\npage a b y z"});
    expected(jobs->cancel(last_job, "", "liming"));
    EXPECT_TRUE(expected(reviews.list(registry::ReviewState::Waiting)).empty());
    EXPECT_EQ(expected(reviews.list(registry::ReviewState::Withdrawn)).size(), 1U);
}

TEST_F(Recognition, AJobUnderReviewIsNotReleasedBeforeTheWord) {
    print({.content = "name x\npage a b y z"});
    expected(jobs->wake());
    EXPECT_TRUE(releaser.released.empty());
    start_again();
    EXPECT_EQ(proceed(last_job).verdict, Verdict::Hold);
}

TEST_F(Recognition, ALevelThatStandsOnAnUnregisteredDocumentWaitsForAnOfficer) {
    for (auto const& options :
         {std::vector<std::pair<std::string, std::string>>{},
          std::vector<std::pair<std::string, std::string>>{{"imprimatur-level", "secret"}}}) {
        auto const answer = print({.content = "name y\nlevel secret", .options = options});
        EXPECT_EQ(answer.verdict, Verdict::Hold);
        EXPECT_EQ(answer.sentence.id, "print.level-unregistered");
        EXPECT_EQ(answer.clauses, std::vector<std::string>{"P7.3"});
    }
}

TEST_F(Recognition, APersonsNumberDoesNotHideAStricterDocument) {
    register_file(memo, "name memo\npage m n o p", Level::Confidential);
    auto const answer = print({.content = "name x\npage m n o p\npage a b c d",
                               .options = {{"imprimatur-document", memo}}});
    EXPECT_EQ(answer.sentence.id, "print.pages-of-another");
    EXPECT_EQ(answer.sentence.values.at("document"), secret);
}

TEST_F(Recognition, EachMarkOfOneDocumentOnEachPageOfAnotherIsHeldForEveryPairOfLevels) {
    for (auto mark_level :
         {Level::Internal, Level::Confidential, Level::Secret}) { // that may be printed
        auto const number = "标志" + std::string(identifier(mark_level));
        auto const own = "name " + number + "\npage " + number + "1 x1\npage " + number + "2 x2";
        register_file(number, own, mark_level);
        auto copy = print({.content = own, .options = {{"imprimatur-recipients", "chenli"}}});
        if (copy.verdict == Verdict::Hold) {
            grant();
            copy = proceed(last_job);
        }
        ASSERT_EQ(copy.verdict, Verdict::Deliver) << number;
        issue_all(last_job, copy);
        auto const serial = copies_of(number).at(0).serial;
        for (auto page_level :
             {Level::Internal, Level::Confidential, Level::Secret, Level::TopSecret}) {
            auto const other = number + "上的" + std::string(identifier(page_level));
            auto const pages = "page " + other + "1 y1\npage " + other + "2 y2\n";
            register_file(other, "name " + other + "\n" + pages, page_level);
            auto const answer = print({.content = "name z" + other + "\n" + pages +
                                                  sealed(serial, 1, 1) + sealed(serial, 2, 2)});
            EXPECT_EQ(answer.verdict, Verdict::Hold) << other;
            EXPECT_EQ(answer.reason, "imprimatur-review-needed") << other;
            auto const dots = print({.content = "name d" + other + "\n" + pages + "dots 1 " +
                                                serial.text() + "\ndots 2 " + serial.text()});
            EXPECT_EQ(dots.reason, "imprimatur-review-needed") << other;
        }
    }
}

TEST_F(Recognition, CodesThatNameAPageTwiceOrOneThatIsNotThereAreHeld) {
    auto const pages = std::string("page a b c d\npage e f g h\npage i j k l\n");
    auto const serial = issued_copy(secret, "name secret\n" + pages);
    auto twice = print({.content = "name s\n" + pages + sealed(serial, 1, 1) +
                                   sealed(serial, 2, 2) + sealed(serial, 3, 2)});
    EXPECT_EQ(twice.sentence.id, "print.code-pages");
    auto beyond = print({.content = "name s\n" + pages + sealed(serial, 1, 1) +
                                    sealed(serial, 2, 2) + sealed(serial, 3, 4)});
    EXPECT_EQ(beyond.sentence.id, "print.code-pages");
    auto right = print({.content = "name s\n" + pages + sealed(serial, 1, 1) +
                                   sealed(serial, 2, 2) + sealed(serial, 3, 3)});
    EXPECT_EQ(right.reason, "imprimatur-approval-needed");
    EXPECT_EQ(waiting().request.action, "copy");
}

TEST_F(Recognition, AGrantIsForThisVeryFile) {
    auto const pages = std::string("page a b c d\npage e f g h\npage i j k l\n");
    print({.content = "name secret\n" + pages, .options = {{"imprimatur-recipients", "chenli"}}});
    grant();
    auto const changed = print(
        {.content = "name changed\n" + pages, .options = {{"imprimatur-recipients", "chenli"}}});
    EXPECT_EQ(changed.verdict, Verdict::Hold) << "its pages are alike, but it is another file";
    EXPECT_EQ(waiting().document.number, secret);
}

} // namespace
} // namespace imprimatur::print
