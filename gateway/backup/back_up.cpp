#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <set>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "foundation/step/step.hpp"
#include "gateway/backup/owner.hpp"
#include "gateway/backup/pack.hpp"
#include "gateway/registry/snapshot.hpp"

namespace imprimatur::backup {

namespace {

constexpr int most_tries = 10;
constexpr std::string_view object_magic = "IMPOBJ1\n"; // a removed object has lost it

tl::unexpected<Error> failed(std::filesystem::path const& file) {
    bool const is_full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    auto const* reason = std::strerror(errno);
    return fail(is_full ? Fault::Exhausted : Fault::Denied,
                {"backup.cannot-write", {{"file", file.string()}, {"reason", reason}}}, reason);
}

/// A folder that goes with all that is in it; what a killed call left goes at the beginning.
class Scratch {
  public:
    explicit Scratch(std::filesystem::path path) : path_(std::move(path)) {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
        std::filesystem::create_directory(path_, ignored);
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    }
    Scratch(Scratch const&) = delete;
    Scratch& operator=(Scratch const&) = delete;
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path operator/(std::string const& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

struct Seen {
    Content content;
    std::set<std::string> objects; ///< of jobs in custody
};

Result<Seen> look_into(std::filesystem::path const& snapshot, Clock const& clock) {
    struct Now : Clock {
        explicit Now(Instant at) : at_(at) {}
        Instant now() const override { return at_; }
        Instant at_;
    };
    auto const at = clock.now();
    auto registry =
        registry::Registry::open("sqlite://" + snapshot.string(), std::make_shared<Now>(at));
    auto transaction = registry ? registry->look() : pass_on(registry);
    auto head = transaction ? transaction->head() : Result<registry::Head>(pass_on(transaction));
    auto numbers = head ? transaction->numbers_given() : Result<std::uint64_t>(pass_on(head));
    if (!numbers) {
        return pass_on(numbers);
    }
    Seen seen{{at, head->sequence, head->hash, *numbers, {}, 0}, {}};
    for (auto state : {registry::JobState::InCustody, registry::JobState::Waiting,
                       registry::JobState::Reserved}) {
        auto jobs = transaction->jobs(state);
        if (!jobs) {
            return pass_on(jobs);
        }
        for (auto const& job : *jobs) {
            seen.objects.insert(job.object);
        }
    }
    seen.objects.erase("");
    return seen;
}

/// @return whether it is there and whole: a job that ends takes its object with it
Result<bool> copy_object(std::filesystem::path const& from, std::filesystem::path const& to) {
    auto opened = open_file(from.string());
    if (!opened) {
        return opened.error().fault == Fault::NotFound ? Result<bool>(false) : pass_on(opened);
    }
    auto bytes = read_whole(*opened);
    auto again = read_whole(*opened); // wiped while it was read: the second look sees it
    if (!bytes || !again) {
        return bytes ? pass_on(again) : pass_on(bytes);
    }
    if (!bytes->starts_with(object_magic) || *bytes != *again) {
        return false;
    }
    auto written = replace_file(to.string(), *bytes, 0600);
    return written ? Result<bool>(true) : pass_on(written);
}

/// Registry and custody of one moment, in `scratch`. With several gateways each has a custody of
/// its own: the others' objects are in none of its backups.
Result<Seen> gather(Places const& places, Scratch const& scratch, Clock const& clock) {
    bool const may_be_elsewhere = places.database.starts_with("postgresql");
    for (int tries = 0; tries < most_tries; ++tries) {
        auto copied = registry::copy_to_file(places.database, scratch / "registry.db");
        if (!copied) {
            return pass_on(copied);
        }
        step("backup.snapshot");
        auto seen = look_into(scratch / "registry.db", clock);
        if (!seen) {
            return seen;
        }
        bool is_whole = true;
        for (auto object = seen->objects.begin(); object != seen->objects.end();) {
            auto const to = scratch / *object;
            std::error_code ignored;
            auto got = std::filesystem::exists(to, ignored)
                           ? Result<bool>(true)
                           : copy_object(places.store / *object, to);
            if (!got) {
                return pass_on(got);
            }
            is_whole = is_whole && (*got || (may_be_elsewhere && tries > 0));
            object = *got ? std::next(object) : seen->objects.erase(object);
        }
        if (is_whole) {
            step("backup.objects");
            return seen;
        }
    }
    return fail(Fault::Unavailable, {"backup.too-lively", {}});
}

Result<Content> pack(Descriptor part, Scratch const& scratch, Seen seen, keys::Keys const& keys) {
    auto packer = Packer::begin(std::move(part), keys);
    if (!packer) {
        return pass_on(packer);
    }
    auto put = [&](std::string const& name, std::filesystem::path const& file) -> Result<void> {
        auto opened = open_file(file.string());
        return opened ? packer->put_file(name, *opened) : pass_on(opened);
    };
    auto done = put(std::string(registry_part), scratch / "registry.db");
    for (auto const& object : seen.objects) {
        done = done ? put(std::string(object_prefix) + object, scratch / object) : done;
    }
    seen.content.key = keys.names().back();
    seen.content.objects = seen.objects.size();
    done = done ? packer->put(content_part, to_text(seen.content)) : done;
    done = done ? packer->end() : done;
    return done ? Result<Content>(seen.content) : pass_on(done);
}

/// "FILE.part", locked by whoever writes it and empty.
Result<Descriptor> open_part(std::string const& path) {
    Descriptor part(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!part.is_open()) {
        return failed(path);
    }
    if (::flock(part.number(), LOCK_EX | LOCK_NB) != 0) {
        return fail(Fault::Conflict, {"backup.busy", {{"file", path}}}, "flock");
    }
    if (::fchmod(part.number(), 0600) != 0 || ::ftruncate(part.number(), 0) != 0) {
        return failed(path);
    }
    return part;
}

Result<void> give_name(std::string const& part, std::filesystem::path const& file) {
    step("backup.packed");
    if (::rename(part.c_str(), file.c_str()) != 0) {
        return failed(file);
    }
    auto const folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.is_open() && ::fsync(opened.number()) == 0 ? Result<void>() : failed(folder);
}

} // namespace

Result<Content> back_up(Places const& places, std::filesystem::path const& file,
                        Clock const& clock) {
    auto const path = file.string() + ".part";
    auto part = open_part(path);
    if (!part) {
        return pass_on(part);
    }
    Descriptor kept(::fcntl(part->number(), F_DUPFD_CLOEXEC, 0)); // keeps the lock to the end
    auto made = [&]() -> Result<Content> {
        AsOwner const as_owner(places.store);
        auto keys = keys::Keys::open(places.key_file, false);
        if (!keys) {
            return pass_on(keys);
        }
        Scratch const scratch(places.store.string() + ".backup-scratch");
        auto seen = gather(places, scratch, clock);
        return seen ? pack(*std::move(part), scratch, *std::move(seen), *keys) : pass_on(seen);
    }();
    auto named = made ? give_name(path, file) : pass_on(made);
    if (!named) {
        ::unlink(path.c_str());
        return pass_on(named);
    }
    return made;
}

} // namespace imprimatur::backup
