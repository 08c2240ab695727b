#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "foundation/step/step.hpp"
#include "gateway/backup/adopt.hpp"
#include "gateway/backup/owner.hpp"
#include "gateway/backup/pack.hpp"
#include "gateway/registry/snapshot.hpp"
#include "gateway/store/store.hpp"

namespace imprimatur::backup {

namespace {

using registry::JobState;
using Files = std::vector<std::filesystem::path>;

tl::unexpected<Error> unsound(std::string const& what) {
    return fail(Fault::Corrupt, {"backup.not-sound", {{"what", what}}}, what);
}

/// Where all of it is made and looked at before anything is changed.
struct Scratch {
    std::filesystem::path folder;
    std::filesystem::path objects;
    std::filesystem::path registry;

    explicit Scratch(Places const& places)
        : folder(places.store.string() + ".restore-scratch"), objects(folder / "objects"),
          registry(places.database.starts_with("sqlite://")
                       ? places.database.substr(std::string_view("sqlite://").size()) + ".restoring"
                       : (folder / "registry.db").string()) {
        clear();
        ::mkdir(folder.c_str(), 0700);
        ::mkdir(objects.c_str(), 0700);
    }
    Scratch(Scratch const&) = delete;
    Scratch& operator=(Scratch const&) = delete;
    ~Scratch() { clear(); }

    void clear() const {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
        for (char const* ending : {"", "-wal", "-shm"}) {
            std::filesystem::remove(registry.string() + ending, ignored);
        }
    }
};

/// Parts of a backup as files of the scratch place.
class Unpacking {
  public:
    explicit Unpacking(Scratch const& scratch) : scratch_(scratch) {}

