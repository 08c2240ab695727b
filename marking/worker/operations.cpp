#include <algorithm>
#include <optional>

#include "marking/image/image.hpp"
#include "marking/layout/layout.hpp"
#include "marking/sheet/sheet.hpp"
#include "marking/stamp/stamp.hpp"
#include "marking/worker/compare.hpp"
#include "marking/worker/deeper.hpp"
#include "marking/worker/inspect.hpp"
#include "marking/worker/outline.hpp"
#include "marking/worker/worker.hpp"

namespace imprimatur::worker {

namespace {

std::uint32_t most_pages(Request const& request) {
    return request.words.at("pages").get<std::uint32_t>();
}

Bounds bounds(Request const& request) {
    Bounds out{most_pages(request), {}};
    for (auto const& given : request.words.at("dots_keys")) {
        auto const bytes = given.get<std::vector<std::uint8_t>>();
        dots::Key key{};
        if (bytes.size() != key.size()) {
            throw std::runtime_error("a key for dots has 32 bytes");
        }
        std::ranges::copy(bytes, key.begin());
        out.keys.push_back(key);
    }
    return out;
}

Result<Opened> opened(Request const& request) {
    auto document = request.document();
    if (!document) {
        return pass_on(document);
    }
    return open_document(**document);
}

constexpr int outline_dpi = 150;

/// A file of an answer: nobody changes it afterwards.
Result<Answer> as_file(std::string const& label, std::string_view bytes) {
    auto file = memory_file(label);
    if (!file) {
        return pass_on(file);
    }
    auto done = write_all(*file, bytes);
    if (done) {
        done = seal(*file);
    }
    if (!done) {
        return pass_on(done);
    }
    Answer answer{pipe::Json::object(), {}};
    answer.files.push_back(std::move(*file));
    return answer;
}

Result<Answer> do_inspect(Request const& request) {
    auto document = opened(request);
    if (!document) {
        return pass_on(document);
    }
    auto seen = inspect(*document, bounds(request));
    if (!seen) {
        return pass_on(seen);
    }
    return Answer{pipe::to_json(*seen), {}};
}

Result<Answer> do_read(Request const& request) {
    auto document = opened(request);
    if (!document) {
        return pass_on(document);
    }
    auto const page = request.words.at("page").get<std::uint32_t>();
    if (page == 0) { // how many there are, for the caller to ask for one after the other
        auto count = count_pages(*document, bounds(request));
        return count ? Result<Answer>(Answer{{{"count", *count}}, {}}) : pass_on(count);
    }
    auto found = read_hard(*document, page, bounds(request));
    if (!found) {
        return pass_on(found);
    }
    return Answer{pipe::to_json(*found), {}};
}

Result<Bitmap> picture_of(Opened const& document, std::uint32_t page, int dpi, std::uint32_t most) {
    if (document.kind != pipe::FileKind::Pdf) {
        return image::decode(document.bytes(), page - 1);
    }
    auto pdf = open_pdf(document.bytes(), most);
    if (!pdf) {
        return pass_on(pdf);
    }
    return pdf->draw(page, dpi, Channels::Rgb);
}

Result<Answer> do_render(Request const& request) {
    auto document = opened(request);
    if (!document) {
        return pass_on(document);
    }
    auto const page = request.words.at("page").get<std::uint32_t>();
    auto const dpi = std::clamp(request.words.at("dpi").get<int>(), 10, 600);
    auto picture = picture_of(*document, page, dpi, most_pages(request));
    auto file = picture ? image::encode_png(*picture) : Result<std::string>(pass_on(picture));
    if (!file) {
        return tl::unexpected<Error>(in_our_words(file.error()));
    }
    return as_file("page", *file);
}

/// The document and the one that it is compared with.
struct TwoDocuments {
    Opened first;
    Opened second;
};

Result<TwoDocuments> two_opened(Request const& request) {
    if (request.files.size() != 2) {
        return fail(Fault::Internal, {"pipe.bad-request", {}}, "two documents are needed");
    }
    auto first = open_document(request.files[0]);
    auto second = open_document(request.files[1]);
    if (!first || !second) {
        return first ? pass_on(second) : pass_on(first);
    }
    return TwoDocuments{std::move(*first), std::move(*second)};
}

/// Calls `work` with the pages of both.
template <class Work> Result<Answer> with_pages(Request const& request, Work work) {
    auto documents = two_opened(request);
    if (!documents) {
        return pass_on(documents);
    }
    auto first = Pages::open(documents->first, most_pages(request));
    auto second = Pages::open(documents->second, most_pages(request));
    if (!first || !second) {
        return first ? pass_on(second) : pass_on(first);
    }
    return work(*first, *second);
}

Result<Answer> do_look_deeper(Request const& request) {
    auto document = opened(request);
    auto pages = document ? Pages::open(*document, most_pages(request)) : pass_on(document);
    if (!pages) {
        return pass_on(pages);
    }
    auto const end = std::chrono::steady_clock::now() +
                     std::chrono::seconds(request.words.at("seconds").get<int>() / 3);
    auto const which = request.words.at("which").get<std::vector<std::uint32_t>>();
    auto looked = look_deeper(*pages, which, end);
    if (!looked) {
        return pass_on(looked);
    }
    auto out = pipe::Json::array();
    for (auto& one : *looked) {
        pipe::Deeper deeper{one.page, std::move(one.keys.kept), std::move(one.keys.asked),
                            std::move(one.asked_words)};
        if (one.level) {
            deeper.level = one.level->level;
            deeper.is_certain = one.level->is_certain;
            deeper.where = one.level->text;
        }
        deeper.is_silent = one.is_silent;
        out.push_back(pipe::to_json(deeper));
    }
    return Answer{{{"looked", std::move(out)}}, {}};
}

Result<Answer> do_compare(Request const& request) {
    return with_pages(request, [&](Pages const& document, Pages const& registered) {
        std::vector<pipe::PageMatch> matches;
        Side mine{document};
        Side theirs{registered};
        for (auto const& pair : request.words.at("pairs")) {
            auto match = compare(mine, theirs, pipe::read_pair(pair));
            if (!match) {
                return Result<Answer>(pass_on(match));
            }
            matches.push_back(*match);
        }
        return Result<Answer>(Answer{{{"matches", pipe::to_json(matches)}}, {}});
    });
}

Result<Answer> do_side_by_side(Request const& request) {
    auto const dpi = std::clamp(request.words.at("dpi").get<int>(), 10, 200);
    return with_pages(request, [&](Pages const& document, Pages const& registered) {
        auto picture =
            side_by_side(document, registered, pipe::read_pair(request.words.at("pair")), dpi);
        auto file = picture ? image::encode_png(*picture) : Result<std::string>(pass_on(picture));
        return file ? as_file("pages", *file) : Result<Answer>(pass_on(file));
    });
}

Result<Answer> do_outline(Request const& request) {
    auto document = opened(request);
    if (!document) {
        return pass_on(document);
    }
    auto const page = request.words.at("page").get<std::uint32_t>();
    auto picture = picture_of(*document, page, outline_dpi, most_pages(request));
    if (!picture) {
        return tl::unexpected<Error>(in_our_words(picture.error()));
    }
    auto coloured = to_rgb(std::move(*picture));
    for (auto const& outline : request.words.at("outlines")) {
        draw_outline(coloured, pipe::read_outline(outline));
    }
    auto file = image::encode_png(coloured);
    return file ? as_file("outline", *file) : Result<Answer>(pass_on(file));
}

/// The step of the ladder that is called so.
std::optional<stamp::Way> find_way(std::string const& name) {
    for (auto way :
         {stamp::Way::Appended, stamp::Way::Repaired, stamp::Way::Vector, stamp::Way::Image}) {
        if (stamp::identifier(way) == name) {
            return way;
        }
    }
    return std::nullopt;
}

Result<std::vector<Mark>> marks_of(Request const& request) {
    std::vector<Mark> marks;
    for (auto const& mark : request.words.at("marks")) {
        marks.push_back(pipe::read_mark(mark));
    }
    if (marks.empty()) {
        return fail(Fault::Internal, {"pipe.bad-request", {}}, "no marks");
    }
    return marks;
}

Result<Answer> do_mark(std::filesystem::path const& data, Request const& request) {
    auto document = opened(request);
    auto marks = marks_of(request);
    if (!document || !marks) {
        return document ? pass_on(marks) : pass_on(document);
    }
    auto look =
        layout::read(data / "templates/marks", request.words.at("template").get<std::string>());
    auto const way = find_way(request.words.at("first_way").get<std::string>());
    if (!look || !way) {
        return look ? fail(Fault::Internal, {"pipe.bad-request", {}}, "no such way")
                    : pass_on(look);
    }
    stamp::Options options;
    options.whole = request.words.at("whole").get<bool>();
    options.only_image = request.words.at("only_image").get<bool>();
    options.first_way = *way;
    options.most_pages = most_pages(request);
    options.verify_pages = request.words.at("verified_pages").get<std::uint32_t>();
    auto stamped = stamp::stamp(request.files.front(), *look, *marks, options);
    if (!stamped) {
        return tl::unexpected<Error>(in_our_words(stamped.error()));
    }
    return Answer{{{"way", stamp::identifier(stamped->way)},
                   {"pages", stamped->pages},
                   {"remarks", pipe::to_json(stamped->remarks)},
                   {"causes", stamped->causes}},
                  std::move(stamped->copies)};
}

Result<Answer> do_draw(Request const& request) {
    auto drawn = sheet::draw(pipe::read_sheet(request.words.at("sheet")));
    if (!drawn) {
        return pass_on(drawn);
    }
    return as_file("sheet", *drawn);
}

} // namespace

Operations operations(std::filesystem::path const& data) {
    return {{"inspect", do_inspect},
            {"read", do_read},
            {"render", do_render},
            {"outline", do_outline},
            {"look_deeper", do_look_deeper},
            {"compare", do_compare},
            {"side_by_side", do_side_by_side},
            {"mark", [data](Request const& request) { return do_mark(data, request); }},
            {"draw", do_draw}};
}

} // namespace imprimatur::worker
