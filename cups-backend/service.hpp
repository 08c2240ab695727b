/// The service as the backend sees it: the job protocol, typed. Private to cups-backend.
///
/// Promise: a service that is away is waited for as long as the destination says; what it refuses
/// comes back as its own sentence ("backend.said") with the fault it named.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "cups-backend/invocation.hpp"
#include "cups-backend/stop.hpp"
#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "gateway/http/client.hpp"

namespace imprimatur::backend {

struct Announced {
    std::string job;
    bool needs_document = false;
};

enum class Verdict { Deliver, Hold, Refuse, Finished, Authenticate };
enum class CopyState { Reserved, Delivering, Over };
enum class Outcome { Issued, Spoiled, Void };

struct Copy {
    std::string serial;
    std::string number; ///< 份号 as text; empty where the copy has none
    std::string name;   ///< of its job at the device
    CopyState state = CopyState::Over;
};

struct Proceeding {
    Verdict verdict = Verdict::Hold;
    std::string sentence;
    std::string reason;
    std::vector<Copy> copies;
};

class Service {
  public:
    /// Called with the error when a call has to be tried again.
    using Trouble = std::function<void(Error const&)>;

    Service(Destination const& destination, Language language, Stop const& stop, Trouble trouble);

    /// @param identity of the scheduler's job, whose number may be used again.
    Result<Announced> announce(Invocation const& invocation, std::string const& identity) const;
    /// Not tried again: what was read of the parts is gone.
    Result<void> put_original(std::string const& job, http::BodySource original) const;
    Result<void> put_document(std::string const& job, http::BodySource document) const;
    Result<Proceeding> proceed(std::string const& job) const;
    Result<void> deliver(std::string const& job, Copy const& copy) const;
    /// The marked copy in a memory file.
    Result<Descriptor> fetch(std::string const& job, Copy const& copy) const;
    Result<void> settle(std::string const& job, Copy const& copy, Outcome outcome,
                        std::string const& note) const;
    Result<void> cancel(std::string const& job, std::string const& note) const;

  private:
    template <class Attempt> auto patiently(Attempt attempt) const;
    Result<void> put(std::string const& target, http::BodySource bytes) const;
    Result<http::Answer> post(std::string const& target, std::string body) const;
    http::Headers headers(bool has_body) const;

    http::Client client_;
    std::chrono::milliseconds wait_;
    Language language_;
    Stop const& stop_;
    Trouble trouble_;
};

/// Whether the same call may do better later.
bool is_passing(Fault fault);

} // namespace imprimatur::backend
