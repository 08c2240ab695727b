// The index of pages: buckets of postings, and the runs of pages that they lead to.
#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <unordered_map>

#include "gateway/registry/postings.hpp"
#include "gateway/registry/state.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::size_t batch = 128;           ///< names bound in one statement
constexpr std::size_t most_hits = 64;        ///< pages that an answer holds
constexpr std::size_t most_looked_up = 1024; ///< pages that are looked up for an answer
/// A key on so many pages of more than a handful of documents is the letterhead's.
constexpr std::size_t many_pages = 64;
constexpr std::size_t handful = 5;
/// Of one file's pages so many are found by the same key: an empty form has thousands alike.
constexpr std::size_t most_of_file = 256;

/// As much of a key as postings keep.
PageKey kept(PageKey key) {
    return (key & last_key) >> tag_shift << tag_shift;
}

std::string name_of(std::size_t place) {
    return "n" + std::to_string(place);
}

/// Pages that one document's file was entered with.
struct Run {
    std::int64_t first = 0;
    std::int64_t pages = 0;
    Id document = 0;
    bool is_provisional = false;
};

/// Which pages belong to whom; asked of the database in batches and kept for one call.
class Runs {
  public:
    explicit Runs(Connection& connection) : connection_(connection) {}

    void look_up(std::span<std::uint32_t const> pages) {
        std::vector<std::uint32_t> missing;
        for (auto page : pages) {
            if (!known_.contains(page)) {
                missing.push_back(page);
            }
        }
        for (std::size_t at = 0; at < missing.size(); at += batch) {
            ask(std::span(missing).subspan(at, std::min(batch, missing.size() - at)));
        }
    }

    /// Null: the page was taken out.
    Run const* find(std::uint32_t page) const {
        auto found = known_.find(page);
        return found == known_.end() || !found->second ? nullptr : &*found->second;
    }

  private:
    void ask(std::span<std::uint32_t const> pages) {
        std::string statement = sql::page_run_select;
        for (std::size_t i = 0; i < pages.size(); ++i) {
            statement +=
                (i == 0 ? "" : ", ") + std::string(sql::page_run_before) + ":" + name_of(i) + ")";
        }
        Query query(connection_, statement + ")");
        for (std::size_t i = 0; i < pages.size(); ++i) {
            query.with(name_of(i).c_str(), std::int64_t{pages[i]});
        }
        std::map<std::int64_t, Run> runs;
        for (auto& row : query.rows(4)) {
            Run run{row.number(), row.number(), row.number(), row.yes_or_no()};
            runs.emplace(run.first, run);
        }
        for (auto page : pages) {
            auto after = runs.upper_bound(page);
            auto const* before = after == runs.begin() ? nullptr : &std::prev(after)->second;
            bool is_in = before != nullptr && page < before->first + before->pages;
            known_[page] = is_in ? std::optional(*before) : std::nullopt;
        }
    }

    Connection& connection_;
    std::unordered_map<std::uint32_t, std::optional<Run>> known_;
};

using Buckets = std::map<std::uint32_t, std::string>;

/// One row for each of them that is there.
Buckets read_buckets(Connection& connection, std::span<std::uint32_t const> numbers) {
    std::string statement = sql::page_keys_select;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        statement += (i == 0 ? ":" : ", :") + name_of(i);
    }
    Query query(connection, statement + ")");
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        query.with(name_of(i).c_str(), std::int64_t{numbers[i]});
    }
    Buckets out;
    for (auto& row : query.rows(2)) {
        auto number = row.count();
        out.emplace(number, row.text());
    }
    return out;
}

/// In the order of their numbers, so that two writers never wait for each other.
void write_buckets(Connection& connection, Buckets const& buckets) {
    std::string statement = sql::page_keys_put;
    std::vector<std::pair<std::string, std::string>> names;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        names.emplace_back("b" + std::to_string(i), "p" + std::to_string(i));
        statement +=
            (i == 0 ? "(:" : ", (:") + names.back().first + ", :" + names.back().second + ")";
    }
    Query query(connection, statement + "\n" + sql::page_keys_replace);
    std::size_t i = 0;
    for (auto const& [number, postings] : buckets) {
        query.with(names[i].first.c_str(), std::int64_t{number})
            .with(names[i].second.c_str(), postings);
        ++i;
    }
    query.change();
}

