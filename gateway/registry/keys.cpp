#include "gateway/registry/state.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

Result<std::vector<KeyName>> Transaction::key_names() {
    return state_->look([&]() -> Result<std::vector<KeyName>> {
        std::vector<KeyName> out;
        for (auto& row : state_->query(sql::key_name_select).rows(3)) {
            KeyName name;
            name.generation = row.count();
            name.id = row.text();
            name.since = row.instant();
            out.push_back(std::move(name));
        }
        return out;
    });
}

Result<void> Transaction::name_key(KeyName const& name, Entry const& entry) {
    return state_->change([&]() -> Result<void> {
        auto const added = state_->query(sql::key_name_add)
                               .with("generation", std::int64_t{name.generation})
                               .with("id", name.id)
                               .with("since", name.since)
                               .change();
        if (added != 1) {
            return fail(Fault::Conflict, {"registry.key-named", {}},
                        "a key of generation " + std::to_string(name.generation) + " has a name");
        }
        state_->append(entry);
        return {};
    });
}

Result<std::optional<std::string>> Transaction::find_trait(std::string const& name) {
    return state_->look([&]() -> Result<std::optional<std::string>> {
        auto row = state_->query(sql::trait_select).with("name", name).row(1);
        return row ? std::optional(row->text()) : std::nullopt;
    });
}

Result<void> Transaction::put_trait(std::string const& name, std::string const& value) {
    return state_->change([&]() -> Result<void> {
        state_->query(sql::trait_put).with("name", name).with("value", value).change();
        return {};
    });
}

} // namespace imprimatur::registry
