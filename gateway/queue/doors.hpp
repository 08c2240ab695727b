/// What somebody without rights may do at a scheduler and its devices, found out by trying. Private
/// to gateway/queue.
///
/// Promise: nothing is printed or changed, and no job or printer is left behind. Operations on jobs
/// are tried with a job of our own that waits without a document, and is purged afterwards; killed
/// between, it ends by itself within minutes.
#pragma once

#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "gateway/cups/cups.hpp"
#include "gateway/queue/stranger.hpp"

namespace imprimatur::queue {

/// Deeds that are no operation of IPP.
inline constexpr char const* deed_see = "see others' jobs";
inline constexpr char const* deed_print = "print";
inline constexpr char const* deed_read = "read";

class Doors {
  public:
    Doors(std::vector<Attempt> attempts, std::vector<Answer> answers)
        : attempts_(std::move(attempts)), answers_(std::move(answers)) {}

    /// Whether something is open there, to one who proves to be somebody without rights or to one
    /// who says to be another.
    bool is_open(std::string const& place, std::string const& deed) const;
    /// To one who says to be another.
    bool is_believed(std::string const& place) const;
    /// Could not be tried.
    bool is_unseen(std::string const& place, std::string const& deed) const;
    /// What is open there but should not be, operations that print aside.
    std::vector<std::string> open_deeds(std::string const& place) const;
    /// Where a deed is open.
    std::vector<std::string> places_open_to(std::string const& deed) const;

  private:
    template <class Which> bool any(Which which) const;
    std::vector<Attempt> attempts_;
    std::vector<Answer> answers_;
};

/// @param devices URIs of devices. @error as try_as_stranger().
Result<Doors> try_doors(cups::Scheduler const& scheduler, std::vector<cups::Queue> const& queues,
                        std::vector<std::string> const& devices);

/// Operations that bring paper.
bool is_printing(std::string const& deed);

/// Host of a device's URI; empty where it has none.
std::string host_of(std::string_view device);

} // namespace imprimatur::queue
