/// The groups of commands, one file each, and the few shapes that most of them have.
#pragma once

#include <span>
#include <string_view>

#include "gateway/cli/command.hpp"
#include "gateway/cli/service.hpp"
#include "gateway/cli/session.hpp"
#include "gateway/cli/view.hpp"

namespace imprimatur::cli {

/// Choices of --kind and KIND, as the service names the kinds of matters.
inline constexpr std::string_view matter_kinds =
    "incoming|circulation|loan|carry-out|transmission|provision|publication|return|destruction|"
    "hand-over|meeting|waste|incident|inspection";

std::span<Command const> document_commands();
std::span<Command const> person_commands();
std::span<Command const> request_commands();
std::span<Command const> grant_commands();
std::span<Command const> job_commands();
std::span<Command const> review_commands();
std::span<Command const> copy_commands();
std::span<Command const> matter_commands();
std::span<Command const> trace_commands();
std::span<Command const> verify_commands();
std::span<Command const> register_commands();
std::span<Command const> audit_commands();
std::span<Command const> policy_commands();
std::span<Command const> queue_commands();
std::span<Command const> key_commands();
std::span<Command const> keeping_commands(); ///< backup and restore
std::span<Command const> mark_commands();
std::span<Command const> check_commands();

/// The options that were given, as an object of the API: texts, numbers, lists; "yes" and "no" as
/// truth.
Json body_of(std::span<Option const> options, Arguments const& arguments);

/// `place` with the options that were given as its query.
Place asked(Place place, std::span<Option const> options, Arguments const& arguments);

/// Gets a list and shows the array at `key`.
Result<Exit> list_from(Session& session, Place const& place, std::string_view key,
                       std::span<Field const> columns);

/// A document that was registered before files were kept: its pages are not known one by one.
bool is_known_as_a_whole_only(Json const& document);

/// Gets one thing and shows it.
Result<Exit> show_from(Session& session, Place const& place, std::span<Field const> fields);

/// Sends a change and shows what the thing is now.
Result<Exit> change_at(Session& session, http::Method method, Place const& place, Json const& body,
                       std::span<Field const> fields);

/// Sends a table of a person's, and shows what was entered or every line that is wrong.
Result<Exit> import_table(Session& session, Place const& place, std::string const& path);

/// Writes what the service gave to a file of the person's, 0600, and says so.
Result<Exit> save(Session& session, Result<std::string> const& bytes, std::string const& path);

} // namespace imprimatur::cli
