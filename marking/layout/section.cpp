#include "marking/layout/section.hpp"

#include <fmt/format.h>

namespace imprimatur::layout {

namespace {

std::string_view kind_of(toml::node const& node) {
    switch (node.type()) {
    case toml::node_type::string:
        return "text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
        return "number";
    case toml::node_type::boolean:
        return "true/false";
    case toml::node_type::table:
        return "table";
    case toml::node_type::array:
        return "list";
    default:
        return "date";
    }
}

} // namespace

void Source::refuse(std::string id, toml::source_region const& where,
                    std::map<std::string, std::string> values) {
    if (error_) {
        return;
    }
    values.emplace("file", file_);
    values.emplace("line", std::to_string(where.begin.line));
    auto cause = fmt::format("{}:{}: {}", file_, where.begin.line, id);
    error_ = Error{Fault::BadInput, {std::move(id), std::move(values)}, std::move(cause)};
}

void Section::refuse(std::string id, std::string_view key,
                     std::map<std::string, std::string> values) {
    auto const* node = table_.get(key);
    values.emplace("key", key);
    source_.refuse(std::move(id), node == nullptr ? table_.source() : node->source(),
                   std::move(values));
}

toml::node const* Section::find(std::string_view key) {
    asked_.emplace(key);
    return table_.get(key);
}

toml::node const* Section::need(std::string_view key) {
    auto const* node = find(key);
    if (node == nullptr) {
        refuse("layout.missing", key, {});
    }
    return node;
}

std::string Section::text_of(toml::node const& node, std::string_view key) {
    auto value = node.value_exact<std::string>();
    if (!value || value->empty()) {
        refuse("layout.wrong-kind", key,
               {{"found", value ? "\"\"" : std::string(kind_of(node))}, {"expected", "text"}});
    }
    return value.value_or("");
}

double Section::number_of(toml::node const& node, std::string_view key, Range range) {
    auto value = node.is_number() ? node.value<double>() : std::nullopt;
    if (!value) {
        refuse("layout.wrong-kind", key,
               {{"found", std::string(kind_of(node))}, {"expected", "number"}});
        return range.least;
    }
    if (!(*value >= range.least && *value <= range.most)) { // so that nan is outside
        refuse("layout.out-of-range", key,
               {{"found", fmt::format("{}", *value)},
                {"least", fmt::format("{}", range.least)},
                {"most", fmt::format("{}", range.most)}});
        return range.least;
    }
    return *value;
}

std::string Section::text(std::string_view key) {
    auto const* node = need(key);
    return node == nullptr ? std::string() : text_of(*node, key);
}

std::string Section::text_or(std::string_view key, std::string fallback) {
    auto const* node = find(key);
    return node == nullptr ? std::move(fallback) : text_of(*node, key);
}

double Section::number(std::string_view key, Range range) {
    auto const* node = need(key);
    return node == nullptr ? range.least : number_of(*node, key, range);
}

double Section::number_or(std::string_view key, Range range, double fallback) {
    auto const* node = find(key);
    return node == nullptr ? fallback : number_of(*node, key, range);
}

bool Section::flag_or(std::string_view key, bool fallback) {
    auto const* node = find(key);
    if (node == nullptr) {
        return fallback;
    }
    auto value = node->value_exact<bool>();
    if (!value) {
        refuse("layout.wrong-kind", key,
               {{"found", std::string(kind_of(*node))}, {"expected", "true/false"}});
    }
    return value.value_or(fallback);
}

toml::table const& Section::table(std::string_view key) {
    static toml::table const none;
    auto const* node = need(key);
    if (node == nullptr) {
        return none;
    }
    if (!node->is_table()) {
        refuse("layout.wrong-kind", key,
               {{"found", std::string(kind_of(*node))}, {"expected", "table"}});
        return none;
    }
    return *node->as_table();
}

void Section::done() {
    std::string expected;
    for (auto const& key : asked_) {
        expected += (expected.empty() ? "" : ", ") + key;
    }
    for (auto const& [key, node] : table_) {
        if (!asked_.contains(key.str())) {
            source_.refuse("layout.unknown-key", node.source(),
                           {{"key", std::string(key.str())}, {"expected", expected}});
        }
    }
}

} // namespace imprimatur::layout
