#include "gateway/cli/profiles.hpp"

#include <algorithm>
#include <cstdlib>

#include "foundation/file/file.hpp"
#include "foundation/sentence/sentence.hpp"

namespace imprimatur::cli {

namespace fs = std::filesystem;

namespace {

/// What lies beside the profiles and is none.
constexpr std::string_view catalogues[] = {"baseline", "roles", "categories", "clauses", "places"};

bool is_two_digits(std::string const& stem) {
    return stem.size() == 2 &&
           std::all_of(stem.begin(), stem.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "07" → "P7": the name by which a profile is asked for.
std::string name_of(fs::path const& file) {
    auto stem = file.stem().string();
    if (!is_two_digits(stem)) {
        return stem;
    }
    return "P" + (stem.front() == '0' ? stem.substr(1) : stem);
}

/// A folder of its own in which a lone file stands beside the installed ones; removed at the end.
class Neighbourhood {
  public:
    static Result<Neighbourhood> of(fs::path const& file) {
        auto name = (fs::temp_directory_path() / "imprimatur-check.XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            return fail(Fault::Exhausted, {"file.no-room", {}}, "mkdtemp");
        }
        Neighbourhood folder{fs::path(name)};
        std::error_code failed;
        for (auto const& entry : fs::directory_iterator(policies_folder(), failed)) {
            if (entry.path().filename() != file.filename()) {
                fs::create_symlink(fs::absolute(entry.path()),
                                   folder.path_ / entry.path().filename(), failed);
            }
        }
        fs::create_symlink(fs::absolute(file), folder.path_ / file.filename(), failed);
        if (failed) {
            return fail(Fault::Internal, {"file.cannot-write", {}}, failed.message());
        }
        return folder;
    }
    Neighbourhood(Neighbourhood&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Neighbourhood& operator=(Neighbourhood&&) = delete;
    ~Neighbourhood() {
        std::error_code ignored;
        if (!path_.empty()) {
            fs::remove_all(path_, ignored);
        }
    }
    fs::path const& path() const { return path_; }

  private:
    explicit Neighbourhood(fs::path path) : path_(std::move(path)) {}
    fs::path path_;
};

} // namespace

fs::path policies_folder() {
    return data_folder() / "config" / "policies";
}

Result<policy::Policy> read_profile_file(fs::path const& file) {
    auto readable = open_file(file.string());
    if (!readable) {
        return pass_on(readable);
    }
    auto const folder = fs::absolute(file).parent_path();
    std::error_code ignored;
    if (fs::exists(folder / "baseline.toml", ignored)) {
        return policy::Policy::read(folder, {name_of(file)});
    }
    auto neighbourhood = Neighbourhood::of(file);
    return neighbourhood ? policy::Policy::read(neighbourhood->path(), {name_of(file)})
                         : pass_on(neighbourhood);
}

std::vector<std::string> profile_names(fs::path const& folder) {
    std::vector<std::string> names;
    std::error_code ignored;
    for (auto const& entry : fs::directory_iterator(folder, ignored)) {
        auto const stem = entry.path().stem().string();
        bool const is_catalogue =
            std::find(std::begin(catalogues), std::end(catalogues), stem) != std::end(catalogues);
        if (entry.path().extension() == ".toml" && !is_catalogue) {
            names.push_back(name_of(entry.path()));
        }
    }
    std::sort(names.begin(), names.end(), [](auto const& a, auto const& b) {
        return std::pair(a.size(), a) < std::pair(b.size(), b);
    });
    return names;
}

} // namespace imprimatur::cli
