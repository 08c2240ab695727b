#include "tests/unit/gateway/store/stores.hpp"

namespace imprimatur::store {
namespace {

constexpr std::size_t header = 68;
constexpr std::size_t piece = 65536 + 16;

class Damage : public InStore {
  protected:
    void expect_refused(Store const& store, std::string const& name, std::string const& what) {
        auto read = get(store, name);
        ASSERT_FALSE(read) << what;
        EXPECT_EQ(read.error().fault, Fault::Corrupt) << what;
        EXPECT_EQ(read.error().sentence.id, "store.changed") << what;
    }
};

TEST_F(Damage, OfAnyBitOfASmallObjectIsSeen) {
    auto store = open();
    auto object = put(store, "a short document");
    auto const right = on_disk(object.name);
    for (std::size_t i = 0; i < right.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            auto wrong = right;
            wrong[i] = static_cast<char>(wrong[i] ^ (1 << bit));
            put_on_disk(object.name, wrong);
            expect_refused(store, object.name, "byte " + std::to_string(i));
        }
    }
    put_on_disk(object.name, right);
    EXPECT_EQ(get(store, object.name).value(), "a short document");
}

TEST_F(Damage, OfOneBitInALargeObjectIsSeen) {
    auto store = open();
    auto object = put(store, some_bytes(300000));
    auto const right = on_disk(object.name);
    for (std::size_t i = 0; i < right.size(); i += 9973) {
        auto wrong = right;
        wrong[i] = static_cast<char>(wrong[i] ^ 0x10);
        put_on_disk(object.name, wrong);
        expect_refused(store, object.name, "byte " + std::to_string(i));
    }
}

TEST_F(Damage, ByCuttingOffIsSeenAtEveryLength) {
    auto store = open();
    auto small = put(store, "a short document");
    auto right = on_disk(small.name);
    for (std::size_t size = 0; size < right.size(); ++size) {
        put_on_disk(small.name, right.substr(0, size));
        expect_refused(store, small.name, "cut to " + std::to_string(size));
    }
    for (std::size_t clear : {65536, 131072, 200000}) {
        auto large = put(store, some_bytes(clear));
        right = on_disk(large.name);
        for (std::size_t size : {header, header + piece - 1, header + piece, header + 2 * piece}) {
            if (size < right.size()) {
                put_on_disk(large.name, right.substr(0, size));
                expect_refused(store, large.name, "cut to " + std::to_string(size));
            }
        }
    }
}

TEST_F(Damage, ByAddingIsSeen) {
    auto store = open();
    for (std::size_t size : {0, 100, 65536}) {
        auto object = put(store, some_bytes(size));
        auto const right = on_disk(object.name);
        for (auto const& more :
             {std::string(1, '\0'), std::string(16, '\0'), right.substr(header)}) {
            put_on_disk(object.name, right + more);
            expect_refused(store, object.name, "added");
        }
    }
}

TEST_F(Damage, ByMovingPiecesIsSeen) {
    auto store = open();
    auto object = put(store, some_bytes(3 * 65536));
    auto const right = on_disk(object.name);
    auto part = [&](std::size_t i) { return right.substr(header + i * piece, piece); };
    auto head = right.substr(0, header);
    for (auto const& wrong :
         {head + part(1) + part(0) + part(2), head + part(0) + part(0) + part(2),
          head + part(0) + part(2), head + part(2), head + part(0) + part(1) + part(2) + part(2)}) {
        put_on_disk(object.name, wrong);
        expect_refused(store, object.name, "moved pieces");
    }
    put_on_disk(object.name, right);
    EXPECT_TRUE(get(store, object.name));
}

TEST_F(Damage, BySwappingObjectsIsSeen) {
    auto store = open();
    auto first = put(store, some_bytes(70000));
    auto second = put(store, std::string(70000, 'x'));
    auto one = on_disk(first.name);
    auto two = on_disk(second.name);
    put_on_disk(first.name, two);
    put_on_disk(second.name, one);
    expect_refused(store, first.name, "swapped");
    expect_refused(store, second.name, "swapped");
    put_on_disk(first.name, one.substr(0, header) + two.substr(header));
    put_on_disk(second.name, two.substr(0, header + piece) + one.substr(header + piece));
    expect_refused(store, first.name, "another's pieces");
    expect_refused(store, second.name, "another's last piece");
}

} // namespace
} // namespace imprimatur::store
