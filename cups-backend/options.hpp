/// The options of a job as CUPS hands them over: one string that anybody may have filled with
/// anything. Private to cups-backend.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace imprimatur::backend {

struct GivenOption {
    std::string name;
    std::string value; ///< tamed
    bool has_value = false;
};

/// All that `text` begins with, in its order. Never fails.
std::vector<GivenOption> read_every_option(std::string_view text);

/// `text` without the options of that name, whatever letters it is written with, and with an empty
/// one at its end, which counts for whoever takes the text apart in another way than we do.
std::string without_option(std::string_view text, std::string_view name);

/// Those of the `name=value …` that `text` begins with which the gateway ("imprimatur-…",
/// "job-uuid") or the device (paper, sides, colour) may know, tamed; a later one of the same name
/// counts. Never fails: what cannot be understood is passed over.
std::map<std::string, std::string> read_options(std::string_view text);

} // namespace imprimatur::backend
