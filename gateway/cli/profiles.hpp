/// Profile files of the policy, read where they lie.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "gateway/policy/policy.hpp"

namespace imprimatur::cli {

/// Reads one profile. A file that lies apart from the others is read over the installed baseline.
/// @error as policy::Policy::read; NotFound, Denied the file cannot be read.
Result<policy::Policy> read_profile_file(std::filesystem::path const& file);

/// Names of all profiles in `folder`: "P7" for 07.toml; a deployment's own by their file's name.
std::vector<std::string> profile_names(std::filesystem::path const& folder);

/// Where the installed profiles are.
std::filesystem::path policies_folder();

} // namespace imprimatur::cli
