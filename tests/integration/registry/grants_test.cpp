#include "tests/integration/registry/databases.hpp"

namespace imprimatur::registry {
namespace {

template <class Database> class Requests : public OnBoth<Database> {
  protected:
    Request add_request(Transaction& transaction) {
        Request request;
        request.document = this->add_document(transaction).id;
        request.action = "copy";
        request.requester = "wang";
        request.count = 3;
        request.recipients = {"甲", "乙", "甲"};
        request.purpose = "会议";
        request.job = "0123456789abcdef0123456789abcdef";
        request.parent = Serial(42);
        request.policy = "P7 1";
        request.fingerprint = "fp1:abc";
        return transaction.add_request(request, entry("request.made")).value();
    }
    Approval approval(Id request, std::string account) {
        Approval out;
        out.request = request;
        out.role = "county-leader";
        out.account = std::move(account);
        out.note = "同意";
        return out;
    }
};
TYPED_TEST_SUITE(Requests, Databases, DatabaseName);

TYPED_TEST(Requests, AreReadBackAsTheyWereMade) {
    auto transaction = this->begin();
    auto made = this->add_request(transaction);
    auto read = transaction.request(made.id).value();
    EXPECT_EQ(read.document, made.document);
    EXPECT_EQ(read.action, "copy");
    EXPECT_EQ(read.requester, "wang");
    EXPECT_EQ(read.count, 3U);
    EXPECT_EQ(read.recipients, (std::vector<std::string>{"甲", "乙", "甲"}));
    EXPECT_EQ(read.purpose, "会议");
    EXPECT_EQ(read.job, made.job);
    EXPECT_EQ(read.parent, Serial(42));
    EXPECT_EQ(read.policy, "P7 1");
    EXPECT_EQ(read.fingerprint, "fp1:abc");
    EXPECT_EQ(read.state, RequestState::Waiting);
    EXPECT_EQ(read.created_at, start);
    EXPECT_EQ(transaction.requests(RequestState::Waiting).value().size(), 1U);
    EXPECT_TRUE(transaction.requests(RequestState::Refused).value().empty());
    EXPECT_EQ(transaction.request(made.id + 1).error().fault, Fault::NotFound);
}

TYPED_TEST(Requests, AreForADocumentThatExists) {
    auto transaction = this->begin();
    Request request;
    request.document = 5;
    EXPECT_EQ(transaction.add_request(request, entry("request.made")).error().fault,
              Fault::NotFound);
}

TYPED_TEST(Requests, TakeOneWordOfAPersonOnAStep) {
    auto transaction = this->begin();
    auto made = this->add_request(transaction);
    ASSERT_TRUE(
        transaction.add_approval(this->approval(made.id, "leader"), entry("request.approved")));
    auto again = this->approval(made.id, "leader");
    again.verdict = ApprovalVerdict::Refuse;
    EXPECT_EQ(transaction.add_approval(again, entry("request.approved")).error().sentence.id,
              "registry.already-spoken");
    again.step = 1;
    ASSERT_TRUE(transaction.add_approval(again, entry("request.approved")));
    auto all = transaction.approvals(made.id).value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].verdict, ApprovalVerdict::Agree);
    EXPECT_EQ(all[0].note, "同意");
    EXPECT_EQ(all[0].at, start);
    EXPECT_EQ(all[1].verdict, ApprovalVerdict::Refuse);
}

TYPED_TEST(Requests, EndOnce) {
    auto transaction = this->begin();
    auto made = this->add_request(transaction);
    ASSERT_TRUE(transaction.close_request(made.id, RequestState::Refused, "不宜复制",
                                          entry("request.refused")));
    EXPECT_EQ(transaction.request(made.id).value().reason, "不宜复制");
    EXPECT_EQ(
        transaction.close_request(made.id, RequestState::Withdrawn, "", entry("request.withdrawn"))
            .error()
            .fault,
        Fault::Conflict);
    EXPECT_EQ(transaction.add_approval(this->approval(made.id, "leader"), entry("request.approved"))
                  .error()
                  .fault,
              Fault::Conflict);
    Grant grant;
    grant.request = made.id;
    grant.count = 3;
    EXPECT_EQ(transaction.add_grant(grant, entry("grant.given")).error().sentence.id,
              "registry.request-not-waiting");
}

template <class Database> class Grants : public OnBoth<Database> {};
TYPED_TEST_SUITE(Grants, Databases, DatabaseName);