/// Distinct buckets of sorted keys.
std::vector<std::uint32_t> buckets_of(std::vector<PageKey> const& keys) {
    std::vector<std::uint32_t> out;
    for (auto key : keys) {
        if (out.empty() || out.back() != bucket_of(key)) {
            out.push_back(bucket_of(key));
        }
    }
    return out;
}

/// The pages of a new file by their keys, and how they go into the buckets.
class Entering {
  public:
    Entering(Connection& connection, std::int64_t first, bool is_provisional)
        : connection_(connection), runs_(connection), first_(first),
          is_provisional_(is_provisional) {}

    void take(std::vector<std::vector<PageKey>> const& pages) {
        for (std::size_t page = 0; page < pages.size(); ++page) {
            for (auto key : pages[page]) {
                auto& of_key = wanted_[kept(key)];
                auto place = static_cast<std::uint32_t>(first_ + static_cast<std::int64_t>(page));
                bool is_again = !of_key.empty() && of_key.back() == place;
                if (!is_again && of_key.size() < most_of_file) {
                    of_key.push_back(place);
                }
            }
        }
    }

    void write() {
        std::vector<PageKey> keys;
        for (auto const& [key, pages] : wanted_) {
            keys.push_back(key);
        }
        auto const numbers = buckets_of(keys);
        for (std::size_t at = 0; at < numbers.size(); at += batch) {
            write(std::span(numbers).subspan(at, std::min(batch, numbers.size() - at)));
        }
    }

  private:
    void write(std::span<std::uint32_t const> numbers) {
        auto const before = read_buckets(connection_, numbers);
        Buckets after;
        for (auto number : numbers) {
            auto found = before.find(number);
            auto text = found == before.end() ? std::string() : found->second;
            auto changed = with_new(number, text);
            if (changed != text) {
                after.emplace(number, std::move(changed));
            }
        }
        if (!after.empty()) {
            write_buckets(connection_, after);
        }
    }

    std::string with_new(std::uint32_t number, std::string const& text) {
        auto postings = read_postings(text);
        auto key = wanted_.lower_bound(PageKey{number} << bucket_shift);
        for (; key != wanted_.end() && bucket_of(key->first) == number; ++key) {
            enter(postings, tag_of(key->first), key->second);
        }
        return to_postings(postings);
    }

    void enter(std::vector<Posting>& postings, std::uint32_t tag,
               std::vector<std::uint32_t> const& pages) {
        std::vector<std::uint32_t> there;
        for (auto const& posting : postings) {
            if (posting.tag == tag) {
                there.push_back(posting.page);
            }
        }
        if (std::ranges::find(there, every_letter) != there.end()) {
            return;
        }
        auto add = pages;
        if (there.size() + pages.size() >= many_pages) {
            auto weighed = weigh(there, pages);
            std::erase_if(postings, [&](auto const& one) { return one.tag == tag; });
            add = std::move(weighed);
        }
        for (auto page : add) {
            postings.push_back({tag, page});
        }
    }

    /// What a key on very many pages leads to from now on. Pages that were taken out go. What
    /// nobody registered stands back: it never makes a registered page unfindable.
    std::vector<std::uint32_t> weigh(std::vector<std::uint32_t> const& there,
                                     std::vector<std::uint32_t> const& pages) {
        runs_.look_up(there);
        std::vector<std::uint32_t> registered;
        std::vector<std::uint32_t> provisional;
        std::set<Id> registered_of;
        std::set<Id> provisional_of;
        for (auto page : there) {
            auto const* run = runs_.find(page);
            if (run != nullptr) {
                (run->is_provisional ? provisional : registered).push_back(page);
                (run->is_provisional ? provisional_of : registered_of).insert(run->document);
            }
        }
        // The new file's run is not on record yet; its document is one more.
        auto& mine = is_provisional_ ? provisional : registered;
        auto& mine_of = is_provisional_ ? provisional_of : registered_of;
        bool is_said_enough =
            is_provisional_ && provisional.size() >= many_pages && provisional_of.size() > handful;
        if (!is_said_enough) {
            mine.insert(mine.end(), pages.begin(), pages.end());
            mine_of.insert(0);
        }
        if (registered.size() >= many_pages && registered_of.size() > handful) {
            return {every_letter};
        }
        registered.insert(registered.end(), provisional.begin(), provisional.end());
        return registered;
    }

