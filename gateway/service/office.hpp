/// Everything that the routes work with, put together once.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "foundation/sentence/sentence.hpp"
#include "gateway/matters/matters.hpp"
#include "gateway/print/print.hpp"
#include "gateway/print/requests.hpp"
#include "gateway/print/review.hpp"
#include "gateway/registers/documents.hpp"
#include "gateway/registers/registers.hpp"
#include "gateway/service/metrics.hpp"
#include "gateway/service/settings.hpp"
#include "gateway/service/uploads.hpp"
#include "gateway/term/term.hpp"
#include "gateway/trace/trace.hpp"

namespace imprimatur::service {

/// One line for the system administrator's log; control characters do not reach it.
using Log = std::function<void(std::string_view line)>;

/// Not movable: its parts refer to each other. Everything in it is thread-safe.
class Office {
  public:
    /// Opens registry, store, keys and policies, starts the workers, and enters the first
    /// administrator.
    /// @error as the rooms; nothing is left running.
    static Result<std::unique_ptr<Office>> open(Settings settings, Log log,
                                                std::shared_ptr<Clock const> clock);
    Office(Office const&) = delete;
    Office& operator=(Office const&) = delete;
    ~Office();

    /// Reads the policies again; the old ones stay in force when the new ones have a mistake, and
    /// for the requests that were made under them.
    Result<void> read_policies();

    /// What people call a role; its identifier when the rules do not know it any more.
    trace::Title title_of(std::string const& role) const;
    trace::Title title_of_category(std::string const& category) const;

    bool is_trusted_backend(std::string const& account) const;

    Settings const settings;
    Log const log;
    std::shared_ptr<Clock const> const clock;
    Sentences const sentences;
    registry::Registry registry;
    keys::Keys keys;
    std::mutex rotation; ///< of the keys: one at a time
    store::Store store;
    Uploads uploads;
    pipe::Workers workers;
    print::WorkerDocuments documents;
    print::PolicyBook policies;
    std::unique_ptr<print::Releaser> releaser;
    print::Parts parts;
    print::Jobs jobs;
    print::Requests requests;
    print::Reviews reviews;
    matters::Matters matters;
    trace::Tracer tracer;
    registers::Registers registers;
    Metrics metrics;
    term::Terms terms;
    registers::DocumentRegisters document_registers;

  private:
    struct Pieces;
    explicit Office(Pieces pieces);
    Result<void> enter_first_administrator();
    Result<void> remember_policies();
};

} // namespace imprimatur::service
