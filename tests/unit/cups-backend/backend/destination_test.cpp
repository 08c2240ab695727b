#include "cups-backend/destination.hpp"

#include <gtest/gtest.h>

namespace imprimatur::backend {
namespace {

TEST(Destination, IsAQueueOfTheSameScheduler) {
    auto place = read_destination("imprimatur:/Paper");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->queue, "Paper");
    EXPECT_EQ(place->device, "");
    EXPECT_EQ(place->socket, "/run/imprimatur/socket");
}

TEST(Destination, MayNameTheSocketAndTheWait) {
    auto place = read_destination("imprimatur:/Paper?socket=/srv/a%20b&wait=3");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->queue, "Paper");
    EXPECT_EQ(place->socket, "/srv/a b");
    EXPECT_EQ(place->wait.count(), 3);
}

TEST(Destination, MaySayHowLongASilentPrinterIsWaitedFor) {
    EXPECT_EQ(read_destination("imprimatur:/Paper")->patience.count(), 3600);
    EXPECT_EQ(read_destination("imprimatur:/Paper?patience=60")->patience.count(), 60);
    auto place = read_destination("imprimatur:/ipp://host/x?imprimatur-patience=90&waitjob=true");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->patience.count(), 90);
    EXPECT_EQ(place->device, "ipp://host/x?waitjob=true");
}

TEST(Destination, IsADeviceWithItsOwnAddress) {
    auto place =
        read_destination("imprimatur:/ipps://host:631/ipp/print?encryption=required&version=2.0");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->scheme, "ipps");
    EXPECT_EQ(place->device, "ipps://host:631/ipp/print?encryption=required&version=2.0");
    place = read_destination(
        "imprimatur:/usb://HP/Laser?imprimatur-wait=5&serial=1&imprimatur-socket=/s");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->device, "usb://HP/Laser?serial=1");
    EXPECT_EQ(place->wait.count(), 5);
    EXPECT_EQ(place->socket, "/s");
}

TEST(Destination, MayNameTheFileOfProofs) {
    EXPECT_EQ(read_destination("imprimatur:/ipps://host/x")->proofs,
              "/etc/imprimatur/devices.toml");
    auto place = read_destination("imprimatur:/ipps://host/x?imprimatur-proofs=/srv/proofs&a=b");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->proofs, "/srv/proofs");
    EXPECT_EQ(place->device, "ipps://host/x?a=b");
}

TEST(Destination, WithAPasswordIsRefusedAndNotShown) {
    for (auto const* uri : {"imprimatur:/ipps://me:pass1word@host/x", "imprimatur:/ipp://me@host",
                            "imprimatur:/ipps://me:pass1word@host?a=@b"}) {
        auto place = read_destination(uri);
        ASSERT_FALSE(place) << uri;
        EXPECT_EQ(place.error().sentence.id, "backend.secret-in-address");
        EXPECT_EQ(place.error().cause.find("pass1word"), std::string::npos);
        EXPECT_FALSE(place.error().sentence.values.contains("uri"));
    }
    EXPECT_TRUE(read_destination("imprimatur:/ipps://host/x?mail=a@b"));
}

class WrongDestination : public testing::TestWithParam<char const*> {};

TEST_P(WrongDestination, IsRefused) {
    auto place = read_destination(GetParam());
    ASSERT_FALSE(place);
    EXPECT_EQ(place.error().fault, Fault::BadInput);
    EXPECT_EQ(place.error().sentence.id, "backend.bad-uri");
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongDestination,
    testing::Values("", "imprimatur:", "imprimatur:/", "imprimatur:Paper", "ipp://host/",
                    "imprimatur:/a/b", "imprimatur:/a b", "imprimatur:/a#b", "imprimatur:/a'b",
                    "imprimatur:/\xff", "imprimatur:/a\nb", "imprimatur:/Paper?socket=here",
                    "imprimatur:/Paper?wait=x", "imprimatur:/Paper?wait=601",
                    "imprimatur:/Paper?wait=-1", "imprimatur:/Paper?patience=0",
                    "imprimatur:/Paper?patience=x", "imprimatur:/Paper?what=1",
                    "imprimatur:/Paper?socket=/%zz", "imprimatur:/imprimatur:/Paper",
                    "imprimatur:/../sh:/x", "imprimatur:/a.b:/x", "imprimatur:/Ipp://host/",
                    "imprimatur:/:/x", "imprimatur:/ipp://host/\n"));

} // namespace
} // namespace imprimatur::backend
