#include "gateway/cli/command.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace imprimatur::cli {

Exit exit_of(Fault fault) {
    switch (fault) {
    case Fault::Denied:
        return Exit::Refused;
    case Fault::NotFound:
        return Exit::NotFound;
    case Fault::Conflict:
    case Fault::Exhausted:
        return Exit::Conflict;
    case Fault::Unavailable:
    case Fault::TimedOut:
        return Exit::Away;
    case Fault::BadInput:
    case Fault::Unsupported:
        return Exit::BadInput;
    case Fault::Corrupt:
    case Fault::Internal:
        break;
    }
    return Exit::Internal;
}

std::string listed_choices(Option const& option) {
    std::string out;
    for (char c : option.choices) {
        out += c == '|' ? std::string(", ") : std::string(1, c);
    }
    return out;
}

void Arguments::put(std::string_view name, std::vector<std::string> values) {
    values_.insert_or_assign(std::string(name), std::move(values));
}

bool Arguments::has(std::string_view name) const {
    return values_.find(name) != values_.end();
}

std::string Arguments::text(std::string_view name) const {
    auto found = values_.find(name);
    return found == values_.end() || found->second.empty() ? std::string() : found->second.front();
}

std::vector<std::string> Arguments::list(std::string_view name) const {
    auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::uint32_t> Arguments::find_number(std::string_view name) const {
    auto const written = text(name);
    std::uint32_t value = 0;
    auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
    bool const is_whole = error == std::errc() && end == written.data() + written.size();
    return is_whole && !written.empty() ? std::optional(value) : std::nullopt;
}

namespace {

std::string with_hyphens(std::string_view path) {
    std::string out(path);
    std::replace(out.begin(), out.end(), ' ', '-');
    return out;
}

} // namespace

std::string help_id(Command const& command) {
    return fmt::format("cli.command.{}", with_hyphens(command.path));
}

std::vector<std::string> help_ids(Command const& command, Option const& option) {
    return {fmt::format("cli.option.{}.{}", with_hyphens(command.path), option.name),
            fmt::format("cli.option.{}", option.name)};
}

} // namespace imprimatur::cli
