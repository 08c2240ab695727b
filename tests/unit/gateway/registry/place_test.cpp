#include "gateway/registry/place.hpp"

#include <gtest/gtest.h>

namespace imprimatur::registry {
namespace {

TEST(Place, OfSqliteIsAnAbsolutePath) {
    auto place = read_place("sqlite:///var/lib/imprimatur/registry.db").value();
    EXPECT_EQ(place.kind, Place::Kind::Sqlite);
    EXPECT_EQ(place.path, "/var/lib/imprimatur/registry.db");
    EXPECT_EQ(place.connect, place.path);
    EXPECT_EQ(read_place("sqlite:///a b/c.db").value().connect, "/a b/c.db");
    EXPECT_EQ(read_place("sqlite:///a=b c/d.db").value().connect, "dbname=\"/a=b c/d.db\"");
}

TEST(Place, OfPostgresqlIsOneTextWithoutBlanksOrQuotes) {
    for (std::string const given :
         {"postgresql://u:p%20%22'w@host:5433/db?sslmode=require",
          "postgresql:host=host port=5433 dbname=db user=u password='p \"\\'w' sslmode=require"}) {
        auto place = read_place(given).value();
        EXPECT_EQ(place.kind, Place::Kind::Postgresql);
        EXPECT_TRUE(place.connect.starts_with("postgresql://?"));
        EXPECT_EQ(place.connect.find_first_of(" \"'"), std::string::npos);
        for (auto const* part : {"&host=host", "&port=5433", "&dbname=db", "&user=u",
                                 "&password=p%20%22%27w", "&sslmode=require", "&connect_timeout=5",
                                 "&target_session_attrs=read-write", "&client_encoding=UTF8"}) {
            EXPECT_NE(place.connect.find(part), std::string::npos) << part << " in " << given;
        }
    }
}

TEST(Place, KeepsWhatAnOperatorChose) {
    auto connect =
        read_place(
            "postgresql://a,b/db?target_session_attrs=any&connect_timeout=1&client_encoding=LATIN1")
            .value()
            .connect;
    EXPECT_NE(connect.find("&host=a%2Cb"), std::string::npos);
    EXPECT_NE(connect.find("target_session_attrs=any"), std::string::npos);
    EXPECT_EQ(connect.find("read-write"), std::string::npos);
    EXPECT_EQ(connect.find("connect_timeout=5"), std::string::npos);
    EXPECT_EQ(connect.find("LATIN1"), std::string::npos) << "texts are UTF-8 always";
}

TEST(Place, ThatIsNotUnderstoodIsRefusedWithoutSayingIt) {
    for (auto const* given :
         {"", "mysql://host/db", "/var/lib/registry.db", "sqlite://", "sqlite://a.db",
          "sqlite:///a=\"b\"", "postgresql:secret", "postgresql://u:secret@h/db?nonsense=1"}) {
        auto refused = read_place(given);
        ASSERT_FALSE(refused) << given;
        EXPECT_EQ(refused.error().fault, Fault::BadInput);
        EXPECT_EQ(refused.error().cause.find("secret"), std::string::npos);
    }
}

} // namespace
} // namespace imprimatur::registry
