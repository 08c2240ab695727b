#include <algorithm>
#include <array>
#include <fcntl.h>

#include "marking/fingerprint/fingerprint.hpp"
#include "marking/pipe/evidence.hpp"
#include "marking/pipe/pool.hpp"
#include "marking/pipe/words.hpp"

namespace imprimatur::pipe {

namespace {

/// A document as a file that nobody can change any more: the same one where it is sealed, else a
/// copy.
Result<Descriptor> sealed(Descriptor const& document, std::uint64_t limit) {
    auto size = size_of(document);
    if (!size) {
        return pass_on(size);
    }
    if (*size > limit) {
        return fail(Fault::Exhausted, {"file.too-large", {{"limit", std::to_string(limit)}}});
    }
    if (is_sealed(document)) {
        return Descriptor(::fcntl(document.number(), F_DUPFD_CLOEXEC, 0));
    }
    auto mapping = Mapping::of(document);
    auto copy = memory_file("document");
    if (!mapping || !copy) {
        return mapping ? pass_on(copy) : pass_on(mapping);
    }
    auto done = write_all(*copy, mapping->bytes());
    if (done) {
        done = seal(*copy);
    }
    if (!done) {
        return pass_on(done);
    }
    return copy;
}

tl::unexpected<Error> nonsense(std::string const& cause) {
    return fail(Fault::Internal, {"pipe.nonsense", {}}, cause);
}

/// Files from a worker must be what was agreed: sealed memory, not too large.
Result<void> check_files(std::vector<Descriptor> const& files, std::size_t count,
                         std::uint64_t limit) {
    if (files.size() != count) {
        return nonsense("number of files");
    }
    for (auto const& file : files) {
        auto size = size_of(file);
        if (!is_sealed(file) || !size || *size > limit) {
            return nonsense("a file");
        }
    }
    return {};
}

/// What a long look at one page found, to what is known of the document.
void add(Inspection& all, Deeper deeper) {
    all.page_keys.at(deeper.page - 1) = std::move(deeper.kept);
    all.asked_keys.at(deeper.page - 1) = std::move(deeper.asked);
    all.word_keys.push_back(std::move(deeper.words));
    if (deeper.is_silent) {
        all.silent_pages.push_back(deeper.page);
    }
    bool const is_higher =
        deeper.level &&
        (!all.written_level || *deeper.level > *all.written_level ||
         (*deeper.level == *all.written_level && deeper.is_certain && !all.is_level_certain));
    if (is_higher) {
        all.written_level = deeper.level;
        all.is_level_certain = deeper.is_certain;
        all.written_where = "page " + std::to_string(deeper.page) + ": " + deeper.where;
    }
}

/// What was found on one page, to the others.
void add(Reading& all, std::uint32_t page, Reading found) {
    if (!found.pages.empty()) {
        all.pages[page - 1] = found.pages.front();
    }
    for (auto& code : found.codes) {
        code.page = page; // as asked, whatever the worker says
        all.codes.push_back(std::move(code));
    }
    for (auto& dots : found.dots) {
        dots.page = page;
        all.dots.push_back(std::move(dots));
    }
}

} // namespace

struct Workers::Pool : pipe::Pool {
    using pipe::Pool::Pool;

    std::vector<std::string> dots_keys() const {
        return settings().dots_keys ? settings().dots_keys() : std::vector<std::string>();
    }
    std::string newest_dots_key() const {
        auto const keys = dots_keys();
        return keys.empty() ? std::string() : keys.back();
    }

    struct Answer {
        Json words;
        std::vector<Descriptor> files;
    };

    using Documents = std::vector<Descriptor const*>;

    /// Asks with one document, with two, or with none.
    Result<Answer> inquire(Json words, Documents const& documents, Sharing sharing = Sharing::Any) {
        words["pages"] = settings().limits.pages;
        words["seconds"] = settings().limits.time.count();
        words["dots_keys"] = Json::array();
        for (auto const& key : dots_keys()) {
            words["dots_keys"].push_back(std::vector<std::uint8_t>(key.begin(), key.end()));
        }
        Message request;
        for (auto const* document : documents) {
            auto file = sealed(*document, settings().limits.output_bytes);
            if (!file) {
                return pass_on(file);
            }
            request.files.push_back(std::move(*file));
        }
        request.json = to_text(words);
        auto answer = ask(request, sharing);
        if (!answer) {
            return pass_on(answer);
        }
        return understand(std::move(*answer));
    }

