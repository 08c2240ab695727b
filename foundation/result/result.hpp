/// How an expected failure travels: as a value that says what to do, not as an exception.
///
/// Promise: a caller branches on `fault`, a person reads `sentence`, the log keeps `cause`.
/// A refusal by policy is not an error; it is a Decision (gateway/policy).
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "foundation/sentence/sentence.hpp"

namespace imprimatur {

/// One kind per thing that a caller does differently. Kept at ten.
enum class Fault {
    BadInput,    ///< what was given is not what it should be; asking again will not help
    Denied,      ///< this person may not
    NotFound,    ///< no such thing
    Conflict,    ///< the thing is in a state that does not allow this
    Exhausted,   ///< a limit is used up: a grant, a number, disk, memory
    Unavailable, ///< a device or a service is away; asking again later may help
    TimedOut,    ///< it took too long and was stopped
    Unsupported, ///< understood, but not done here
    Corrupt,     ///< stored data fails its check
    Internal,    ///< ours: a broken promise between rooms
};

struct Error {
    Fault fault;
    Sentence sentence;
    std::string cause;
};

template <class T> struct [[nodiscard]] Result : tl::expected<T, Error> {
    using Base = tl::expected<T, Error>;
    using Base::Base;
    Result(Base base) : Base(std::move(base)) {} // and_then() and map() come home
};

/// `return fail(Fault::NotFound, {"registry.document-unknown", {{"document", number}}}, cause);`
inline tl::unexpected<Error> fail(Fault fault, Sentence sentence, std::string cause = {}) {
    return tl::unexpected<Error>(Error{fault, std::move(sentence), std::move(cause)});
}

/// Passes an error of one Result on as another's: `if (!a) return pass_on(a);`
template <class T> tl::unexpected<Error> pass_on(Result<T> const& result) {
    return tl::unexpected<Error>(result.error());
}

} // namespace imprimatur
