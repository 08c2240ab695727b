#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {

RegistryOffice::RegistryOffice() {
    hire_with_pin("liming", "李明", {"user"});
    hire_with_pin("wanghua", "王华", {"user", "county-leader", "leader-in-charge"}, "办公室");
    hire_with_pin("chenli", "陈立", {"user"}, "组织部");
    hire_with_pin("zhouning", "周宁", {"user"}, "宣传部");
    hire_with_pin("sunyue", "孙悦", {"user"}, "财政局");
    hire_with_pin("zhaomin", "赵敏", {"registry-officer"});
    hire_with_pin("baomi", "包密", {"confidentiality-officer"});
    hire_with_pin("fangyi", "方毅", {"office-head", "issuing-head"});
}

void RegistryOffice::hire_with_pin(std::string const& account, std::string const& full_name,
                                   std::set<std::string> const& roles,
                                   std::string const& department) {
    hire(account, full_name, roles, department);
    names_[account] = full_name;
}

std::vector<Serial> RegistryOffice::copies_for(std::vector<std::string> const& holders, Level level,
                                               std::string const& number) {
    auto document = add_document(number, "content of " + number, level);
    auto transaction = expected(registry.begin("zhaomin"));
    registry::Transaction::Ask ask;
    ask.document = document.id;
    ask.job = "job of " + number;
    ask.count = static_cast<std::uint32_t>(holders.size());
    ask.recipients = holders;
    ask.printed_by = "liming";
    auto made = expected(transaction.reserve(ask, clock->now(), {"copy.reserved", "", {}, {}}));
    std::vector<Serial> out;
    for (auto const& one : made.copies()) {
        out.push_back(one.serial);
        for (auto state : {registry::CopyState::Delivering, registry::CopyState::Issued}) {
            expected(transaction.move_copy(one.serial, state, "", {"copy.moved", "", {}, {}}));
        }
    }
    expected(transaction.commit());
    return out;
}

void RegistryOffice::use_rules(std::vector<std::string> const& profiles) {
    policies.replace(
        expected(policy::Policy::read(IMPRIMATUR_SOURCE_DIR "/config/policies", profiles)));
}

Signature RegistryOffice::signature(std::string const& account) {
    if (with_pin_.insert(account).second) { // stretching a PIN takes its time on purpose
        expected(matters.set_pin(account, "", "pin of " + account));
    }
    return {account, names_.at(account), "pin of " + account};
}

std::vector<Signature> RegistryOffice::signed_by(std::vector<std::string> const& accounts) {
    std::vector<Signature> out;
    for (auto const& account : accounts) {
        out.push_back(signature(account));
    }
    return out;
}

Error RegistryOffice::refused(Result<View> const& result) const {
    if (result) {
        ADD_FAILURE() << "it was allowed: " << result->matter.state;
        return {Fault::Internal, {}, {}};
    }
    return result.error();
}

void RegistryOffice::expect_recorded(std::string const& clause) {
    auto found = events("matter.refused");
    ASSERT_FALSE(found.empty());
    auto const& clauses = found.back().clauses;
    EXPECT_NE(std::find(clauses.begin(), clauses.end(), clause), clauses.end())
        << testing::PrintToString(clauses);
}

View RegistryOffice::agree_all(View view) {
    while (view.matter.state == "waiting") {
        auto due = std::find_if(view.steps.begin(), view.steps.end(),
                                [](auto const& step) { return !step.is_done; });
        auto who = "agrees" + std::to_string(++agreeing_);
        hire_with_pin(who, "领导" + std::to_string(agreeing_), {due->roles.front()},
                      due->department.empty() ? "综合科" : due->department);
        Input word;
        if (view.matter.kind == "publication") {
            word.signatures = signed_by({who});
        }
        view = act(view, "agree", who, word);
    }
    return view;
}

registry::Copy RegistryOffice::copy(Serial serial) {
    auto transaction = expected(registry.look());
    return *expected(transaction.find_copy(serial));
}

void RegistryOffice::move(Serial serial, registry::CopyState to) {
    auto transaction = expected(registry.begin("zhaomin"));
    expected(transaction.move_copy(serial, to, "", {"copy.moved", "", {}, {}}));
    expected(transaction.commit());
}

} // namespace imprimatur::matters