    /// One file as the whole answer.
    Result<Descriptor> inquire_for_file(Json words, Documents const& documents,
                                        Sharing sharing = Sharing::Any) {
        auto answer = inquire(std::move(words), documents, sharing);
        if (!answer) {
            return pass_on(answer);
        }
        if (auto good = check_files(answer->files, 1, settings().limits.output_bytes); !good) {
            return pass_on(good);
        }
        return std::move(answer->files.front());
    }

  private:
    static Result<Answer> understand(Message answer) {
        try {
            auto words = Json::parse(answer.json);
            if (words.contains("error")) {
                return tl::unexpected<Error>(read_error(words.at("error")));
            }
            return Answer{std::move(words), std::move(answer.files)};
        } catch (std::exception const& e) {
            return nonsense(e.what());
        }
    }
};

Workers::Workers(std::unique_ptr<Pool> pool) : pool_(std::move(pool)) {}
Workers::Workers(Workers&&) noexcept = default;
Workers& Workers::operator=(Workers&&) noexcept = default;
Workers::~Workers() = default;

Result<Workers> Workers::start(Settings settings) {
    settings.processes = std::max<std::size_t>(1, settings.processes);
    auto first = Process::start(settings);
    if (!first) {
        return pass_on(first);
    }
    return Workers(std::make_unique<Pool>(std::move(settings), std::move(*first)));
}

std::vector<std::string> Workers::missing_protections() const {
    return pool_->lacks();
}

Result<Inspection> Workers::inspect(Descriptor const& document, Sharing sharing) const {
    auto file = sealed(document, pool_->settings().limits.output_bytes);
    auto answer = file ? pool_->inquire({{"do", "inspect"}}, {&*file}, sharing)
                       : Result<Pool::Answer>(pass_on(file));
    if (!answer) {
        return pass_on(answer);
    }
    try {
        auto inspection = read_inspection(answer->words);
        auto looked = look_deeper(*file, inspection, sharing);
        return looked ? Result<Inspection>(std::move(inspection)) : pass_on(looked);
    } catch (std::exception const& e) {
        return nonsense(e.what());
    }
}

Result<void> Workers::look_deeper(Descriptor const& document, Inspection& inspection,
                                  Sharing sharing) const {
    auto const& limits = pool_->settings().limits;
    auto const end = std::chrono::steady_clock::now() + limits.looking;
    for (std::size_t done = 0; done < inspection.hard_pages.size();) {
        if (std::chrono::steady_clock::now() >= end) {
            return fail(Fault::TimedOut,
                        {"pipe.timed-out", {{"seconds", std::to_string(limits.looking.count())}}},
                        std::to_string(inspection.hard_pages.size() - done) +
                            " pages were not looked at");
        }
        std::vector<std::uint32_t> const rest(inspection.hard_pages.begin() +
                                                  static_cast<std::ptrdiff_t>(done),
                                              inspection.hard_pages.end());
        auto answer =
            pool_->inquire({{"do", "look_deeper"}, {"which", rest}}, {&document}, sharing);
        if (!answer) {
            return pass_on(answer);
        }
        for (auto const& one : answer->words.at("looked")) {
            add(inspection, read_deeper(one));
            ++done;
        }
        if (answer->words.at("looked").empty()) {
            return nonsense("no page was looked at");
        }
    }
    return {};
}

Result<std::vector<PageMatch>> Workers::compare(Descriptor const& document,
                                                Descriptor const& registered,
                                                std::vector<PagePair> const& pairs) const {
    auto answer = pool_->inquire({{"do", "compare"}, {"pairs", to_json(pairs)}},
                                 {&document, &registered}, Sharing::Alone);
    if (!answer) {
        return pass_on(answer);
    }
    try {
        std::vector<PageMatch> matches;
        for (auto const& match : answer->words.at("matches")) {
            matches.push_back(read_match(match));
        }
        return matches;
    } catch (std::exception const& e) {
        return nonsense(e.what());
    }
}

Result<Descriptor> Workers::side_by_side(Descriptor const& document, Descriptor const& registered,
                                         PagePair pair, int dpi) const {
    return pool_->inquire_for_file({{"do", "side_by_side"}, {"pair", to_json(pair)}, {"dpi", dpi}},
                                   {&document, &registered}, Sharing::Alone);
}

Result<std::uint32_t> Workers::count(Descriptor const& document) const {
    auto answer = pool_->inquire({{"do", "read"}, {"page", 0}}, {&document}, Sharing::Alone);
    if (!answer) {
        return pass_on(answer);
    }
    try {
        return answer->words.at("count").get<std::uint32_t>();
    } catch (std::exception const& e) {
        return nonsense(e.what());
    }
}

double Workers::likeness(Fingerprint const& a, Fingerprint const& b) {
    return fingerprint::likeness(a.text, b.text);
}

bool Workers::is_same_file(Fingerprint const& a, Fingerprint const& b) {
    return fingerprint::is_same_file(a.text, b.text);
}

std::string Workers::key(Fingerprint const& fingerprint) {
    return std::string(fingerprint::key(fingerprint.text));
}

Result<Marked> Workers::mark(Descriptor const& document, std::string const& template_name,
                             std::vector<Mark> const& marks, Making how) const {
    constexpr std::array ways{"appended", "repaired", "vector", "image"};
    Json words{{"do", "mark"},
               {"template", template_name},
               {"marks", to_json(with_dots(marks, pool_->newest_dots_key()))},
               {"whole", how.whole},
               {"only_image", how.only_image},
               {"verified_pages", pool_->settings().limits.verified_pages}};
    auto const limit = pool_->settings().limits.output_bytes;
    Result<Pool::Answer> answer = nonsense("not asked");
    for (auto const* way : ways) {
        words["first_way"] = way;
        answer = pool_->inquire(words, {&document}, how.sharing);
        // Where a worker died or a library gave up, the next step of the ladder may do better.
        auto const id = answer ? "" : answer.error().sentence.id;
        if (id != "pipe.worker-died" && id != "pipe.failed") {
            break;
        }
    }
    if (!answer) {
        return pass_on(answer);
    }
    if (auto good = check_files(answer->files, marks.size(), limit); !good) {
        return pass_on(good);
    }
    try {
        Marked marked{answer->words.at("way").get<std::string>(),
                      answer->words.at("pages").get<std::uint32_t>(),
                      {},
                      std::move(answer->files),
                      answer->words.at("causes").get<std::string>()};
        for (auto const& remark : answer->words.at("remarks")) {
            marked.remarks.push_back(read_sentence(remark));
        }
        return marked;
    } catch (std::exception const& e) {
        return nonsense(e.what());
    }
}

Result<Descriptor> Workers::render(Descriptor const& document, std::uint32_t page, int dpi,
                                   Sharing sharing) const {
    return pool_->inquire_for_file({{"do", "render"}, {"page", page}, {"dpi", dpi}}, {&document},
                                   sharing);
}

Result<Reading> Workers::read(Descriptor const& image) const {
    auto const end = std::chrono::steady_clock::now() + pool_->settings().limits.reading;
    auto file = sealed(image, pool_->settings().limits.output_bytes);
    auto counted = file ? pool_->inquire({{"do", "read"}, {"page", 0}}, {&*file})
                        : Result<Pool::Answer>(pass_on(file));
    if (!counted) {
        return pass_on(counted);
    }
    Reading all;
    std::optional<Error> failure;
    bool has_read = false;
    try {
        auto const count = counted->words.at("count").get<std::uint32_t>();
        all.pages.resize(std::min(count, pool_->settings().limits.pages));
        for (std::uint32_t page = 1; page <= all.pages.size(); ++page) {
            if (page > 1 && std::chrono::steady_clock::now() >= end) {
                all.unread.push_back(page);
                continue;
            }
            auto answer = pool_->inquire({{"do", "read"}, {"page", page}}, {&*file});
            if (!answer) {
                if (!failure) {
                    failure = answer.error();
                    all.unread_cause = failure->sentence.id + " " + failure->cause;
                }
                all.unread.push_back(page);
                continue;
            }
            add(all, page, read_reading(answer->words));
            has_read = true;
        }
    } catch (std::exception const& e) {
        return nonsense(e.what());
    }
    if (!has_read && failure) {
        return tl::unexpected<Error>(*failure);
    }
    return all;
}

std::optional<Likely> Workers::likeliest(DotsSeen const& dots,
                                         std::vector<Serial> const& copies) const {
    auto const keys = pool_->dots_keys();
    return dots.generation < keys.size() ? find_likeliest(dots, copies, keys[dots.generation])
                                         : std::nullopt;
}

Result<Descriptor> Workers::outline(Descriptor const& image, std::uint32_t page,
                                    std::vector<Outline> const& outlines) const {
    return pool_->inquire_for_file(
        {{"do", "outline"}, {"page", page}, {"outlines", to_json(outlines)}}, {&image});
}

Result<Descriptor> Workers::draw(Sheet const& sheet) const {
    return pool_->inquire_for_file({{"do", "draw"}, {"sheet", to_json(sheet)}}, {});
}

} // namespace imprimatur::pipe
