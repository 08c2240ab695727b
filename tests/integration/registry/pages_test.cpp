// A page is found again by its keys, whoever writes at the same time and whatever becomes of the
// file.
#include "tests/integration/registry/databases.hpp"

#include <random>
#include <sys/wait.h>
#include <thread>

#include <gmock/gmock.h>

#include "gateway/registry/postings.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::registry {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

using Pages = std::vector<std::vector<PageKey>>;

constexpr std::uint32_t keys_of_page = 24;

/// Pages of a file that nobody else has: `seed` tells files apart.
Pages pages_of(std::uint64_t seed, std::size_t pages) {
    std::mt19937_64 random(seed);
    Pages out(pages);
    for (auto& page : out) {
        for (std::uint32_t i = 0; i < keys_of_page; ++i) {
            page.push_back(random() & last_key);
        }
    }
    return out;
}

auto is_page(Id document, std::uint32_t page, std::uint32_t hits) {
    return AllOf(Field(&PageHit::document, document), Field(&PageHit::page, page),
                 Field(&PageHit::hits, hits));
}

template <class Database> class PageIndex : public OnBoth<Database> {
  protected:
    Id enter(Pages const& pages, bool is_provisional = false) {
        auto transaction = this->begin();
        Document document;
        document.number = "第" + std::to_string(++entered_) + "号";
        document.is_provisional = is_provisional;
        auto id = transaction.add_document(document, entry("document.registered")).value().id;
        EXPECT_TRUE(transaction.index_pages(id, pages));
        EXPECT_TRUE(transaction.commit());
        return id;
    }

    std::vector<PageHit> find(std::vector<PageKey> const& asked, std::uint32_t least = 6) {
        return this->look().find_pages(asked, least).value();
    }

    int entered_ = 0;
};
TYPED_TEST_SUITE(PageIndex, Databases, DatabaseName);

TYPED_TEST(PageIndex, FindsEveryPageAgain) {
    auto first = this->enter(pages_of(1, 10));
    auto second = this->enter(pages_of(2, 3));
    for (std::uint32_t page = 1; page <= 10; ++page) {
        EXPECT_THAT(this->find(pages_of(1, 10)[page - 1]),
                    ElementsAre(is_page(first, page, keys_of_page)));
    }
    EXPECT_THAT(this->find(pages_of(2, 3)[2]), ElementsAre(is_page(second, 3, keys_of_page)));
}

TYPED_TEST(PageIndex, FindsNoPageThatSharesTooLittle) {
    auto const pages = pages_of(1, 10);
    this->enter(pages);
    EXPECT_THAT(this->find(pages_of(3, 1)[0], 1), IsEmpty());
    std::vector<PageKey> five(pages[4].begin(), pages[4].begin() + 5);
    EXPECT_THAT(this->find(five, 6), IsEmpty());
    EXPECT_THAT(this->find(five, 5), SizeIs(1));
    EXPECT_THAT(this->find({}), IsEmpty());
}

TYPED_TEST(PageIndex, CountsAKeyThatIsAskedTwiceOnce) {
    auto const pages = pages_of(1, 1);
    auto id = this->enter(pages);
    auto asked = pages[0];
    asked.insert(asked.end(), pages[0].begin(), pages[0].end());
    EXPECT_THAT(this->find(asked), ElementsAre(is_page(id, 1, keys_of_page)));
}

TYPED_TEST(PageIndex, NamesThePageWithMostOfTheKeysFirst) {
    auto pages = pages_of(1, 2);
    auto id = this->enter(pages);
    std::vector<PageKey> asked = pages[0];
    asked.insert(asked.end(), pages[1].begin(), pages[1].begin() + 10);
    EXPECT_THAT(this->find(asked), ElementsAre(is_page(id, 1, keys_of_page), is_page(id, 2, 10)));
}

