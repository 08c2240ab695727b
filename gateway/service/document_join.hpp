/// How a document gets its file, and what else is on record of the same file becomes one with it:
/// who printed first owns nothing (P7.3, P7.13.1).
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "gateway/service/route.hpp"

namespace imprimatur::service {

/// What was joined, as it was before, and its copies that are on paper somewhere.
struct Joined {
    registry::Document part;
    std::vector<registry::Copy> out;
};

/// Makes `part` one with `whole` on record. @param copies all of the part. @return those of them
/// that are on paper somewhere. @error as Transaction::join_document()
Result<std::vector<registry::Copy>> join_records(registry::Transaction& transaction,
                                                 registry::Document const& part,
                                                 registry::Document const& whole,
                                                 std::vector<registry::Copy> copies);

/// The upload that a request names in "file". @error NotFound it is not there any more.
Result<Upload> find_upload(Exchange const& exchange, std::string const& name);

/// Takes the body into custody and has it looked at; durable when it returns. Nothing is left when
/// it fails.
Result<Upload> take_upload(Exchange& exchange);

/// Gives a document that is on record its file, in the same transaction: what print jobs entered of
/// the same file is joined to it, and what officers did as far as `join` names it.
/// @error Conflict the file is a copy of ours, of a higher level, another than it has, or that of
/// another number (the sentence says which and how to join them); Denied the level is below that of
/// what is joined, and not the caller's to set.
Result<std::vector<Joined>> give_file(Exchange const& exchange, registry::Transaction& transaction,
                                      registry::Document& document, Upload const& upload,
                                      std::vector<std::string> const& join);

/// "joined": number, level and the copies that are out, for people who have to get them back.
nlohmann::json json_of(std::vector<Joined> const& joined);

/// The error of give_file() when it is a refusal: entered in the log by itself.
tl::unexpected<Error> not_given(Exchange const& exchange, registry::Transaction transaction,
                                registry::Document const& document, Error const& error);

/// Two numbers, or one number twice, for the same file: what the officer is told instead of
/// "taken".
Result<void> check_number(registry::Transaction& transaction, std::string const& number,
                          Upload const& upload);

} // namespace imprimatur::service
