/// A small office for tests: a real registry, store, keys and rules (P7), and a worker that reads a
/// language of its own instead of documents.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "gateway/print/print.hpp"
#include "gateway/print/requests.hpp"
#include "tests/support/expected.hpp"

namespace imprimatur::print {

/// Of a document of that content, in a form whose key the registry can read.
inline std::string fingerprint_of(std::string const& content) {
    return "F2;1;" + content + ";" + content;
}

/// Documents are lines: "name NAME" (its content), "pages N", "level LEVEL", "seal PAGE TEXT",
/// "broken", "dies", "unmarkable", "crowded" (no room for marks on page 2). "page WORD…" is a page
/// that is known by its words: the same as another when one has all words of the other, in doubt
/// when it has half of them.
class PaperDocuments : public Documents {
  public:
    Result<pipe::Inspection> inspect(Descriptor const& document) const override;
    Result<pipe::Marked> mark(Descriptor const& document, std::string const& template_name,
                              std::vector<Mark> const& marks,
                              pipe::Workers::Making const& how) const override;
    Result<Descriptor> render(Descriptor const& document, std::uint32_t page,
                              int dpi) const override;
    Result<std::vector<pipe::PageMatch>>
    compare(Descriptor const& document, Descriptor const& registered,
            std::vector<pipe::PagePair> const& pairs) const override;
    Result<Descriptor> side_by_side(Descriptor const& document, Descriptor const& registered,
                                    pipe::PagePair pair, int dpi) const override;
    double likeness(pipe::Fingerprint const& a, pipe::Fingerprint const& b) const override {
        return a.text == b.text ? 1 : 0;
    }
    bool is_same_file(pipe::Fingerprint const& a, pipe::Fingerprint const& b) const override {
        return a.text == b.text;
    }
    std::string key(pipe::Fingerprint const& fingerprint) const override {
        return pipe::Workers::key(fingerprint);
    }

    mutable std::vector<Mark> marked;
    mutable std::string template_used;
    mutable pipe::Workers::Making made_how;
    bool has_died = false; ///< what says "dies" does so only once this is set
};

class PaperReleaser : public Releaser {
  public:
    Result<void> release(std::string const& queue, std::int64_t cups_job) override;
    Result<bool> is_gone(std::string const& queue, std::int64_t cups_job,
                         std::string const& cups_uuid) override;

    std::vector<std::int64_t> released;
    std::set<std::int64_t> gone;
    bool is_away = false;
};

class Office : public testing::Test {
  protected:
    Office();
    ~Office() override;

    /// As if the service had been started again.
    void start_again();

    void hire(std::string const& account, std::string const& full_name,
              std::set<std::string> const& roles, std::string const& department = "综合科");
    registry::Document add_document(std::string const& number, std::string const& content,
                                    Level level = Level::Secret);

    /// With its file, whose pages are entered in the index.
    registry::Document register_file(std::string const& number, std::string const& content,
                                     Level level = Level::Secret);

    struct Order {
        std::string user = "liming";
        std::string content = "name notice\npages 2";
        std::uint32_t copies = 1;
        std::vector<std::pair<std::string, std::string>> options = {};
        std::string title = "通知";
    };
    /// Announces a job and brings its bytes; its id.
    std::string send(Order const& order);
    Proceeding proceed(std::string const& job);
    /// send() and proceed().
    Proceeding print(Order const& order);

    /// wanghua agrees to the one waiting request.
    RequestView grant(Narrowing const& narrowing = {});
    RequestView waiting();
    void issue_all(std::string const& job, Proceeding const& proceeding);
    registry::Job job_of(std::string const& id);
    std::vector<registry::Copy> copies_of(std::string const& number);
    /// Names of the events with this beginning, oldest first.
    std::vector<audit::Event> events(std::string const& what);
    std::size_t objects();

    std::string last_job; ///< id of what was sent last
    std::filesystem::path folder;
    std::shared_ptr<SetClock> clock =
        std::make_shared<SetClock>(*find_instant("2026-11-23T02:00:00.000Z"));
    registry::Registry registry;
    keys::Keys keys;
    store::Store store;
    PaperDocuments documents;
    PolicyBook policies;
    PaperReleaser releaser;
    Parts parts;
    std::unique_ptr<Jobs> jobs;
    Requests requests;

  private:
    std::int64_t cups_job_ = 100;
};

} // namespace imprimatur::print
