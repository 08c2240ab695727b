#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {
namespace {

class Signatures : public RegistryOffice {
  protected:
    Signatures() { signature("zhaomin"); }
    /// The incoming register wants the signature of whoever opens the envelope.
    Result<View> sign(Signature const& given) {
        return matters.open(Kind::Incoming, "zhaomin",
                            {.subject = "省委办公厅",
                             .purpose = "通知",
                             .details = {{"sender_number", "省〔2026〕3号"},
                                         {"level", "secret"},
                                         {"copies_stated", "2"},
                                         {"copies_found", "2"}},
                             .signatures = {given}});
    }
};

TEST_F(Signatures, AreTheFullNameAndTheOwnPin) { // K11: P5.6
    EXPECT_TRUE(sign(signature("zhaomin")));
    EXPECT_EQ(refused(sign({"zhaomin", "小赵", "pin of zhaomin"})).sentence.id,
              "matters.name-differs");
    EXPECT_EQ(refused(sign({"zhaomin", "赵敏", "another"})).sentence.id, "matters.pin-wrong");
    EXPECT_EQ(events("signature.refused").size(), 2U);
}

TEST_F(Signatures, AreLockedAfterFiveWrongTriesUntilThePinIsCleared) { // K30
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(refused(sign({"zhaomin", "赵敏", "guess"})).sentence.id, "matters.pin-wrong");
    }
    EXPECT_EQ(refused(sign(signature("zhaomin"))).sentence.id, "matters.pin-locked");
    EXPECT_EQ(events("pin.locked").size(), 1U);
    expected(matters.clear_pin("zhaomin", "secadmin"));
    EXPECT_EQ(refused(sign(signature("zhaomin"))).sentence.id, "matters.pin-missing");
    expected(matters.set_pin("zhaomin", "", "pin of zhaomin"));
    EXPECT_TRUE(sign(signature("zhaomin")));
}

TEST_F(Signatures, AWrongTryIsForgottenAfterARightOne) {
    for (int i = 0; i < 4; ++i) {
        refused(sign({"zhaomin", "赵敏", "guess"}));
    }
    EXPECT_TRUE(sign(signature("zhaomin")));
    EXPECT_EQ(refused(sign({"zhaomin", "赵敏", "guess"})).sentence.id, "matters.pin-wrong");
    EXPECT_TRUE(sign(signature("zhaomin")));
}

TEST_F(Signatures, OfAPinThatIsDueForRenewalDoNotCount) { // K30: P4.last
    use_rules({"P4"});
    EXPECT_TRUE(sign(signature("zhaomin")));
    wait(std::chrono::hours{2160});
    auto error = refused(sign(signature("zhaomin")));
    EXPECT_EQ(error.sentence.id, "matters.pin-old");
    EXPECT_EQ(error.sentence.values.at("clause"), "P4.last");
    expected(matters.set_pin("zhaomin", "pin of zhaomin", "another pin"));
    EXPECT_TRUE(sign({"zhaomin", "赵敏", "another pin"}));
}

TEST_F(Signatures, APinIsChangedByItsOwnerOnly) {
    EXPECT_EQ(matters.set_pin("zhaomin", "guess", "new pin").error().sentence.id,
              "matters.pin-wrong");
    EXPECT_EQ(matters.set_pin("zhaomin", "pin of zhaomin", "short").error().sentence.id,
              "matters.pin-short");
    EXPECT_EQ(matters.set_pin("stranger", "", "long enough").error().sentence.id,
              "matters.signer-unknown");
}

TEST_F(Signatures, OfSomebodyOutOfOfficeDoNotCount) { // B.5
    auto transaction = expected(registry.begin("root"));
    auto person = *expected(transaction.find_person("zhaomin"));
    person.is_active = false;
    expected(transaction.put_person(person, {"person.changed", "", {}, {}}));
    expected(transaction.commit());
    EXPECT_EQ(refused(sign(signature("zhaomin"))).sentence.id, "matters.signer-unknown");
}

TEST_F(Signatures, NoPinStandsInTheRegistryOrTheLog) {
    auto transaction = expected(registry.look());
    auto pin = *expected(transaction.find_pin("zhaomin"));
    EXPECT_EQ(pin.hash.size(), 64U);
    EXPECT_EQ(pin.hash.find("pin of"), std::string::npos);
    for (auto const& event : events("")) {
        for (auto const& [name, value] : event.details) {
            EXPECT_EQ(value.find("pin of"), std::string::npos) << event.what;
        }
    }
}

} // namespace
} // namespace imprimatur::matters
