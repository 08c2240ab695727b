/// The head of the log, kept outside the registry at every commit: a registry that was put back
/// from a backup is behind it, and is known for that before it gives a number a second time.
///
/// Promise: a kept head is never ahead of what is durable in the registry, so that no crash stops a
/// rightful start; it is written before the commit is told to anybody, so that no paper can exist
/// of what it does not know. It costs a commit two writes into the page cache; a thread of its own
/// makes them durable.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "gateway/registry/registry.hpp"

namespace imprimatur::head {

/// What the files say.
struct Kept {
    std::uint64_t sequence = 0;
    std::string hash;
    std::uint64_t numbers_given = 0; ///< copy numbers, in all documents together
};

/// "/…/store" → "/…/store.head": where the head is kept beside it.
std::filesystem::path file_beside(std::filesystem::path const& place);

/// The newest that any of the files says; empty: none of them is there, or none says anything.
/// @error Denied a file cannot be read
Result<std::optional<Kept>> find_kept(std::vector<std::filesystem::path> const& files);

class Keeper : public registry::Witness {
  public:
    /// Who else may keep a head in the same files meanwhile: gateways do beside each other; a
    /// restore is alone.
    enum class Company { Any, None };

    /// Makes files that are not there. What they say stays until see() brings something newer.
    /// @error Denied, Exhausted a file cannot be had, or not be written; Conflict "head.in-use".
    static Result<std::shared_ptr<Keeper>> open(std::vector<std::filesystem::path> const& files,
                                                Company company = Company::Any);
    ~Keeper() override;

    /// @error Unavailable the last head could not be kept, and cannot now.
    Result<void> is_ready() override;
    void see(registry::Head const& head, std::optional<std::uint64_t> numbers_given) override;
    /// Begins anew with this head, whatever the files say (after a restore).
    void begin_with(Kept const& kept);

  private:
    struct Inside;
    explicit Keeper(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

/// The registry holds what was kept: the entry of that number, with that hash; or it was restored
/// by us since.
/// @error Conflict "head.behind", "head.other": what to do; as Registry::look().
Result<void> check(registry::Registry& registry, Kept const& kept);

} // namespace imprimatur::head
