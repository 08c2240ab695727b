#include "gateway/backup/pack.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>

namespace imprimatur::backup {

namespace {

using nlohmann::json;

constexpr std::string_view magic = "imprimatur-backup-1 ";
constexpr std::string_view label = "imprimatur-backup";
constexpr std::string_view end_part = "end";
constexpr std::size_t longest_line = 200;

tl::unexpected<Error> not_whole(char const* what) {
    return fail(Fault::Corrupt, {"backup.not-whole", {}}, what);
}

bool is_plain(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/';
    });
}

/// Takes the clear bytes apart, however they are cut.
class Reader {
  public:
    explicit Reader(Unpacked const& take) : take_(take) {}

    Result<void> feed(std::string_view bytes) {
        while (!bytes.empty()) {
            auto fed = left_ > 0 ? feed_part(bytes) : feed_line(bytes);
            if (!fed) {
                return fed;
            }
        }
        return {};
    }
    bool is_at_end() const { return is_ended_; }

  private:
    Result<void> feed_part(std::string_view& bytes) {
        auto const now =
            bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())));
        bytes.remove_prefix(now.size());
        left_ -= now.size();
        return take_.bytes(now);
    }

    Result<void> feed_line(std::string_view& bytes) {
        auto const end = bytes.find('\n');
        line_ += bytes.substr(0, end);
        bytes.remove_prefix(end == bytes.npos ? bytes.size() : end + 1);
        if (line_.size() > longest_line || is_ended_) {
            return not_whole("a part has no name");
        }
        if (end == bytes.npos) {
            return {};
        }
        auto const line = std::exchange(line_, {});
        auto const blank = line.find(' ');
        auto const name = line.substr(0, blank);
        auto const* first = line.data() + std::min(line.size(), name.size() + 1);
        auto const* last = line.data() + line.size();
        auto const read = std::from_chars(first, last, left_);
        if (!is_plain(name) || read.ec != std::errc() || read.ptr != last) {
            return not_whole("a part's name is unreadable");
        }
        is_ended_ = name == end_part;
        return is_ended_ ? Result<void>() : take_.begin(name, left_);
    }

    Unpacked const& take_;
    std::string line_;
    std::uint64_t left_ = 0;
    bool is_ended_ = false;
};

} // namespace

Result<Packer> Packer::begin(Descriptor file, keys::Keys const& keys) {
    auto const line = std::string(magic) + keys.names().back() + "\n";
    if (auto written = write_all(file, line); !written) {
        return pass_on(written);
    }
    auto sealed = store::SealedWriter::begin(std::move(file), keys, std::string(label));
    return sealed ? Result<Packer>(Packer(*std::move(sealed))) : pass_on(sealed);
}

Result<void> Packer::put(std::string_view name, std::string_view bytes) {
    auto const line = std::string(name) + " " + std::to_string(bytes.size()) + "\n";
    auto put = sealed_.write(line);
    return put ? sealed_.write(bytes) : put;
}

Result<void> Packer::put_file(std::string_view name, Descriptor const& file) {
    auto mapped = Mapping::of(file);
    return mapped ? put(name, mapped->bytes()) : pass_on(mapped);
}

Result<void> Packer::end() {
    auto put = sealed_.write(std::string(end_part) + " 0\n");
    return put ? sealed_.end() : put;
}

Result<void> unpack(Descriptor const& file, keys::Keys const& keys, Unpacked const& take) {
    auto mapped = Mapping::of(file);
    if (!mapped) {
        return pass_on(mapped);
    }
    auto const start = mapped->bytes().substr(0, longest_line);
    auto const end = start.find('\n');
    if (!start.starts_with(magic) || end == start.npos) {
        return fail(Fault::Corrupt, {"backup.not-one", {}}, "no first line of a backup");
    }
    auto const wanted = std::string(start.substr(magic.size(), end - magic.size()));
    auto const names = keys.names();
    if (std::ranges::find(names, wanted) == names.end()) {
        return fail(Fault::Conflict,
                    {"backup.other-key", {{"wanted", wanted}, {"found", names.back()}}});
    }
    Reader reader(take);
    auto read = store::read_sealed(file, end + 1, keys, std::string(label),
                                   [&](std::string_view bytes) { return reader.feed(bytes); });
    return !read || reader.is_at_end() ? read : not_whole("it ends early");
}

std::string to_text(Content const& content) {
    return json{{"at", imprimatur::to_text(content.at)},
                {"sequence", content.sequence},
                {"hash", content.hash},
                {"numbers_given", content.numbers_given},
                {"key", content.key},
                {"objects", content.objects}}
        .dump();
}

Result<Content> read_content(std::string const& text) {
    try {
        auto const all = json::parse(text);
        Content out;
        auto const at = find_instant(all.at("at").get<std::string>());
        if (!at) {
            return not_whole("no moment");
        }
        out.at = *at;
        out.sequence = all.at("sequence").get<std::uint64_t>();
        out.hash = all.at("hash").get<std::string>();
        out.numbers_given = all.at("numbers_given").get<std::uint64_t>();
        out.key = all.at("key").get<std::string>();
        out.objects = all.at("objects").get<std::uint64_t>();
        return out;
    } catch (json::exception const& e) {
        return not_whole(e.what());
    }
}

} // namespace imprimatur::backup
