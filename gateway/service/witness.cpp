#include "gateway/service/witness.hpp"

namespace imprimatur::service {

namespace {

constexpr char const* kept_trait = "head-kept";

std::vector<std::filesystem::path> files_of(Settings const& settings) {
    return {head::file_beside(settings.store), head::file_beside(settings.key_file)};
}

/// A registry whose head was kept before, beside which nothing is: it was moved, or put back on
/// another machine. One on PostgreSQL may just have got another gateway.
Result<void> check_first(registry::Transaction& transaction, Settings const& settings,
                         std::vector<std::filesystem::path> const& files) {
    auto const trait = transaction.find_trait(kept_trait);
    if (!trait) {
        return pass_on(trait);
    }
    if (*trait && settings.database.starts_with("sqlite:")) {
        return fail(Fault::Conflict,
                    {"head.gone", {{"first", files[0].string()}, {"second", files[1].string()}}},
                    "no head was kept of a registry that says so");
    }
    return {};
}

/// The registry says from now on that its head is kept, so that both files cannot go unseen.
Result<void> say_so(registry::Registry& registry) {
    auto transaction = registry.begin("imprimaturd");
    auto trait = transaction ? transaction->find_trait(kept_trait)
                             : Result<std::optional<std::string>>(pass_on(transaction));
    if (!trait || *trait) {
        return trait ? Result<void>() : pass_on(trait);
    }
    auto done = transaction->put_trait(kept_trait, "1");
    done = done ? transaction->record({"registry.head-kept", "registry", {}, {}}) : done;
    return done ? transaction->commit() : done;
}

} // namespace

Result<void> check_head(registry::Registry& registry, Settings const& settings) {
    auto const files = files_of(settings);
    auto kept = head::find_kept(files);
    if (!kept) {
        return pass_on(kept);
    }
    if (*kept) {
        return head::check(registry, **kept);
    }
    auto transaction = registry.look();
    return transaction ? check_first(*transaction, settings, files) : pass_on(transaction);
}

Result<void> keep_head(registry::Registry& registry, Settings const& settings) {
    std::error_code ignored;
    std::filesystem::create_directories(settings.store.parent_path(), ignored);
    auto keeper = head::Keeper::open(files_of(settings));
    auto transaction = keeper ? registry.look() : Result<registry::Transaction>(pass_on(keeper));
    auto head = transaction ? transaction->head() : Result<registry::Head>(pass_on(transaction));
    auto numbers = head ? transaction->numbers_given() : Result<std::uint64_t>(pass_on(head));
    if (!numbers) {
        return pass_on(numbers);
    }
    (*keeper)->see(*head, *numbers);
    registry.tell(*keeper);
    return say_so(registry);
}

} // namespace imprimatur::service