TYPED_TEST(PageIndex, TakesOutWhatWasThereOfTheDocument) {
    auto id = this->enter(pages_of(1, 4));
    {
        auto transaction = this->begin();
        ASSERT_TRUE(transaction.index_pages(id, pages_of(2, 2)));
        ASSERT_TRUE(transaction.commit());
    }
    EXPECT_THAT(this->find(pages_of(1, 4)[0]), IsEmpty());
    EXPECT_THAT(this->find(pages_of(2, 2)[1]), ElementsAre(is_page(id, 2, keys_of_page)));
    {
        auto transaction = this->begin();
        ASSERT_TRUE(transaction.index_pages(id, {}));
        ASSERT_TRUE(transaction.commit());
    }
    EXPECT_THAT(this->find(pages_of(2, 2)[1]), IsEmpty());
}

TYPED_TEST(PageIndex, LeavesNothingOfATransactionThatWasNotCommitted) {
    auto id = this->enter(pages_of(1, 4));
    {
        auto transaction = this->begin();
        ASSERT_TRUE(transaction.index_pages(id, pages_of(2, 4)));
    }
    EXPECT_THAT(this->find(pages_of(1, 4)[3]), ElementsAre(is_page(id, 4, keys_of_page)));
    EXPECT_THAT(this->find(pages_of(2, 4)[0]), IsEmpty());
}

