#include "marking/pdf/deflate.hpp"

#include <algorithm>

#include <libdeflate.h>

#include "foundation/owned/owned.hpp"
#include "marking/pdf/decline.hpp"

namespace imprimatur::pdf {

namespace {

using Deflater = Owned<libdeflate_compressor, libdeflate_free_compressor>;

// Levels of libdeflate, 1 to 12: from 8 on it takes longer than it is worth.
constexpr int quick = 1;
constexpr int thorough = 7;

} // namespace

std::string deflated(std::string_view bytes, Packing packing) {
    thread_local Deflater const deflaters[] = {Deflater(libdeflate_alloc_compressor(quick)),
                                               Deflater(libdeflate_alloc_compressor(thorough))};
    auto const& deflater = deflaters[packing == Packing::Quick ? 0 : 1];
    if (!deflater) {
        throw Decline{"no memory to pack"};
    }
    std::string out(libdeflate_zlib_compress_bound(deflater.get(), bytes.size()), '\0');
    out.resize(libdeflate_zlib_compress(deflater.get(), bytes.data(), bytes.size(), out.data(),
                                        out.size()));
    return out;
}

std::string less_above(std::string_view bytes, std::size_t row) {
    constexpr char up = 2;
    std::string out(bytes.size() + (bytes.size() + row - 1) / row, up);
    std::string const nothing(row, '\0');
    char const* above = nothing.data();
    char* to = out.data();
    for (std::size_t at = 0; at < bytes.size(); at += row) {
        auto const here = bytes.substr(at, row);
        ++to; // over the row's kind
        to = std::transform(here.begin(), here.end(), above, to,
                            [](char a, char b) { return static_cast<char>(a - b); });
        above = here.data();
    }
    return out;
}

} // namespace imprimatur::pdf
