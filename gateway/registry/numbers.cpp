#include "gateway/registry/numbers.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "marking/mark/typed.hpp"

namespace imprimatur::registry {

namespace {

/// What is left when widths are one: the brackets of all kinds, and further dashes.
constexpr std::pair<std::string_view, std::string_view> kin[] = {
    {"[", "〔"},      {"]", "〕"},      {"(", "〔"},      {")", "〕"},      {"{", "〔"},
    {"}", "〕"},      {"<", "〔"},      {">", "〕"},      {"【", "〔"},     {"】", "〕"},
    {"〖", "〔"},     {"〗", "〕"},     {"〘", "〔"},     {"〙", "〕"},     {"〚", "〔"},
    {"〛", "〕"},     {"「", "〔"},     {"」", "〕"},     {"『", "〔"},     {"』", "〕"},
    {"〈", "〔"},     {"〉", "〕"},     {"《", "〔"},     {"》", "〕"},     {"\u2772", "〔"},
    {"\u2773", "〕"}, {"\u27e6", "〔"}, {"\u27e7", "〕"}, {"\u2997", "〔"}, {"\u2998", "〕"},
    {"\ufe35", "〔"}, {"\ufe36", "〕"}, {"\ufe39", "〔"}, {"\ufe3a", "〕"}, {"\ufe3b", "〔"},
    {"\ufe3c", "〕"}, {"\ufe47", "〔"}, {"\ufe48", "〕"}, {"\ufe59", "〔"}, {"\ufe5a", "〕"},
    {"\ufe5b", "〔"}, {"\ufe5c", "〕"}, {"\ufe5d", "〔"}, {"\ufe5e", "〕"}, {"\ufe58", "-"},
    {"\ufe63", "-"},  {"\u2043", "-"},  {"\u2500", "-"},  {"\uff5f", "〔"}, {"\uff60", "〕"}};

} // namespace

std::string normal_number(std::string_view text) {
    auto const plain = without_blanks(text);
    std::string_view rest = plain;
    std::string out;
    while (!rest.empty()) {
        auto const* found = std::find_if(std::begin(kin), std::end(kin), [&](auto const& pair) {
            return rest.starts_with(pair.first);
        });
        if (found == std::end(kin)) {
            out += rest.front();
            rest.remove_prefix(1);
        } else {
            out += found->second;
            rest.remove_prefix(found->first.size());
        }
    }
    return out.empty() ? std::string(text) : out;
}

bool is_same_number(std::string_view a, std::string_view b) {
    return normal_number(a) == normal_number(b);
}

} // namespace imprimatur::registry
