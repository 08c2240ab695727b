/// Somebody with an account and without rights, who tries things. Private to gateway/queue.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"

namespace imprimatur::queue {

enum class Answer : char { Open = 'o', Closed = 'c', Unseen = '?' };

/// Something that is tried, e.g. to cancel somebody else's job of a queue.
struct Attempt {
    std::string place; ///< queue, device or page; empty: the scheduler itself
    std::string deed;  ///< operation
    bool is_lie;       ///< in another's name, without proof
    std::function<Answer()> go;
};

/// Tries all of them in order, in a child process of the account "nobody" that has no group but its
/// own. Only root can; anybody else tries as who he is.
/// @return an answer for each. @error Unavailable there is no such account, or no child.
Result<std::vector<Answer>> try_as_stranger(std::vector<Attempt> const& attempts);

} // namespace imprimatur::queue