    Connection& connection_;
    Runs runs_;
    std::int64_t first_;
    bool is_provisional_;
    std::map<PageKey, std::vector<std::uint32_t>> wanted_;
};

/// How many of the asked keys each page has.
std::unordered_map<std::uint32_t, std::uint32_t> count_hits(Connection& connection,
                                                            std::vector<PageKey> const& keys) {
    std::unordered_map<std::uint32_t, std::uint32_t> out;
    auto const numbers = buckets_of(keys);
    auto key = keys.begin();
    for (std::size_t at = 0; at < numbers.size(); at += batch) {
        auto rows = read_buckets(
            connection, std::span(numbers).subspan(at, std::min(batch, numbers.size() - at)));
        for (auto const& [number, text] : rows) {
            auto const postings = read_postings(text);
            key = std::lower_bound(key, keys.end(), PageKey{number} << bucket_shift);
            for (; key != keys.end() && bucket_of(*key) == number; ++key) {
                for (auto const& posting : postings) {
                    if (posting.tag == tag_of(*key) && posting.page != every_letter) {
                        ++out[posting.page];
                    }
                }
            }
        }
    }
    return out;
}

struct Candidate {
    std::uint32_t page = 0;
    std::uint32_t hits = 0;
};

std::vector<Candidate> candidates_of(std::unordered_map<std::uint32_t, std::uint32_t> const& hits,
                                     std::uint32_t least) {
    std::vector<Candidate> out;
    for (auto const& [page, count] : hits) {
        if (count >= least) {
            out.push_back({page, count});
        }
    }
    std::ranges::sort(out, [](auto const& a, auto const& b) {
        return std::pair(b.hits, a.page) < std::pair(a.hits, b.page);
    });
    return out;
}

/// Whose pages they are, most hits first.
std::vector<PageHit> name_pages(Connection& connection, std::vector<Candidate> const& candidates) {
    Runs runs(connection);
    std::vector<PageHit> registered;
    std::vector<PageHit> provisional;
    auto const end = std::min(candidates.size(), most_looked_up);
    for (std::size_t at = 0; at < end && registered.size() < most_hits; at += batch) {
        auto const part = std::span(candidates).subspan(at, std::min(batch, end - at));
        std::vector<std::uint32_t> pages;
        for (auto const& one : part) {
            pages.push_back(one.page);
        }
        runs.look_up(pages);
        for (auto const& one : part) {
            auto const* run = runs.find(one.page);
            if (run != nullptr) {
                auto page = static_cast<std::uint32_t>(one.page - run->first + 1);
                (run->is_provisional ? provisional : registered)
                    .push_back({run->document, page, one.hits});
            }
        }
    }
    registered.insert(registered.end(), provisional.begin(), provisional.end());
    registered.resize(std::min(registered.size(), most_hits));
    std::ranges::stable_sort(registered, std::ranges::greater{}, &PageHit::hits);
    return registered;
}

} // namespace

Result<void> Transaction::index_pages(Id id, std::vector<std::vector<PageKey>> const& pages) {
    auto whole = document(id);
    if (!whole) {
        return pass_on(whole);
    }
    return state_->change([&]() -> Result<void> {
        state_->query(sql::page_run_remove).with("document", whole->id).change();
        if (pages.empty()) {
            return {};
        }
        auto const count = static_cast<std::int64_t>(pages.size());
        auto const first = state_->next_ids("page", count);
        if (first + count - 1 > last_page) {
            return fail(Fault::Exhausted, {"registry.pages-exhausted", {}},
                        "no place left in the page index");
        }
        Entering entering(state_->connection(), first, whole->is_provisional);
        entering.take(pages);
        entering.write();
        state_->query(sql::page_run_add)
            .with("first", first)
            .with("pages", count)
            .with("document", whole->id)
            .change();
        return {};
    });
}

Result<std::vector<PageHit>> Transaction::find_pages(std::vector<PageKey> const& asked,
                                                     std::uint32_t least) {
    return state_->look([&]() -> Result<std::vector<PageHit>> {
        std::vector<PageKey> keys;
        for (auto key : asked) {
            keys.push_back(kept(key));
        }
        std::ranges::sort(keys);
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        auto const hits = count_hits(state_->connection(), keys);
        return name_pages(state_->connection(), candidates_of(hits, std::max(least, 1U)));
    });
}

} // namespace imprimatur::registry
