#include "gateway/service/input.hpp"

#include <algorithm>
#include <charconv>

#include "marking/mark/typed.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

constexpr std::uint64_t longest_body = 1U << 20U;
constexpr int deepest = 8;

tl::unexpected<Error> not_json(std::string cause) {
    return fail(Fault::BadInput, {"service.not-json", {}}, std::move(cause));
}

bool is_plain(std::string const& text) {
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\n') || byte == 0x7f) {
            return false;
        }
    }
    return true;
}

} // namespace

Result<Input> Input::read(http::Body& body) {
    auto text = body.read_text(longest_body);
    if (!text) {
        return pass_on(text);
    }
    if (text->empty()) {
        return Input(json::object());
    }
    bool is_too_deep = false;
    auto watch = [&](int depth, json::parse_event_t, json&) {
        is_too_deep = is_too_deep || depth > deepest;
        return !is_too_deep;
    };
    auto value = json::parse(*text, watch, false);
    if (is_too_deep || value.is_discarded() || !value.is_object()) {
        return not_json("not an object");
    }
    return Input(std::move(value));
}

json const* Input::find(std::string const& name) {
    known_.insert(name);
    auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

Expected expected_level() {
    return {"top-secret, secret, confidential, internal, ordinary", "绝密、机密、秘密、内部、普通"};
}

Expected expected_period() {
    return {"10y, 6m, 2030-01-01, event:…", "10年、6个月、2030年1月1日，或“解密条件：……”"};
}

Expected expected_day() {
    return {"2026-11-23", "2026-11-23 或 2026年11月23日"};
}

Expected expected_text() {
    return {"text, not empty", "文字，不能为空"};
}

void Input::wrong(std::string const& name, Expected const& expected) {
    if (!error_) {
        error_ = Error{
            Fault::BadInput,
            {"service.field-wrong",
             {{"field", name}, {"expected", expected.english}, {"expected_zh", expected.chinese}}},
            "field " + name};
    }
}

bool Input::has(std::string const& name) {
    known_.insert(name);
    return object_.contains(name);
}

std::string Input::raw_text(std::string const& name) {
    auto const* value = find(name);
    if (value == nullptr) {
        return {};
    }
    if (!value->is_string()) {
        wrong(name, {"text", "文字"});
        return {};
    }
    return value->get<std::string>();
}

std::string Input::text(std::string const& name, std::size_t longest) {
    auto out = raw_text(name);
    if (out.size() > longest || !is_plain(out)) {
        wrong(name,
              {"text without control characters, at most " + std::to_string(longest) + " bytes",
               "文字，不含控制字符，最多 " + std::to_string(longest) + " 字节"});
        return {};
    }
    return out;
}

std::string Input::needed_text(std::string const& name, std::size_t longest) {
    auto out = text(name, longest);
    if (out.empty()) {
        wrong(name, expected_text());
    }
    return out;
}

std::vector<std::string> Input::texts(std::string const& name) {
    std::vector<std::string> out;
    auto const* value = find(name);
    if (value == nullptr) {
        return out;
    }
    if (!value->is_array()) {
        wrong(name, {"[text, …]", "[文字, …]"});
        return out;
    }
    for (auto const& item : *value) {
        if (!item.is_string() || item.get<std::string>().empty() ||
            !is_plain(item.get<std::string>())) {
            wrong(name, {"[text, …]", "[文字, …]"});
            return {};
        }
        out.push_back(item.get<std::string>());
    }
    return out;
}

std::int64_t Input::number(std::string const& name, std::int64_t least, std::int64_t most,
                           std::int64_t otherwise) {
    auto const* value = find(name);
    if (value == nullptr) {
        return otherwise;
    }
    bool is_in_range = value->is_number_integer() && value->get<std::int64_t>() >= least &&
                       value->get<std::int64_t>() <= most &&
                       (!value->is_number_unsigned() ||
                        value->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX));
    if (!is_in_range) {
        wrong(name, std::to_string(least) + " … " + std::to_string(most));
        return otherwise;
    }
    return value->get<std::int64_t>();
}

std::int64_t Input::needed_number(std::string const& name, std::int64_t least, std::int64_t most) {
    if (find(name) == nullptr) {
        wrong(name, std::to_string(least) + " … " + std::to_string(most));
    }
    return number(name, least, most, least);
}

