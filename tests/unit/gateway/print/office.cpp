#include "tests/unit/gateway/print/office.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <sstream>

namespace imprimatur::print {

namespace {

std::filesystem::path new_folder() {
    char name[] = "/tmp/office-XXXXXX";
    return mkdtemp(name);
}

Descriptor file_of(std::string const& text) {
    auto file = expected(memory_file("test"));
    expected(write_all(file, text));
    expected(seal(file));
    return file;
}

/// The words of every page.
std::vector<std::set<std::string>> pages_of(std::string const& text) {
    std::vector<std::set<std::string>> out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("page ")) {
            std::istringstream words(line.substr(5));
            out.push_back({std::istream_iterator<std::string>(words), {}});
        }
    }
    return out;
}

pipe::Likeness likeness_of(std::set<std::string> const& a, std::set<std::string> const& b) {
    auto const common = static_cast<std::size_t>(
        std::count_if(a.begin(), a.end(), [&](auto const& word) { return b.contains(word); }));
    auto const smaller = std::min(a.size(), b.size());
    return common == smaller && smaller > 0 ? pipe::Likeness::Same
           : 2 * common >= smaller          ? pipe::Likeness::Doubtful
                                            : pipe::Likeness::Different;
}

} // namespace

Result<std::vector<pipe::PageMatch>>
PaperDocuments::compare(Descriptor const& document, Descriptor const& registered,
                        std::vector<pipe::PagePair> const& pairs) const {
    auto const mine = pages_of(expected(read_whole(document)));
    auto const theirs = pages_of(expected(read_whole(registered)));
    std::vector<pipe::PageMatch> out;
    for (auto const& pair : pairs) {
        bool const is_there = pair.page <= mine.size() && pair.registered <= theirs.size();
        auto const likeness =
            is_there ? likeness_of(mine.at(pair.page - 1), theirs.at(pair.registered - 1))
                     : pipe::Likeness::Different;
        out.push_back({pair, likeness, 1, 1});
    }
    return out;
}

Result<Descriptor> PaperDocuments::side_by_side(Descriptor const&, Descriptor const&,
                                                pipe::PagePair pair, int) const {
    return file_of("pages " + std::to_string(pair.page) + " and " +
                   std::to_string(pair.registered));
}

Result<pipe::Inspection> PaperDocuments::inspect(Descriptor const& document) const {
    auto text = expected(read_whole(document));
    if (text.find("broken") != text.npos) {
        return fail(Fault::BadInput, {"pipe.broken", {}}, "broken");
    }
    if (text.find("dies") != text.npos && !has_died) {
        return fail(Fault::Internal, {"pipe.worker-died", {}}, "signal 11");
    }
    pipe::Inspection out;
    out.kind = pipe::FileKind::Pdf;
    out.pages = 1;
    for (auto const& words : pages_of(text)) {
        std::vector<std::uint64_t> keys;
        for (auto const& word : words) {
            keys.push_back(std::hash<std::string>()(word) >> 24U);
        }
        out.page_keys.push_back(keys);
        out.asked_keys.push_back(keys);
        out.pages = static_cast<std::uint32_t>(out.page_keys.size());
    }
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string what;
        words >> what;
        if (what == "name") {
            out.fingerprint.text = fingerprint_of(line.substr(5));
        } else if (what == "pages") {
            words >> out.pages;
        } else if (what == "level") {
            out.written_level = find_level(line.substr(6));
            out.written_where = "page 1: " + line.substr(6);
        } else if (what == "picture") {
            words >> out.hard_pages.emplace_back();
            out.word_keys.emplace_back();
            for (std::string read; words >> read;) {
                out.word_keys.back().push_back(std::hash<std::string>()(read) >> 24U);
            }
        } else if (what == "seal") {
            pipe::Finding finding{};
            words >> finding.page >> finding.text;
            finding.seal = find_seal(finding.text);
            out.findings.push_back(finding);
        } else if (what == "dots") {
            pipe::DotsSeen dots{};
            std::string serial;
            words >> dots.page >> serial;
            dots.serial = expected(Serial::read(serial));
            out.dots.push_back(dots);
        }
    }
    return out;
}

Result<pipe::Marked> PaperDocuments::mark(Descriptor const& document,
                                          std::string const& template_name,
                                          std::vector<Mark> const& marks,
                                          pipe::Workers::Making const& how) const {
    auto text = expected(read_whole(document));
    if (text.find("unmarkable") != text.npos) {
        return fail(Fault::BadInput, {"pipe.unmarkable", {}}, "no room");
    }
    marked = marks;
    template_used = template_name;
    made_how = how;
    pipe::Marked out;
    out.way = "test";
    if (text.find("crowded") != text.npos) {
        out.remarks.push_back({"stamp.band-added", {{"pages", "2"}}});
    }
    for (auto const& mark : marks) {
        out.copies.push_back(file_of(mark.serial.text()));
    }
    return out;
}

Result<Descriptor> PaperDocuments::render(Descriptor const&, std::uint32_t page, int) const {
    return file_of("picture of page " + std::to_string(page));
}

Result<void> PaperReleaser::release(std::string const&, std::int64_t cups_job) {
    if (is_away) {
        return fail(Fault::Unavailable, {"cups.away", {}}, "away");
    }
    released.push_back(cups_job);
    return {};
}

