/// What the life of a job is made of: the rooms that it uses, and those that a test may replace.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "foundation/time/time.hpp"
#include "gateway/keys/keys.hpp"
#include "gateway/policy/policy.hpp"
#include "gateway/registry/registry.hpp"
#include "gateway/store/store.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::print {

/// What is done to documents, in another process.
class Documents {
  public:
    virtual ~Documents() = default;
    virtual Result<pipe::Inspection> inspect(Descriptor const& document) const = 0;
    virtual Result<pipe::Marked> mark(Descriptor const& document, std::string const& template_name,
                                      std::vector<Mark> const& marks,
                                      pipe::Workers::Making const& how) const = 0;
    virtual Result<Descriptor> render(Descriptor const& document, std::uint32_t page,
                                      int dpi) const = 0;
    /// How pages of a job are to pages of a registered document.
    virtual Result<std::vector<pipe::PageMatch>>
    compare(Descriptor const& document, Descriptor const& registered,
            std::vector<pipe::PagePair> const& pairs) const = 0;
    /// Both pages as one picture.
    virtual Result<Descriptor> side_by_side(Descriptor const& document,
                                            Descriptor const& registered, pipe::PagePair pair,
                                            int dpi) const = 0;
    /// 0 different, 1 the same.
    virtual double likeness(pipe::Fingerprint const& a, pipe::Fingerprint const& b) const = 0;
    /// The very same file (P7.13.1).
    virtual bool is_same_file(pipe::Fingerprint const& a, pipe::Fingerprint const& b) const = 0;
    /// Those that are alike have the same.
    virtual std::string key(pipe::Fingerprint const& fingerprint) const = 0;
};

/// Documents by the pool of workers.
class WorkerDocuments : public Documents {
  public:
    explicit WorkerDocuments(pipe::Workers const& workers) : workers_(workers) {}
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
    double likeness(pipe::Fingerprint const& a, pipe::Fingerprint const& b) const override;
    bool is_same_file(pipe::Fingerprint const& a, pipe::Fingerprint const& b) const override;
    std::string key(pipe::Fingerprint const& fingerprint) const override;

  private:
    pipe::Workers const& workers_;
};

/// Lets a held job of the print system go on (IPP Release-Job), so that its backend asks again.
class Releaser {
  public:
    virtual ~Releaser() = default;
    /// No error when the job is not held, or is gone.
    /// @error Unavailable the print system is away; Denied it does not let us.
    virtual Result<void> release(std::string const& queue, std::int64_t cups_job) = 0;
    /// Whether the print system certainly has no such job any more (ended, purged, or another one
    /// took its number). @error Unavailable it cannot be asked.
    virtual Result<bool> is_gone(std::string const& queue, std::int64_t cups_job,
                                 std::string const& cups_uuid) = 0;
};

/// The rules in force, and those before them that requests were made under; may be exchanged while
/// the service runs. Thread-safe.
class PolicyBook {
  public:
    explicit PolicyBook(policy::Policy policy) : policy_(std::move(policy)) { keep(policy_); }

    /// "P7 0K3M…": what a request remembers.
    static std::string name_of(policy::Policy const& policy) {
        return policy.name() + " " + policy.edition();
    }

    policy::Policy current() const {
        std::lock_guard lock(mutex_);
        return policy_;
    }
    /// The rules of that name; those in force when they are not known any more.
    policy::Policy of(std::string const& name) const {
        std::lock_guard lock(mutex_);
        auto found = kept_.find(name);
        return found == kept_.end() ? policy_ : found->second;
    }
    void replace(policy::Policy policy) {
        keep(policy);
        std::lock_guard lock(mutex_);
        policy_ = std::move(policy);
    }
    /// Rules that were in force once.
    void keep(policy::Policy policy) {
        std::lock_guard lock(mutex_);
        auto name = name_of(policy);
        kept_.insert_or_assign(std::move(name), std::move(policy));
    }

  private:
    mutable std::mutex mutex_;
    policy::Policy policy_;
    std::map<std::string, policy::Policy> kept_;
};

struct Settings {
    std::string organisation;                ///< stands on copies as the copying unit
    int grant_days = 30;                     ///< how long a grant lasts when nobody says
    std::uint64_t largest_job = 1ULL << 30U; ///< bytes
};

/// All of it lives longer than what is built on it.
struct Parts {
    registry::Registry& registry;
    store::Store const& store;
    keys::Keys const& keys;
    Documents const& documents;
    PolicyBook const& policies;
    Clock const& clock;
    Releaser& releaser;
    Settings settings;
    std::function<void(std::string_view line)> log; ///< for the system administrator; never titles

    void say(std::string_view line) const {
        if (log) {
            log(line);
        }
    }
};

} // namespace imprimatur::print
