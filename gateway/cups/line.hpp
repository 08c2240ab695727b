/// libcups, with its handles owned and its answers turned into Results. Private to gateway/cups.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <cups/cups.h>

#include "foundation/owned/owned.hpp"
#include "foundation/result/result.hpp"

namespace imprimatur::cups {

using Http = Owned<http_t, httpClose>;
using Ipp = Owned<ipp_t, ippDelete>;

/// A connection to the scheduler as the account of this process, which never asks for a password.
Result<Http> open_line(std::string const& server, std::chrono::milliseconds patience);

Ipp new_request(ipp_op_t operation);
/// printer-uri of a queue, and who asks.
Ipp request_for_queue(ipp_op_t operation, std::string const& queue);
Ipp request_for_job(ipp_op_t operation, int job);
void add_keywords(ipp_t* request, ipp_tag_t group, char const* name,
                  std::vector<std::string> const& values);
std::string resource_of(std::string const& queue);

/// Sends it, with `file` behind it unless negative. `about` is named in the error's sentence.
Result<Ipp> ask(http_t* line, Ipp request, std::string const& resource, std::string const& about,
                int file = -1);

/// The error that the last call of libcups in this thread ended with.
Error last_error(std::string const& about);

std::string text_of(ipp_attribute_t* attribute, int index = 0);
std::vector<std::string> texts_of(ipp_attribute_t* attribute);
/// 0 where it is not a number (no-value, unknown).
int number_of(ipp_attribute_t* attribute);

/// The name of this process's account.
std::string own_account();

} // namespace imprimatur::cups
