#include <algorithm>
#include <filesystem>
#include <pwd.h>
#include <sys/random.h>
#include <unistd.h>

#include "foundation/file/file.hpp"
#include "foundation/time/time.hpp"
#include "gateway/cli/groups.hpp"
#include "gateway/cli/workers.hpp"
#include "marking/mark/mark.hpp"

namespace imprimatur::cli {

namespace {

constexpr unsigned only_mine = 0600;
constexpr std::uint32_t highest_number = 999999; // GB/T 9704-2012, 7.2.1: six digits

constexpr Option options[] = {
    {"IN", Kind::Input, Need::Once},
    {"OUT", Kind::Output, Need::Once},
    {"level", Kind::Level, Need::Once},
    {"period", Kind::Period},
    {"number", Kind::Number},
    {"template", Kind::Text},
    {"recipient", Kind::Text},
    {"unit", Kind::Text},
    {"document", Kind::Text},
    {"title", Kind::Text},
    {"purpose", Kind::Text},
    {"issued", Kind::Date},
};

Result<Serial> random_serial() {
    std::uint64_t id = 0;
    if (::getrandom(&id, sizeof id, 0) != static_cast<ssize_t>(sizeof id)) {
        return fail(Fault::Internal, {"cli.no-randomness", {}}, "getrandom");
    }
    return Serial(id);
}

std::string account() {
    auto const* entry = ::getpwuid(::getuid());
    return entry == nullptr ? std::to_string(::getuid()) : entry->pw_name;
}

/// One seal a page, for as many pages as a worker takes: it counts them itself.
std::vector<std::string> unsealed_codes(Serial serial, std::uint32_t pages) {
    std::vector<std::string> codes;
    codes.reserve(pages);
    for (std::uint32_t page = 1; page <= pages; ++page) {
        codes.push_back(to_text(Seal{serial, page, std::nullopt}));
    }
    return codes;
}

Result<Mark> mark_of(Arguments const& arguments) {
    auto const number = arguments.find_number("number");
    if (number && *number > highest_number) {
        return fail(Fault::BadInput,
                    {"cli.number-too-high", {{"number", arguments.text("number")}}});
    }
    auto serial = random_serial();
    if (!serial) {
        return pass_on(serial);
    }
    Mark mark;
    mark.level = find_level(arguments.text("level")).value_or(Level::Ordinary);
    mark.period = find_period(arguments.text("period"));
    mark.number = number ? std::optional(CopyNumber{*number}) : std::nullopt;
    mark.serial = *serial;
    mark.seals = unsealed_codes(*serial, pipe::Limits().pages);
    mark.document = arguments.text("document");
    mark.title = arguments.text("title");
    mark.recipient = arguments.text("recipient");
    mark.unit = arguments.text("unit");
    mark.purpose = arguments.text("purpose");
    mark.issued = arguments.text("issued");
    mark.user = account();
    mark.printed = local_text(SystemClock().now());
    return mark;
}

Result<void> write(pipe::Marked const& marked, std::string const& path) {
    if (marked.copies.empty()) {
        return fail(Fault::Internal, {"cli.no-copy", {}}, "worker gave no copy");
    }
    auto bytes = Mapping::of(marked.copies.front());
    if (!bytes) {
        return pass_on(bytes);
    }
    return replace_file(path, bytes->bytes(), only_mine);
}

void tell(Session& session, pipe::Marked const& marked, Mark const& mark,
          std::string const& output) {
    auto const& texts = session.texts();
    if (session.wants_json()) {
        Json remarks = Json::array();
        for (auto const& remark : marked.remarks) {
            remarks.push_back(texts.say(remark));
        }
        session.json({{"file", output},
                      {"serial", mark.serial.text()},
                      {"pages", marked.pages},
                      {"way", marked.way},
                      {"remarks", remarks}});
        return;
    }
    session.say({"cli.marked",
                 {{"file", output},
                  {"pages", std::to_string(marked.pages)},
                  {"serial", mark.serial.text()}}});
    for (auto const& remark : marked.remarks) {
        session.say(remark);
    }
}

Result<Exit> mark(Session& session, Arguments const& arguments) {
    auto file = open_file(arguments.text("IN"));
    if (!file) {
        return pass_on(file);
    }
    auto mark = mark_of(arguments);
    if (!mark) {
        return pass_on(mark);
    }
    auto workers = start_workers();
    if (!workers) {
        return pass_on(workers);
    }
    auto const name = arguments.has("template") ? arguments.text("template") : "gb-9704";
    auto marked = workers->mark(*file, name, {*mark}, {.whole = true, .only_image = false});
    if (!marked) {
        return pass_on(marked);
    }
    auto written = write(*marked, arguments.text("OUT"));
    if (!written) {
        return pass_on(written);
    }
    tell(session, *marked, *mark, arguments.text("OUT"));
    return Exit::Ok;
}

constexpr Command table[] = {{"mark", options, mark}};

} // namespace

std::span<Command const> mark_commands() {
    return table;
}

} // namespace imprimatur::cli
