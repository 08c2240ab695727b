#include "marking/pdf/unpack.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include <libdeflate.h>
#include <zlib.h>

#include "foundation/owned/owned.hpp"
#include "marking/pdf/decline.hpp"
#include "marking/pdf/filters.hpp"

namespace imprimatur::pdf {

namespace {

constexpr std::size_t most = std::size_t{1} << 30U;

using Inflater = Owned<libdeflate_decompressor, libdeflate_free_decompressor>;

/// Sound data, quickly. False when it is not sound.
bool inflate_sound(std::string_view packed, std::string& out) {
    thread_local Inflater inflater;
    if (!inflater) {
        inflater.reset(libdeflate_alloc_decompressor());
    }
    if (!inflater) {
        throw Decline{"no memory to unpack"};
    }
    auto const start = out.size();
    for (auto room = std::max<std::size_t>(packed.size() * 6, 4096); room <= most; room *= 4) {
        out.resize(start + room);
        std::size_t length = 0;
        auto const state = libdeflate_zlib_decompress(inflater.get(), packed.data(), packed.size(),
                                                      out.data() + start, room, &length);
        if (state == LIBDEFLATE_SUCCESS) {
            out.resize(start + length);
            return true;
        }
        if (state != LIBDEFLATE_INSUFFICIENT_SPACE) {
            break;
        }
    }
    out.resize(start);
    return false;
}

/// Whether all blocks are there, without looking for a checksum behind them.
bool ends_before_checksum(std::string_view packed) {
    constexpr std::size_t header = 2;
    z_stream stream{};
    if (packed.size() <= header || inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        return false;
    }
    std::unique_ptr<z_stream, FreeWith<inflateEnd>> const guard(&stream);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + header));
    stream.avail_in = static_cast<uInt>(packed.size() - header);
    std::vector<Bytef> block(65536);
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = block.data();
        stream.avail_out = static_cast<uInt>(block.size());
        state = ::inflate(&stream, Z_NO_FLUSH);
    }
    return state == Z_STREAM_END;
}

/// Damaged data, up to the damage. True when only the checksum behind the data is missing: some
/// producers leave it out.
bool inflate_partly(std::string_view packed, std::string& out) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) {
        throw Decline{"no memory to unpack"};
    }
    std::unique_ptr<z_stream, FreeWith<inflateEnd>> const guard(&stream);
    auto const start = out.size();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    int state = Z_OK;
    while (state == Z_OK) {
        auto const done = out.size();
        constexpr std::size_t block = 65536;
        out.resize(done + block);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + done);
        stream.avail_out = block;
        state = ::inflate(&stream, Z_NO_FLUSH);
        out.resize(done + block - stream.avail_out);
        if (out.size() - start > most) {
            throw Decline{"a stream of more than 1 GiB"};
        }
    }
    return state == Z_STREAM_END || (state == Z_BUF_ERROR && ends_before_checksum(packed));
}

bool inflate(std::string_view packed, std::string& out) {
    return inflate_sound(packed, out) || inflate_partly(packed, out);
}

/// @return false when the data is damaged.
bool apply(Filter const& filter, std::string_view packed, std::string& out) {
    auto const& name = filter.name;
    auto const start = out.size();
    bool is_whole = true;
    if (name == "FlateDecode" || name == "Fl") {
        is_whole = inflate(packed, out);
    } else if (name == "LZWDecode" || name == "LZW") {
        decode_lzw(packed, filter.early_change, out);
    } else if (name == "ASCII85Decode" || name == "A85") {
        decode_base85(packed, out);
    } else if (name == "ASCIIHexDecode" || name == "AHx") {
        decode_hexadecimal(packed, out);
    } else if (name == "RunLengthDecode" || name == "RL") {
        decode_runs(packed, out);
    } else {
        throw Decline{"the filter " + name};
    }
    Prediction const prediction{filter.predictor, filter.colours, filter.bits, filter.columns};
    if (filter.predictor > 1 && !undo(prediction, out, start)) {
        throw Decline{"the parameters of the filter " + name};
    }
    return is_whole;
}

} // namespace

bool unpack(Packed const& packed, std::string& out) {
    if (packed.filters.empty()) {
        out += packed.bytes;
        return true;
    }
    std::string between;
    auto bytes = packed.bytes;
    bool is_whole = true;
    for (std::size_t i = 0; i + 1 < packed.filters.size(); ++i) {
        std::string next;
        is_whole = apply(packed.filters[i], bytes, next) && is_whole;
        between = std::move(next);
        bytes = between;
    }
    return apply(packed.filters.back(), bytes, out) && is_whole;
}

std::string unpacked(Packed const& packed) {
    std::string out;
    unpack(packed, out);
    return out;
}

} // namespace imprimatur::pdf