    Result<void> begin(std::string const& name) {
        file_ = Descriptor();
        is_content_ = name == content_part;
        if (is_content_) {
            return {};
        }
        bool const is_object =
            name.starts_with(object_prefix) && name.find('/', object_prefix.size()) == name.npos;
        if (!is_object && name != registry_part) {
            return unsound(name);
        }
        auto const path =
            is_object ? scratch_.objects / name.substr(object_prefix.size()) : scratch_.registry;
        file_ = Descriptor(
            ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
        return file_.is_open() ? Result<void>()
                               : fail(Fault::Denied, {"file.cannot-write", {}}, path.string());
    }
    Result<void> bytes(std::string_view bytes) {
        if (is_content_) {
            content_ += bytes;
            return {};
        }
        return write_all(file_, bytes);
    }
    std::string const& content() const { return content_; }

  private:
    Scratch const& scratch_;
    Descriptor file_;
    bool is_content_ = false;
    std::string content_;
};

Result<Content> unpack_into(Scratch const& scratch, Descriptor const& file,
                            keys::Keys const& keys) {
    Unpacking unpacking(scratch);
    auto unpacked =
        unpack(file, keys,
               {[&](std::string const& name, std::uint64_t) { return unpacking.begin(name); },
                [&](std::string_view bytes) { return unpacking.bytes(bytes); }});
    return unpacked ? read_content(unpacking.content()) : pass_on(unpacked);
}

/// What stands in a registry, for one that has no backup's words beside it.
Result<Content> content_of(registry::Registry& registry) {
    auto transaction = registry.look();
    auto head = transaction ? transaction->head() : Result<registry::Head>(pass_on(transaction));
    auto numbers = head ? transaction->numbers_given() : Result<std::uint64_t>(pass_on(head));
    if (!numbers) {
        return pass_on(numbers);
    }
    Content out;
    out.sequence = head->sequence;
    out.hash = head->hash;
    out.numbers_given = *numbers;
    auto read = transaction->each_event(head->sequence, [&](audit::Event const& event) {
        out.at = event.at;
        return Result<void>();
    });
    return read ? Result<Content>(out) : pass_on(read);
}

Result<void> verify_log(registry::Transaction& transaction, Content const& content) {
    audit::Verifier verifier;
    auto read =
        transaction.each_event(1, [&](audit::Event const& event) { return verifier.take(event); });
    auto head = read ? transaction.head() : Result<registry::Head>(pass_on(read));
    auto fits = head ? verifier.close(head->sequence, head->hash) : pass_on(head);
    if (!fits) {
        return fits.error().fault == Fault::Corrupt ? unsound(fits.error().cause) : fits;
    }
    bool const is_same = head->sequence == content.sequence && head->hash == content.hash;
    return is_same ? Result<void>() : unsound("the log ends elsewhere");
}

Result<void> verify_keys(registry::Transaction& transaction, keys::Keys const& keys) {
    auto const known = transaction.key_names();
    if (!known) {
        return pass_on(known);
    }
    auto const found = keys.names();
    for (std::size_t i = 0; i < known->size(); ++i) {
        if (i >= found.size() || found[i] != (*known)[i].id) {
            return fail(Fault::Conflict, {"backup.other-key",
                                          {{"wanted", (*known)[i].id}, {"found", found.back()}}});
        }
    }
    return {};
}

/// Every job in custody has its bytes, and they open.
Result<void> verify_objects(registry::Transaction& transaction, Places const& places,
                            std::filesystem::path const& objects, keys::Keys const& keys) {
    auto store = store::Store::open(objects, keys);
    if (!store) {
        return pass_on(store);
    }
    bool const may_be_elsewhere = places.database.starts_with("postgresql");
    for (auto state : {JobState::InCustody, JobState::Waiting, JobState::Reserved}) {
        auto jobs = transaction.jobs(state);
        if (!jobs) {
            return pass_on(jobs);
        }
        for (auto const& job : *jobs) {
            auto opened = job.object.empty() ? Result<Descriptor>(Descriptor())
                                             : store->open_object(job.object);
            if (!opened && (opened.error().fault != Fault::NotFound || !may_be_elsewhere)) {
                return fail(Fault::Corrupt, {"backup.object-missing", {{"object", job.object}}},
                            opened.error().cause);
            }
        }
    }
    return {};
}

Result<void> verify(registry::Registry& registry, Content const& content, Places const& places,
                    std::filesystem::path const& objects, keys::Keys const& keys) {
    auto transaction = registry.look();
    auto done = transaction ? verify_log(*transaction, content) : pass_on(transaction);
    done = done ? verify_keys(*transaction, keys) : done;
    return done ? verify_objects(*transaction, places, objects, keys) : done;
}

/// The furthest that is known of the log that was lost: from what was kept, and from the registry
/// that is replaced, if it can be read still.
Result<std::optional<head::Kept>> furthest(Places const& places, Wish const& wish,
                                           Scratch const& scratch,
                                           std::shared_ptr<Clock const> const& clock) {
    auto files = wish.heads;
    files.push_back(head::file_beside(places.store));
    files.push_back(head::file_beside(places.key_file));
    auto kept = head::find_kept(files);
    if (!kept || !wish.file) {
        return kept;
    }
    auto const old = scratch.folder / "old.db";
    auto copied = registry::copy_to_file(places.database, old);
    auto opened = copied ? registry::Registry::open("sqlite://" + old.string(), clock)
                         : Result<registry::Registry>(pass_on(copied));
    auto content = opened ? content_of(*opened) : Result<Content>(pass_on(opened));
    if (content && content->sequence > 0) {
        auto const& of_file = *kept;
        bool const is_further = !of_file || content->sequence > of_file->sequence;
        head::Kept out = is_further ? head::Kept{content->sequence, content->hash, 0} : *of_file;
        out.numbers_given = std::max(content->numbers_given, of_file ? of_file->numbers_given : 0);
        return std::optional(out);
    }
    return kept;
}

/// Those that the store has not; both the old registry and the new can do with all of them.
Result<void> add_objects(Scratch const& scratch, Places const& places, keys::Keys const& keys) {
    auto store = store::Store::open(places.store, keys); // makes the folder
    if (!store) {
        return pass_on(store);
    }
    for (auto const& entry : std::filesystem::directory_iterator(scratch.objects)) {
        auto const to = places.store / entry.path().filename();
        if (::link(entry.path().c_str(), to.c_str()) != 0 && errno != EEXIST) {
            return fail(Fault::Denied, {"file.cannot-write", {}}, "link");
        }
    }
    Descriptor folder(::open(places.store.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder.is_open() && ::fsync(folder.number()) == 0
               ? Result<void>()
               : fail(Fault::Denied, {"file.cannot-write", {}}, "fsync");
}

Result<Content> fill(Scratch const& scratch, Places const& places, Descriptor const* file,
                     keys::Keys const& keys, std::shared_ptr<Clock const> const& clock) {
    if (file != nullptr) {
        return unpack_into(scratch, *file, keys);
    }
    auto copied = registry::copy_to_file(places.database, scratch.registry);
    auto opened = copied ? registry::Registry::open("sqlite://" + scratch.registry.string(), clock)
                         : Result<registry::Registry>(pass_on(copied));
    return opened ? content_of(*opened) : pass_on(opened);
}

Result<Restored> restore_from(Places const& places, Wish const& wish, Descriptor const* file,
                              std::shared_ptr<Clock const> const& clock) {
    auto keeper =
        head::Keeper::open({head::file_beside(places.store), head::file_beside(places.key_file)},
                           head::Keeper::Company::None);
    auto keys =
        keeper ? keys::Keys::open(places.key_file, false) : Result<keys::Keys>(pass_on(keeper));
    if (!keys) {
        return pass_on(keys);
    }
    Scratch const scratch(places);
    auto content = fill(scratch, places, file, *keys, clock);
    step("restore.unpacked");
    auto known = content ? furthest(places, wish, scratch, clock)
                         : Result<std::optional<head::Kept>>(pass_on(content));
    if (!known) {
        return pass_on(known);
    }
    auto restored = [&]() -> Result<Restored> { // closed, and its log in its file, at the end
        auto registry = registry::Registry::open("sqlite://" + scratch.registry.string(), clock);
        auto verified = registry ? verify(*registry, *content, places,
                                          file != nullptr ? scratch.objects : places.store, *keys)
                                 : pass_on(registry);
        return verified ? adopt(*registry, *content, *known, wish, *clock) : pass_on(verified);
    }();
    step("restore.adopted");
    auto done = restored ? add_objects(scratch, places, *keys) : pass_on(restored);
    step("restore.objects");
    done = done ? registry::replace_with_file(places.database, scratch.registry,
                                              places.store.string() + ".registry-before-restore.db")
                : done;
    if (!done) {
        return pass_on(done);
    }
    step("restore.switched");
    (*keeper)->begin_with({restored->after.sequence, restored->after.hash,
                           content->numbers_given + restored->numbers});
    return restored;
}

} // namespace

Result<Restored> restore(Places const& places, Wish const& wish,
                         std::shared_ptr<Clock const> const& clock) {
    std::optional<Descriptor> file;
    if (wish.file) {
        auto opened = open_file(wish.file->string());
        if (!opened) {
            return pass_on(opened);
        }
        file = *std::move(opened);
    }
    std::error_code ignored;
    bool const has_store = std::filesystem::exists(places.store, ignored);
    AsOwner const as_owner(has_store ? places.store : places.store.parent_path());
    return restore_from(places, wish, file ? &*file : nullptr, clock);
}

} // namespace imprimatur::backup
