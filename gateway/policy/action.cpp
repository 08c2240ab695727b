#include "gateway/policy/policy.hpp"

#include <array>

namespace imprimatur::policy {

namespace {

struct Names {
    Action action;
    std::string_view identifier, chinese;
};

constexpr std::array<Names, 11> all_names{{
    {Action::Print, "print", "打印"},
    {Action::Copy, "copy", "复制"},
    {Action::Excerpt, "excerpt", "摘抄"},
    {Action::Compile, "compile", "汇编"},
    {Action::Loan, "loan", "借阅"},
    {Action::CarryOut, "carry-out", "外带"},
    {Action::Transmit, "transmit", "发送"},
    {Action::Provide, "provide", "对外提供"},
    {Action::Publish, "publish", "公开发布"},
    {Action::Exhibit, "exhibit", "参展"},
    {Action::Destroy, "destroy", "销毁"},
}};

} // namespace

std::string_view identifier(Action action) {
    return all_names.at(static_cast<std::size_t>(action)).identifier;
}

std::string_view chinese_name(Action action) {
    return all_names.at(static_cast<std::size_t>(action)).chinese;
}

std::optional<Action> find_action(std::string_view text) {
    for (auto const& names : all_names) {
        if (text == names.identifier || text == names.chinese) {
            return names.action;
        }
    }
    return std::nullopt;
}

} // namespace imprimatur::policy