Result<bool> PaperReleaser::is_gone(std::string const&, std::int64_t cups_job, std::string const&) {
    if (is_away) {
        return fail(Fault::Unavailable, {"cups.away", {}}, "away");
    }
    return gone.contains(cups_job);
}

Office::Office()
    : folder(new_folder()), registry(expected(registry::Registry::open(
                                "sqlite://" + (folder / "registry.db").string(), clock))),
      keys(expected(keys::Keys::open(folder / "key", true))),
      store(expected(store::Store::open(folder / "store", keys))),
      policies(expected(policy::Policy::read(IMPRIMATUR_SOURCE_DIR "/config/policies", {"P7"}))),
      parts{registry, store,  keys,     documents,
            policies, *clock, releaser, {"区委办公室", 30, 1 << 20},
            {}},
      jobs(std::make_unique<Jobs>(parts)), requests(parts) {
    hire("liming", "李明", {"user"});
    hire("wanghua", "王华", {"user", "county-leader"}, "办公室");
    hire("chenli", "陈立", {"user"}, "组织部");
    hire("zhouning", "周宁", {"user"}, "宣传部");
    hire("sunyue", "孙悦", {"user"}, "财政局");
}

Office::~Office() {
    std::filesystem::remove_all(folder);
}

void Office::start_again() {
    jobs = std::make_unique<Jobs>(parts);
    expected(jobs->recover());
}

void Office::hire(std::string const& account, std::string const& full_name,
                  std::set<std::string> const& roles, std::string const& department) {
    auto transaction = expected(registry.begin("root"));
    registry::Person person;
    person.account = account;
    person.full_name = full_name;
    person.department = department;
    person.roles = roles;
    person.agreement = find_date("2026-01-05");
    person.training = find_date("2026-06-01");
    expected(transaction.put_person(person, {"person.entered", "person:" + account, {}, {}}));
    expected(transaction.commit());
}

registry::Document Office::add_document(std::string const& number, std::string const& content,
                                        Level level) {
    auto transaction = expected(registry.begin("zhaomin"));
    registry::Document document;
    document.number = number;
    document.title = "标题";
    document.level = level;
    document.period = find_period("10y");
    document.issued = find_date("2026-11-20");
    document.department = "综合科";
    document.fingerprint = fingerprint_of(content);
    auto added = expected(transaction.add_document(document, {"document.registered", "", {}, {}}));
    expected(transaction.commit());
    return added;
}

registry::Document Office::register_file(std::string const& number, std::string const& content,
                                         Level level) {
    auto document = add_document(number, content, level);
    auto writer = expected(store.create());
    expected(writer.write(content));
    auto const object = expected(writer.commit());
    auto const inspection = expected(documents.inspect(file_of(content)));
    document.object = object.name;
    document.pages = inspection.pages;
    document.fingerprint = inspection.fingerprint.text;
    auto transaction = expected(registry.begin("zhaomin"));
    expected(transaction.change_document(document, {"document.fingerprinted", "", {}, {}}));
    expected(transaction.index_pages(document.id, inspection.page_keys));
    expected(transaction.commit());
    return document;
}

std::string Office::send(Order const& order) {
    Announcement said;
    said.queue = "Secure-Printer";
    said.cups_job = ++cups_job_;
    said.cups_uuid = "urn:uuid:" + std::to_string(cups_job_);
    said.user = order.user;
    said.title = order.title;
    said.copies = order.copies;
    said.options = order.options;
    last_job = expected(jobs->announce(said, "lp")).job;
    std::size_t place = 0;
    expected(jobs->take_document(
        last_job,
        [&](std::span<std::byte> room) -> Result<std::size_t> {
            auto count = std::min<std::size_t>(room.size(), order.content.size() - place);
            std::memcpy(room.data(), order.content.data() + place, count);
            place += count;
            return count;
        },
        "lp"));
    return last_job;
}

Proceeding Office::proceed(std::string const& job) {
    return expected(jobs->proceed(job));
}

Proceeding Office::print(Order const& order) {
    return proceed(send(order));
}

RequestView Office::waiting() {
    auto list = expected(requests.list("wanghua", true, registry::RequestState::Waiting));
    if (list.size() != 1) {
        throw std::runtime_error(std::to_string(list.size()) + " requests wait");
    }
    return list.front();
}

RequestView Office::grant(Narrowing const& narrowing) {
    Word word;
    word.narrowing = narrowing;
    return expected(requests.speak(waiting().request.id, "wanghua", word));
}

void Office::issue_all(std::string const& job, Proceeding const& proceeding) {
    for (auto const& line : proceeding.copies) {
        expected(jobs->deliver(job, line.serial, "lp", 1));
        expected(jobs->settle(job, line.serial, Outcome::Issued, "", "lp"));
    }
}

registry::Job Office::job_of(std::string const& id) {
    auto transaction = expected(registry.look());
    return *expected(transaction.find_job(id));
}

std::vector<registry::Copy> Office::copies_of(std::string const& number) {
    auto transaction = expected(registry.look());
    return expected(transaction.copies(expected(transaction.find_document(number))->id));
}

std::vector<audit::Event> Office::events(std::string const& what) {
    auto transaction = expected(registry.look());
    std::vector<audit::Event> out;
    expected(transaction.each_event(1, [&](audit::Event const& event) -> Result<void> {
        if (event.what.starts_with(what)) {
            out.push_back(event);
        }
        return {};
    }));
    return out;
}

std::size_t Office::objects() {
    return expected(store.names()).size();
}

} // namespace imprimatur::print