bool Input::flag(std::string const& name, bool otherwise) {
    auto const* value = find(name);
    if (value == nullptr) {
        return otherwise;
    }
    if (!value->is_boolean()) {
        wrong(name, "true, false");
        return otherwise;
    }
    return value->get<bool>();
}

std::optional<Date> Input::date(std::string const& name) {
    auto said = text(name);
    auto out = find_typed_date(said);
    if (!said.empty() && !out) {
        wrong(name, expected_day());
    }
    return out;
}

std::optional<Level> Input::level(std::string const& name) {
    auto said = text(name);
    auto out = find_level(said);
    if (!said.empty() && !out) {
        wrong(name, expected_level());
    }
    return out;
}

std::optional<Period> Input::period(std::string const& name) {
    auto said = text(name);
    auto out = find_period(said);
    if (!said.empty() && !out) {
        wrong(name, expected_period());
    }
    return out;
}

std::optional<Input> Input::object(std::string const& name) {
    auto const* value = find(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_object()) {
        wrong(name, "{…}");
        return std::nullopt;
    }
    return Input(*value);
}

std::vector<Input> Input::objects(std::string const& name) {
    std::vector<Input> out;
    auto const* value = find(name);
    if (value == nullptr) {
        return out;
    }
    bool is_list = value->is_array() && std::all_of(value->begin(), value->end(),
                                                    [](auto const& v) { return v.is_object(); });
    if (!is_list) {
        wrong(name, "[{…}, …]");
        return out;
    }
    for (auto const& item : *value) {
        out.emplace_back(item);
    }
    return out;
}

std::map<std::string, std::string> Input::named_texts(std::string const& name) {
    auto inside = object(name);
    std::map<std::string, std::string> out;
    for (auto const& [key, value] : pairs(name)) {
        out[key] = inside->text(key);
    }
    if (inside && inside->error_ && !error_) {
        error_ = inside->error_;
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> Input::pairs(std::string const& name) {
    std::vector<std::pair<std::string, std::string>> out;
    auto const* value = find(name);
    if (value == nullptr) {
        return out;
    }
    if (!value->is_object()) {
        wrong(name, "{…}");
        return out;
    }
    for (auto const& [key, item] : value->items()) {
        if (!item.is_string()) {
            wrong(name, {"{name: text, …}", "{名称: 文字, …}"});
            return out;
        }
        out.emplace_back(key, item.get<std::string>());
    }
    return out;
}

Result<void> Input::close_open() const {
    if (error_) {
        return tl::unexpected<Error>(*error_);
    }
    return {};
}

Result<void> Input::close() const {
    if (error_) {
        return tl::unexpected<Error>(*error_);
    }
    for (auto const& [name, value] : object_.items()) {
        if (!known_.contains(name)) {
            return fail(Fault::BadInput, {"service.field-unknown", {{"field", name}}});
        }
    }
    return {};
}

tl::unexpected<Error> wrong_field(std::string const& field, Expected const& expected) {
    return fail(
        Fault::BadInput,
        {"service.field-wrong",
         {{"field", field}, {"expected", expected.english}, {"expected_zh", expected.chinese}}});
}

Result<std::int64_t> read_number(std::string const& text, std::string const& name,
                                 std::int64_t least, std::int64_t most) {
    std::int64_t out = 0;
    auto const* end = text.data() + text.size();
    auto read = std::from_chars(text.data(), end, out);
    if (read.ec != std::errc() || read.ptr != end || out < least || out > most) {
        return wrong_field(name, std::to_string(least) + " … " + std::to_string(most));
    }
    return out;
}

Result<std::optional<Date>> read_day(http::Target const& target, std::string const& name) {
    auto text = target.find_query(name);
    if (!text || text->empty()) {
        return std::optional<Date>();
    }
    auto date = find_typed_date(*text);
    if (!date) {
        return wrong_field(name, expected_day());
    }
    return date;
}

Result<Days> read_days(http::Target const& target) {
    auto first = read_day(target, "from");
    auto last = read_day(target, "to");
    if (!first || !last) {
        return first ? pass_on(last) : pass_on(first);
    }
    return Days{*first, *last};
}

} // namespace imprimatur::service
