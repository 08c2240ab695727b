// What happens when PostgreSQL goes away in the middle, and when it comes back.
#include "tests/integration/registry/databases.hpp"

namespace imprimatur::registry {
namespace {

class PostgresqlOutage : public OnBoth<Postgresql> {
  protected:
    /// As a crash of the server's processes, or a firewall, would.
    void cut_all_connections() {
        database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                     "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
    std::size_t documents_kept() { return look().documents().value().size(); }
};

TEST_F(PostgresqlOutage, BetweenTransactionsIsNotNoticed) {
    {
        auto first = look();
        auto second = look();
        auto third = begin(); // three connections lie in the pool afterwards
    }
    cut_all_connections();
    auto transaction = begin();
    add_document(transaction);
    ASSERT_TRUE(transaction.commit());
    EXPECT_EQ(documents_kept(), 1U);
}

TEST_F(PostgresqlOutage, InATransactionUndoesIt) {
    auto transaction = begin();
    add_document(transaction);
    cut_all_connections();
    auto lost = transaction.documents();
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().fault, Fault::Unavailable);
    EXPECT_EQ(lost.error().sentence.id, "registry.away");
    EXPECT_EQ(transaction.commit().error().sentence.id, "registry.away")
        << "it is certain that nothing was recorded";
    EXPECT_EQ(documents_kept(), 0U);
}

TEST_F(PostgresqlOutage, WhileCommittingIsNotCalledAFailure) {
    auto transaction = begin();
    add_document(transaction);
    cut_all_connections();
    auto lost = transaction.commit();
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().fault, Fault::Unavailable);
    EXPECT_EQ(lost.error().sentence.id, "registry.commit-unknown");
}

TEST_F(PostgresqlOutage, EndsWhenTheServerIsBack) {
    {
        auto transaction = begin();
        add_document(transaction);
        ASSERT_TRUE(transaction.commit());
    }
    test::postgres_server().stop(SIGQUIT);
    for (int i = 0; i < 3; ++i) {
        auto refused = registry.begin("wang");
        EXPECT_EQ(refused.error().fault, Fault::Unavailable) << refused.error().cause;
        EXPECT_EQ(registry.look().error().fault, Fault::Unavailable);
    }
    EXPECT_EQ(Registry::open(database.connection(), clock).error().fault, Fault::Unavailable);
    test::postgres_server().start();
    EXPECT_EQ(documents_kept(), 1U) << "what was committed outlives a crash of the server";
    auto transaction = begin();
    add_document(transaction, "another");
    ASSERT_TRUE(transaction.commit());
    verify_log();
}

TEST_F(PostgresqlOutage, DoesNotLetAConnectionLieOpenForEver) {
    for (int i = 0; i < 30; ++i) {
        auto transaction = begin();
        cut_all_connections();
        static_cast<void>(transaction.documents());
    }
    EXPECT_TRUE(registry.begin("wang")) << "thirty lost ones do not use up the pool";
}

TEST(PostgresqlDatabase, ThatIsNotInUtf8IsRefused) {
    auto& server = test::postgres_server();
    server.query("postgres",
                 "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
    auto refused = Registry::open(server.uri("ascii"), std::make_shared<SystemClock>());
    EXPECT_EQ(refused.error().fault, Fault::Unsupported);
    EXPECT_EQ(refused.error().sentence.id, "registry.unsuitable");
    EXPECT_EQ(Registry::open(server.uri("absent"), std::make_shared<SystemClock>()).error().fault,
              Fault::Unavailable);
}

TEST(PostgresqlDatabase, IsFoundByKeysAndValuesToo) {
    auto& server = test::postgres_server();
    auto name = server.create_database();
    auto uri = server.uri(name);
    auto folder = uri.substr(uri.find("host=") + 5);
    auto opened =
        Registry::open("postgresql:user=imprimatur dbname='" + name + "' host='" + folder + "'",
                       std::make_shared<SystemClock>());
    ASSERT_TRUE(opened) << opened.error().cause;
    EXPECT_TRUE(opened->look());
}

} // namespace
} // namespace imprimatur::registry
