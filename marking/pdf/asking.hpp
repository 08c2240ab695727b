/// One question about a file, and what is said where it has no answer.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "foundation/result/result.hpp"
#include "marking/pdf/decline.hpp"
#include "marking/pdf/pages.hpp"
#include "marking/pdf/source.hpp"

namespace imprimatur::pdf {

inline tl::unexpected<Error> declined(Decline const& decline) {
    return fail(Fault::Unsupported, {"pdf.declined", {{"page", std::to_string(decline.page)}}},
                decline.cause);
}

inline tl::unexpected<Error> too_many_pages(std::uint32_t most) {
    return fail(Fault::Exhausted, {"pdf.too-many-pages", {{"limit", std::to_string(most)}}});
}

/// What `answer` says of the file. @param most_pages that it looks for; 0: it looks for none.
/// @error Unsupported "pdf.declined" encrypted, or its structure cannot be followed;
/// Exhausted "pdf.too-many-pages"
template <class Answer>
Result<std::invoke_result_t<Answer, Source const&>> ask(std::string_view bytes,
                                                        std::uint32_t most_pages, Answer answer) {
    try {
        Source const source(bytes);
        if (source.is_encrypted()) {
            throw Decline{"it is encrypted"};
        }
        return answer(source);
    } catch (Decline const& decline) {
        return declined(decline);
    } catch (TooManyPages const&) {
        return too_many_pages(most_pages);
    }
}

} // namespace imprimatur::pdf