TYPED_TEST(Grants, AreGivenOnceForARequest) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto grant = this->add_grant(transaction, document.id, 3, start + std::chrono::hours(1));
    EXPECT_EQ(grant.document, document.id);
    EXPECT_EQ(transaction.request(grant.request).value().state, RequestState::Granted);
    EXPECT_EQ(transaction.add_grant(grant, entry("grant.given")).error().fault, Fault::Conflict);
    auto read = transaction.grants(document.id).value();
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].count, 3U);
    EXPECT_EQ(read[0].used, 0U);
    EXPECT_EQ(read[0].until, start + std::chrono::hours(1));
    EXPECT_EQ(read[0].granted_by, "leader");
}

TYPED_TEST(Grants, GiveNoCopyBeyondTheirNumberP7_13_1) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto grant = this->add_grant(transaction, document.id, 3);
    ASSERT_TRUE(
        transaction.reserve(this->ask(document.id, grant.id, 2), start, entry("copy.reserved")));
    auto refused =
        transaction.reserve(this->ask(document.id, grant.id, 2), start, entry("copy.reserved"));
    EXPECT_EQ(refused.error().fault, Fault::Exhausted);
    EXPECT_EQ(refused.error().sentence.id, "registry.grant-exhausted");
    EXPECT_EQ(refused.error().sentence.values.at("left"), "1");
    EXPECT_EQ(refused.error().sentence.values.at("asked"), "2");
    EXPECT_EQ(transaction.grant(grant.id).value().used, 2U);
    EXPECT_EQ(transaction.copies(document.id).value().size(), 2U);
    ASSERT_TRUE(transaction.record(entry("job.refused"))) << "the refusal is recorded beside it";
    auto last =
        transaction.reserve(this->ask(document.id, grant.id, 1), start, entry("copy.reserved"));
    EXPECT_EQ(last.value().copies()[0].number, CopyNumber{3}) << "a refusal takes no number";
}

TYPED_TEST(Grants, EndAtTheirTime) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto until = start + std::chrono::hours(24);
    auto grant = this->add_grant(transaction, document.id, 3, until);
    auto one = this->ask(document.id, grant.id, 1);
    ASSERT_TRUE(
        transaction.reserve(one, until - std::chrono::milliseconds(1), entry("copy.reserved")));
    auto refused = transaction.reserve(one, until, entry("copy.reserved"));
    EXPECT_EQ(refused.error().fault, Fault::Exhausted);
    EXPECT_EQ(refused.error().sentence.id, "registry.grant-over");
    EXPECT_EQ(transaction.grant(grant.id).value().used, 1U);
}

TYPED_TEST(Grants, AreGoodForTheirDocumentOnly) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto other = this->add_document(transaction, "另一份");
    auto grant = this->add_grant(transaction, document.id, 3);
    auto refused =
        transaction.reserve(this->ask(other.id, grant.id, 1), start, entry("copy.reserved"));
    EXPECT_EQ(refused.error().sentence.id, "registry.grant-other-document");
    EXPECT_EQ(transaction.reserve(this->ask(document.id, 99, 1), start, entry("copy.reserved"))
                  .error()
                  .sentence.id,
              "registry.grant-unknown");
    EXPECT_EQ(transaction.grant(grant.id).value().used, 0U);
}

TYPED_TEST(Grants, GetTheirCopyBackFromAVoidOneOnly) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto grant = this->add_grant(transaction, document.id, 2);
    auto copies =
        transaction.reserve(this->ask(document.id, grant.id, 2), start, entry("copy.reserved"))
            .value()
            .copies();
    ASSERT_TRUE(
        transaction.move_copy(copies[0].serial, CopyState::Void, "cancelled", entry("copy.void")));
    EXPECT_EQ(transaction.grant(grant.id).value().used, 1U);
    ASSERT_TRUE(transaction.move_copy(copies[1].serial, CopyState::Delivering, "",
                                      entry("copy.delivering")));
    ASSERT_TRUE(transaction.move_copy(copies[1].serial, CopyState::Spoiled, "paper jam",
                                      entry("copy.spoiled")));
    EXPECT_EQ(transaction.grant(grant.id).value().used, 1U) << "paper may exist (K19)";
    EXPECT_EQ(transaction.move_copy(copies[0].serial, CopyState::Void, "", entry("copy.void"))
                  .error()
                  .fault,
              Fault::Conflict)
        << "the quota is returned once";
    auto next =
        transaction.reserve(this->ask(document.id, grant.id, 1), start, entry("copy.reserved"));
    EXPECT_EQ(next.value().copies()[0].number, CopyNumber{3}) << "the void number stays unused";
}

} // namespace
} // namespace imprimatur::registry