TYPED_TEST(PageIndex, KilledInTheMiddleLeavesNothingHalf) {
    auto id = this->enter(pages_of(1, 4));
    auto child = ::fork();
    if (child == 0) {
        auto book = Registry::open(this->database.connection(), this->clock).value();
        auto transaction = book.begin("wang").value();
        bool is_in = transaction.index_pages(id, pages_of(2, 40)).has_value();
        ::_exit(is_in ? 9 : 1); // no end of its own: as kill -9
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(WEXITSTATUS(status), 9);
    EXPECT_THAT(this->find(pages_of(1, 4)[3]), ElementsAre(is_page(id, 4, keys_of_page)));
    EXPECT_THAT(this->find(pages_of(2, 40)[0], 1), IsEmpty());
    auto next = this->enter(pages_of(3, 2));
    EXPECT_THAT(this->find(pages_of(3, 2)[1]), ElementsAre(is_page(next, 2, keys_of_page)));
}

TYPED_TEST(PageIndex, OfALetterheadCountsNothingOnceItStandsOnManyDocuments) {
    auto const letterhead = pages_of(7, 1)[0];
    auto const with_letterhead = [&](std::uint64_t seed) {
        auto pages = pages_of(seed, 1);
        std::copy_n(letterhead.begin(), 12, pages[0].begin());
        return pages;
    };
    std::vector<Id> letters;
    for (std::uint64_t seed = 100; seed < 163; ++seed) {
        letters.push_back(this->enter(with_letterhead(seed)));
    }
    EXPECT_THAT(this->find(letterhead), SizeIs(63));
    letters.push_back(this->enter(with_letterhead(163)));
    EXPECT_THAT(this->find(letterhead, 1), IsEmpty());
    letters.push_back(this->enter(with_letterhead(164)));
    EXPECT_THAT(this->find(letterhead, 1), IsEmpty());
    // What only the one letter has still finds it, the first as the last.
    EXPECT_THAT(this->find(with_letterhead(100)[0]), ElementsAre(is_page(letters[0], 1, 12)));
    EXPECT_THAT(this->find(with_letterhead(164)[0]), ElementsAre(is_page(letters[64], 1, 12)));
}

TYPED_TEST(PageIndex, KeepsTheKeysOfOneLongFormAndOfItsNextEditions) {
    auto form = pages_of(7, 1)[0];
    Pages hundred(100, form);
    auto id = this->enter(hundred);
    for (int edition = 0; edition < 4; ++edition) {
        this->enter(hundred);
    }
    EXPECT_THAT(this->find(form), SizeIs(64));
    auto transaction = this->begin();
    // Entered again and again it stays one document, however many of its pages were taken out.
    for (int again = 0; again < 8; ++again) {
        ASSERT_TRUE(transaction.index_pages(id, hundred));
    }
    ASSERT_TRUE(transaction.commit());
    EXPECT_THAT(this->find(form), SizeIs(64));
}

TYPED_TEST(PageIndex, OfDraftsNeverHidesARegisteredPage) {
    auto const secret = pages_of(7, 1);
    for (int draft = 0; draft < 150; ++draft) {
        this->enter(secret, true);
    }
    EXPECT_THAT(this->find(secret[0]), SizeIs(64));
    auto id = this->enter(secret);
    auto found = this->find(secret[0]);
    EXPECT_THAT(found, SizeIs(64));
    EXPECT_THAT(found, testing::Contains(is_page(id, 1, keys_of_page)));
    for (int draft = 0; draft < 100; ++draft) {
        this->enter(secret, true);
    }
    EXPECT_THAT(this->find(secret[0]), testing::Contains(is_page(id, 1, keys_of_page)));
}

TYPED_TEST(PageIndex, TakesTwoWritersAtOnce) {
    constexpr int writers = 4;
    constexpr int files = 8;
    std::vector<std::vector<Id>> ids(writers);
    {
        auto transaction = this->begin();
        for (auto& mine : ids) {
            for (int file = 0; file < files; ++file) {
                auto number = std::to_string(&mine - ids.data()) + "-" + std::to_string(file);
                mine.push_back(this->add_document(transaction, number).id);
            }
        }
        ASSERT_TRUE(transaction.commit());
    }
    // All of them write the same buckets, each in another order.
    auto const pages_for = [](int writer, int file) {
        auto pages = pages_of(static_cast<std::uint64_t>(1000 * writer + file), 6);
        for (auto& page : pages) {
            for (auto& key : page) {
                key = (key & ((1U << bucket_shift) - 1)) | ((key >> 36U) << bucket_shift);
            }
        }
        return pages;
    };
    std::vector<std::thread> running;
    for (int writer = 0; writer < writers; ++writer) {
        running.emplace_back([&, writer] {
            auto book = Registry::open(this->database.connection(), this->clock).value();
            for (int file = 0; file < files; ++file) {
                auto transaction = book.begin("wang").value();
                auto id = ids[static_cast<std::size_t>(writer)][static_cast<std::size_t>(file)];
                EXPECT_TRUE(transaction.index_pages(id, pages_for(writer, file)));
                EXPECT_TRUE(transaction.commit());
            }
        });
    }
    for (auto& thread : running) {
        thread.join();
    }
    for (int writer = 0; writer < writers; ++writer) {
        for (int file = 0; file < files; ++file) {
            auto id = ids[static_cast<std::size_t>(writer)][static_cast<std::size_t>(file)];
            auto found = this->find(pages_for(writer, file)[5], 20);
            EXPECT_THAT(found, ElementsAre(Field(&PageHit::document, id)));
        }
    }
}

TYPED_TEST(PageIndex, FindsDocumentsByTheKeyOfTheirFile) {
    auto transaction = this->begin();
    std::string const one = "F1;1;1-feed;2;feed,0000";
    std::string const alike = "F1;1;1-feed;2;feed,0001";
    auto const key = pipe::Workers::key({one});
    ASSERT_FALSE(key.empty());
    auto const add = [&](std::string const& number, std::string const& fingerprint) {
        Document document;
        document.number = number;
        document.fingerprint = fingerprint;
        return transaction.add_document(document, entry("document.registered")).value().id;
    };
    add("甲", "");
    auto first = add("乙", one);
    auto second = add("丙", alike);
    auto third = transaction.document(add("丁", "")).value();
    auto const is_document = [](Id id) { return Field(&Document::id, id); };
    EXPECT_THAT(transaction.find_documents_by_key(key).value(),
                ElementsAre(is_document(first), is_document(second)));
    EXPECT_THAT(transaction.find_documents_by_key("").value(), IsEmpty());
    third.fingerprint = one;
    ASSERT_TRUE(transaction.change_document(third, entry("document.fingerprinted")));
    EXPECT_THAT(transaction.find_documents_by_key(key).value(), SizeIs(3));
}

} // namespace
} // namespace imprimatur::registry
