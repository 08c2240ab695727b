#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {
namespace {

class Sending : public RegistryOffice {
  protected:
    Input fax(Serial serial, char const* abroad = "no") {
        return {.copies = {serial},
                .subject = "市政府办公室",
                .purpose = "会商",
                .details = {{"means", "fax"}, {"abroad", abroad}}};
    }
};

TEST_F(Sending, ByFaxWithoutAnAgreementIsRefusedAndTheRegisterShowsIt) { // K25: P13.2, P13.4
    use_rules({"P13"});
    auto serial = copies_for({"zhaomin"}).front();
    auto view = open(Kind::Transmission, "zhaomin", fax(serial));
    ASSERT_EQ(view.matter.state, "waiting");
    auto error = refused(
        matters.act(view.matter.id, "send", "zhaomin", {.details = {{"encrypted", "yes"}}}));
    EXPECT_EQ(error.sentence.id, "matters.not-now");
    EXPECT_EQ(expected(matters.list({.kind = Kind::Transmission}, "zhaomin")).size(), 1U);
}

TEST_F(Sending, AbroadNeedsTheLeaderInCharge) { // K25: P13.5
    use_rules({"P13"});
    auto serial = copies_for({"zhaomin"}, Level::Internal).front();
    auto at_home = open(Kind::Transmission, "zhaomin", fax(serial)).steps.size();
    auto abroad = open(Kind::Transmission, "zhaomin", fax(serial, "yes"));
    EXPECT_GT(abroad.steps.size(), at_home);
    EXPECT_EQ(abroad.steps.back().clause, "P13.5");
}

TEST_F(Sending, WithoutEncryptionIsRefused) { // K29: P13.3
    use_rules({"P13"});
    auto serial = copies_for({"zhaomin"}).front();
    auto view = open(Kind::Transmission, "zhaomin", fax(serial));
    view = agree_all(view);
    ASSERT_EQ(view.matter.state, "agreed");
    auto error =
        refused(matters.act(view.matter.id, "send", "zhaomin", {.details = {{"encrypted", "no"}}}));
    EXPECT_EQ(error.sentence.id, "matters.not-encrypted");
    expect_recorded("P13.3");
    view = act(view, "send", "zhaomin", {.details = {{"encrypted", "yes"}}});
    EXPECT_EQ(view.lines.at(0).item.state, "sent");
    EXPECT_EQ(act(view, "confirm", "zhaomin", {.note = "电话确认"}).matter.state, "received");
}

TEST_F(Sending, ToOutsidersNeedsTheGeneralManager) { // K34: P11.措施, P14.13
    use_rules({"P14"});
    auto serial = copies_for({"zhaomin"}, Level::Confidential).front();
    auto view = open(Kind::Provision, "zhaomin",
                     {.copies = {serial},
                      .subject = "合作方",
                      .purpose = "合作",
                      .details = {{"organisation", "某公司"}}});
    ASSERT_EQ(view.matter.state, "waiting");
    EXPECT_EQ(view.steps.at(0).clause, "P14.13");
    view = act(agree_all(view), "provide", "zhaomin", {.details = {{"received_by", "外人甲"}}});
    EXPECT_EQ(view.matter.state, "provided");
    EXPECT_EQ(copy(serial).holder, "合作方");
}

TEST_F(Sending, ToThePublicNeedsASignedReview) { // K26: P4.8
    use_rules({"P4"});
    add_document("网讯1号", "news", Level::Internal);
    auto view = open(Kind::Publication, "liming",
                     {.document = "网讯1号", .purpose = "官网", .details = {{"medium", "官网"}}});
    ASSERT_EQ(view.matter.state, "waiting");
    EXPECT_EQ(view.steps.at(0).clause, "P4.8");
    auto leader = "reviewer";
    hire_with_pin(leader, "审核人", {view.steps.at(0).roles.front()});
    EXPECT_EQ(refused(matters.act(view.matter.id, "agree", leader, {})).sentence.values.at("part"),
              "signatures");
    view = agree_all(act(view, "agree", leader, {.signatures = signed_by({leader})}));
    view = act(view, "publish", "liming", {.signatures = signed_by({"liming"})});
    EXPECT_EQ(view.matter.state, "published");
}

TEST_F(Sending, OnesOwnMattersAreSeenAndNobodyElses) {
    auto view = open(Kind::Transmission, "zhaomin", fax(copies_for({"zhaomin"}).front()));
    EXPECT_EQ(refused(matters.show(view.matter.id, "sunyue")).fault, Fault::NotFound);
    EXPECT_TRUE(expected(matters.list({}, "sunyue")).empty());
    EXPECT_EQ(expected(matters.list({.text = "市政府"}, "baomi")).size(), 1U);
}

} // namespace
} // namespace imprimatur::matters
