/// Workers and documents for the tests of this folder.
#pragma once

#include <stdexcept>
#include <string>

#include "marking/pipe/pipe.hpp"

namespace imprimatur::worker {

inline pipe::Settings settings(std::string const& program = "bin/imprimatur-worker") {
    pipe::Settings out;
    out.program = std::string(IMPRIMATUR_BINARY_DIR) + "/" + program;
    out.data = IMPRIMATUR_SOURCE_DIR;
    out.processes = 1;
    return out;
}

/// One pool for all tests that do not break it.
inline pipe::Workers const& workers() {
    static auto const pool = pipe::Workers::start(settings());
    return pool.value();
}

inline Descriptor as_file(std::string const& bytes) {
    auto file = memory_file("test").value();
    if (!write_all(file, bytes)) {
        throw std::runtime_error("no memory");
    }
    return file;
}

inline Result<pipe::Inspection> inspect(std::string const& bytes) {
    return workers().inspect(as_file(bytes));
}

/// The sentence that a document is refused with.
inline std::string refusal(std::string const& bytes) {
    auto seen = inspect(bytes);
    return seen ? "accepted" : seen.error().sentence.id;
}

/// A QR text of ours with sound check characters.
inline std::string code_of(std::uint32_t page) {
    return to_text(Seal{Serial(0x0123456789abcdef), page, "ABCDEFGHJKMNPQRS"});
}

} // namespace imprimatur::worker
