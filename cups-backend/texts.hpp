/// The sentences of the rooms that the backend is made of, compiled in: it runs where CUPS puts it
/// and reads no files. Private to cups-backend.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace imprimatur::backend {

/// Name of a file in templates/messages → its text.
std::map<std::string, std::string_view> texts();

} // namespace imprimatur::backend
