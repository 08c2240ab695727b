// Registers files and says of others whose pages they are: recognise_files REGISTERED-FOLDER FILE…
// For each FILE a line "file<TAB>same|doubtful|none<TAB>registered file<TAB>ms<TAB>pages". Used by
// `run`. "FILE<TAB>EXPECTED" on stdin adds at which stage one that was missed was lost.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>

#include "gateway/print/recognise.hpp"
#include "tests/support/expected.hpp"

namespace {

using namespace imprimatur;

class NoReleaser : public print::Releaser {
  public:
    Result<void> release(std::string const&, std::int64_t) override { return {}; }
    Result<bool> is_gone(std::string const&, std::int64_t, std::string const&) override {
        return false;
    }
};

/// A registry, a store and workers of their own, gone at the end.
class Bench {
  public:
    explicit Bench(std::filesystem::path const& programs)
        : registry_(expected(
              registry::Registry::open("sqlite://" + (folder_ / "registry.db").string(), clock_))),
          keys_(expected(keys::Keys::open(folder_ / "key", true))),
          store_(expected(store::Store::open(folder_ / "store", keys_))),
          workers_(expected(pipe::Workers::start(settings(programs)))), documents_(workers_),
          policies_(
              expected(policy::Policy::read(IMPRIMATUR_SOURCE_DIR "/config/policies", {"P7"}))),
          parts_{registry_, store_,  keys_,     documents_,
                 policies_, *clock_, releaser_, {"", 30, 1ULL << 32U},
                 {}} {}
    ~Bench() { std::filesystem::remove_all(folder_); }

    void add(std::filesystem::path const& path) {
        auto const file = expected(open_file(path.string()));
        auto const inspection = expected(workers_.inspect(file));
        auto writer = expected(store_.create());
        expected(writer.write(expected(read_whole(file, 1ULL << 31U))));
        auto const object = expected(writer.commit());
        auto transaction = expected(registry_.begin("bench"));
        registry::Document document;
        document.number = path.filename().string();
        document.title = document.number;
        document.level = Level::Secret;
        document.pages = inspection.pages;
        document.object = object.name;
        document.fingerprint = inspection.fingerprint.text;
        auto const added =
            expected(transaction.add_document(document, {"document.registered", "bench", {}, {}}));
        expected(transaction.index_pages(added.id, inspection.page_keys));
        expected(transaction.commit());
        numbers_[added.id] = document.number;
    }

    void say(std::string const& line) {
        auto const tab = line.find('\t');
        auto const path = line.substr(0, tab);
        auto const start = std::chrono::steady_clock::now();
        auto file = expected(open_file(path));
        auto const inspection = workers_.inspect(file);
        if (!inspection) {
            std::cout << path << "\tunreadable\t" << inspection.error().sentence.id << "\n";
            return;
        }
        auto const found = print::recognise(parts_, file, {}, *inspection);
        if (!found) {
            std::cout << path << "\tfailed\t" << found.error().cause << "\n";
            return;
        }
        print::Recognised const* best = nullptr;
        for (auto const& one : *found) {
            best = best == nullptr || one.likeness > best->likeness ? &one : best;
        }
        auto const spent = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - start);
        char const* words[] = {"none", "doubtful", "same"};
        std::cout << path << "\t"
                  << (best == nullptr ? "none" : words[static_cast<int>(best->likeness)]) << "\t"
                  << (best == nullptr ? "" : numbers_.at(best->document)) << "\t" << spent.count()
                  << "\t" << inspection->pages;
        bool const is_known = best != nullptr && best->likeness != pipe::Likeness::Different;
        if (tab != std::string::npos && !is_known) {
            std::cout << "\t" << stages(file, *inspection, line.substr(tab + 1));
        }
        std::cout << std::endl;
    }

    /// Of the first page: keys asked, the expected document's best hits and rank, the hits of the
    /// best other one, and what a comparison with the expected page says.
    std::string stages(Descriptor const& file, pipe::Inspection const& inspection,
                       std::string const& expected_number) {
        auto transaction = expected(registry_.look());
        auto const hits = expected(transaction.find_pages(inspection.asked_keys.front(), 1));
        auto const mine = std::ranges::find_if(
            hits, [&](auto const& hit) { return numbers_.at(hit.document) == expected_number; });
        auto const other = std::ranges::find_if(
            hits, [&](auto const& hit) { return numbers_.at(hit.document) != expected_number; });
        auto out = "asked " + std::to_string(inspection.asked_keys.front().size()) + " hits " +
                   (mine == hits.end() ? "0" : std::to_string(mine->hits)) + " rank " +
                   std::to_string(mine - hits.begin() + 1) + " other " +
                   (other == hits.end() ? "0" : std::to_string(other->hits));
        auto const document = expected(transaction.find_document(expected_number));
        auto const registered = expected(store_.open_object(document->object));
        std::vector<pipe::PagePair> pairs;
        for (std::uint32_t page = 1; page <= document->pages; ++page) {
            pairs.push_back({1, page});
        }
        for (auto const& match : expected(documents_.compare(file, registered, pairs))) {
            char text[64];
            std::snprintf(text, sizeof text, " %u:%s %.2f %.2f", match.pair.registered,
                          match.likeness == pipe::Likeness::Same       ? "same"
                          : match.likeness == pipe::Likeness::Doubtful ? "doubtful"
                                                                       : "none",
                          match.of_page, match.of_registered);
            out += text;
        }
        return out;
    }

  private:
    static std::filesystem::path new_folder() {
        char name[] = "/tmp/recognise-XXXXXX";
        return mkdtemp(name);
    }
    static pipe::Settings settings(std::filesystem::path const& programs) {
        pipe::Settings out;
        out.program = programs / "imprimatur-worker";
        out.data = IMPRIMATUR_SOURCE_DIR;
        return out;
    }

    std::filesystem::path folder_ = new_folder();
    std::shared_ptr<SystemClock> clock_ = std::make_shared<SystemClock>();
    registry::Registry registry_;
    keys::Keys keys_;
    store::Store store_;
    pipe::Workers workers_;
    print::WorkerDocuments documents_;
    print::PolicyBook policies_;
    NoReleaser releaser_;
    print::Parts parts_;
    std::map<registry::Id, std::string> numbers_;
};

} // namespace

int main(int count, char** words) {
    if (count < 2) {
        std::cerr << "usage: recognise_files REGISTERED-FOLDER [FILE…]; more files on stdin\n";
        return 2;
    }
    Bench bench(IMPRIMATUR_PROGRAMS);
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(words[1])) {
        files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (auto const& file : files) {
        bench.add(file);
    }
    for (int i = 2; i < count; ++i) {
        bench.say(words[i]);
    }
    for (std::string line; std::getline(std::cin, line);) {
        bench.say(line);
    }
    return 0;
}
