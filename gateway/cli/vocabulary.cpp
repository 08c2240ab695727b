#include "gateway/cli/vocabulary.hpp"

#include <algorithm>
#include <vector>

#include "gateway/cli/profiles.hpp"
#include "gateway/policy/policy.hpp"

namespace imprimatur::cli {

namespace {

using Terms = std::vector<policy::Policy::Term>;

struct Vocabulary {
    Terms roles;
    Terms categories;
};

/// Rules that cannot be read are told by `imprimatur check`; here their identifiers do.
Vocabulary const& vocabulary() {
    static Vocabulary const known = [] {
        auto rules = policy::Policy::read(policies_folder(), {});
        return rules ? Vocabulary{rules->roles(), rules->categories()} : Vocabulary{};
    }();
    return known;
}

std::string without_article(std::string text) {
    for (std::string_view article : {"a ", "an ", "the "}) {
        if (text.starts_with(article)) {
            return text.substr(article.size());
        }
    }
    return text;
}

std::string in_words(Terms const& terms, std::string const& id, Language language) {
    auto found =
        std::find_if(terms.begin(), terms.end(), [&](auto const& term) { return term.id == id; });
    if (found == terms.end()) {
        return id;
    }
    return language == Language::Chinese ? found->chinese : without_article(found->english);
}

} // namespace

std::string role_in_words(std::string const& id, Language language) {
    return in_words(vocabulary().roles, id, language);
}

std::string category_in_words(std::string const& id, Language language) {
    return in_words(vocabulary().categories, id, language);
}

} // namespace imprimatur::cli
