#include <algorithm>
#include <filesystem>
#include <pwd.h>
#include <sys/random.h>
#include <unistd.h>

#include "foundation/file/file.hpp"
#include "foundation/time/time.hpp"
#include "gateway/cli/groups.hpp"
#include "gateway/cli/sample.hpp"
#include "gateway/cli/workers.hpp"
#include "marking/mark/mark.hpp"

namespace imprimatur::cli {

namespace {

constexpr unsigned only_mine = 0600;
constexpr std::uint32_t highest_number = 999999; // GB/T 9704-2012, 7.2.1: six digits

constexpr Option options[] = {
    // These three must be given but for a preview.
    {"IN", Kind::Input},       {"OUT", Kind::Output},     {"level", Kind::Level},
    {"preview", Kind::Output}, {"period", Kind::Period},  {"number", Kind::Number},
    {"template", Kind::Text},  {"recipient", Kind::Text}, {"unit", Kind::Text},
    {"document", Kind::Text},  {"title", Kind::Text},     {"purpose", Kind::Text},
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

std::string template_of(Arguments const& arguments) {
    return arguments.has("template") ? arguments.text("template") : "gb-9704";
}

/// The sample with what was given in its place.
Mark preview_mark(Arguments const& arguments) {
    auto mark = sample_mark();
    mark.level = find_level(arguments.text("level")).value_or(Level::Secret);
    mark.parent.reset(); // a copy's own number, not a copy of a copy
    if (arguments.has("period")) {
        mark.period = find_period(arguments.text("period"));
    }
    if (auto const number = arguments.find_number("number")) {
        mark.number = CopyNumber{*number};
    }
    std::pair<char const*, std::string*> const texts[] = {
        {"document", &mark.document}, {"title", &mark.title},     {"recipient", &mark.recipient},
        {"unit", &mark.unit},         {"purpose", &mark.purpose}, {"issued", &mark.issued}};
    for (auto const& [name, text] : texts) {
        *text = arguments.has(name) ? arguments.text(name) : *text;
    }
    return mark;
}

/// The first page of IN, or a sheet of our own, with the template's marks.
Result<Descriptor> preview_page(pipe::Workers const& workers, Arguments const& arguments) {
    pipe::Sheet sheet;
    sheet.title = template_of(arguments);
    auto page = arguments.has("IN") ? open_file(arguments.text("IN")) : workers.draw(sheet);
    if (!page) {
        return page;
    }
    auto marked = workers.mark(*page, template_of(arguments), {preview_mark(arguments)});
    if (!marked) {
        return pass_on(marked);
    }
    constexpr int dpi = 110;
    return workers.render(marked->copies.front(), 1, dpi);
}

Result<Exit> preview(Session& session, Arguments const& arguments) {
    auto workers = start_workers();
    auto picture =
        workers ? preview_page(*workers, arguments) : Result<Descriptor>(pass_on(workers));
    auto bytes = picture ? Mapping::of(*picture) : Result<Mapping>(pass_on(picture));
    if (!bytes) {
        return pass_on(bytes);
    }
    auto const path = arguments.text("preview");
    if (auto written = replace_file(path, bytes->bytes(), only_mine); !written) {
        return pass_on(written);
    }
    if (session.wants_json()) {
        session.json({{"file", path}, {"template", template_of(arguments)}});
    } else {
        session.say({"cli.previewed", {{"file", path}, {"template", template_of(arguments)}}});
    }
    return Exit::Ok;
}

Result<Exit> mark(Session& session, Arguments const& arguments) {
    if (arguments.has("preview")) {
        return preview(session, arguments);
    }
    for (auto const* needed : {"IN", "OUT", "level"}) {
        if (!arguments.has(needed)) {
            session.warn({"cli.usage-missing",
                          {{"option", (*needed == 'l' ? "--" : "") + std::string(needed)}}});
            return Exit::Usage;
        }
    }
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
    auto marked = workers->mark(*file, template_of(arguments), {*mark}, {.whole = true});
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
