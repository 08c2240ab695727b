/// One call of the backend by the scheduler: arguments, environment, and what they say of the job.
/// Private to cups-backend. @source backend(7)
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cups-backend/arrangement.hpp"
#include "cups-backend/destination.hpp"
#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "foundation/sentence/sentence.hpp"

namespace imprimatur::backend {

struct Invocation {
    int job = 0;
    std::string user; ///< whom CUPS authenticated; empty where it did not
    std::string title;
    unsigned copies = 1;
    std::map<std::string, std::string> options;        ///< imprimatur-… and nothing else
    std::map<std::string, std::string> device_options; ///< paper, sides, colour: keywords
    Arrangement arrangement;
    std::string uuid;
    std::string queue;  ///< ours
    std::string device; ///< URI, as configured
    Destination destination;
    Language language = Language::English;
    Descriptor document;    ///< standard input, or the file that was named
    bool is_framed = false; ///< it comes from our filter (parts.hpp)
};

using Environment = std::function<std::optional<std::string>(char const* name)>;

/// @param words all of argv, 6 or 7 of them.
/// @error BadInput wrong number of arguments, or a device URI that leads nowhere; NotFound no file.
Result<Invocation> read_invocation(std::vector<std::string> const& words,
                                   Environment const& environment);

/// "anonymous" and names with control characters prove nothing.
bool is_known_person(std::string const& user);

} // namespace imprimatur::backend
