#include "marking/pdf/filters.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "marking/pdf/letters.hpp"

namespace imprimatur::pdf {

namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

/// Codes of growing width, most significant bit first.
class Bits {
  public:
    explicit Bits(std::string_view bytes) : bytes_(bytes) {}

    /// -1 at the end.
    int take(unsigned width) {
        while (count_ < width) {
            if (at_ == bytes_.size()) {
                return -1;
            }
            kept_ = kept_ << 8U | byte_at(bytes_, at_++);
            count_ += 8;
        }
        count_ -= width;
        return static_cast<int>(kept_ >> count_ & ((1U << width) - 1));
    }

  private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    std::uint32_t kept_ = 0;
    unsigned count_ = 0;
};

unsigned paeth(unsigned left, unsigned above, unsigned corner) {
    int const guess = static_cast<int>(left + above) - static_cast<int>(corner);
    int const a = std::abs(guess - static_cast<int>(left));
    int const b = std::abs(guess - static_cast<int>(above));
    int const c = std::abs(guess - static_cast<int>(corner));
    if (a <= b && a <= c) {
        return left;
    }
    return b <= c ? above : corner;
}

/// One row of PNG: what `kind` says was taken away is added again.
void undo_row(unsigned kind, std::string& row, std::string const& above, std::size_t pixel) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        auto const left = i < pixel ? 0 : byte_at(row, i - pixel);
        auto const up = byte_at(above, i);
        auto const corner = i < pixel ? 0 : byte_at(above, i - pixel);
        unsigned const added[] = {0, left, up, (left + up) / 2, paeth(left, up, corner)};
        row[i] = static_cast<char>(byte_at(row, i) + (kind < 5 ? added[kind] : 0));
    }
}

} // namespace

void decode_hexadecimal(std::string_view packed, std::string& out) {
    unsigned kept = 1;
    for (char letter : packed) {
        if (class_of(letter) == Class::White) {
            continue;
        }
        auto const low = static_cast<char>(letter | 0x20);
        if (letter >= '0' && letter <= '9') {
            kept = kept << 4U | static_cast<unsigned>(letter - '0');
        } else if (low >= 'a' && low <= 'f') {
            kept = kept << 4U | static_cast<unsigned>(low - 'a' + 10);
        } else {
            break;
        }
        if (kept > 255) {
            out += static_cast<char>(kept);
            kept = 1;
        }
    }
    if (kept > 1) { // an odd digit at the end: a zero follows
        out += static_cast<char>(kept << 4U);
    }
}

void decode_base85(std::string_view packed, std::string& out) {
    std::uint32_t sum = 0;
    unsigned count = 0;
    auto give = [&](unsigned bytes) {
        for (unsigned i = 0; i < bytes; ++i) {
            out += static_cast<char>(sum >> (24U - 8U * i));
        }
        sum = 0;
        count = 0;
    };
    for (char letter : packed) {
        if (letter == 'z' && count == 0) {
            give(4);
        } else if (letter >= '!' && letter <= 'u') {
            sum = sum * 85 + static_cast<unsigned>(letter - '!');
            if (++count == 5) {
                give(4);
            }
        } else if (class_of(letter) != Class::White) {
            break;
        }
    }
    if (count > 1) {
        auto const bytes = count - 1;
        for (; count < 5; ++count) {
            sum = sum * 85 + 84;
        }
        give(bytes);
    }
}

void decode_runs(std::string_view packed, std::string& out) {
    for (std::size_t at = 0; at < packed.size();) {
        auto const length = byte_at(packed, at++);
        if (length == 128) {
            return;
        }
        if (length < 128) {
            out += packed.substr(at, length + 1);
            at += length + 1;
        } else if (at < packed.size()) {
            out.append(257 - length, packed[at++]);
        }
    }
}

void decode_lzw(std::string_view packed, int early_change, std::string& out) {
    constexpr unsigned clear = 256;
    constexpr unsigned end = 257;
    constexpr unsigned most = 4096;
    struct Word {
        std::size_t start;
        std::size_t length;
    };
    std::vector<Word> words; // from code 258 on, as places in `out`
    Bits bits(packed);
    Word last{0, 0};
    while (true) {
        auto const next = static_cast<unsigned>(words.size()) + 258 + (early_change != 0 ? 1 : 0);
        unsigned const width = next < 512 ? 9 : next < 1024 ? 10 : next < 2048 ? 11 : 12;
        auto const taken = bits.take(width);
        auto const code = static_cast<unsigned>(taken);
        if (taken < 0 || code == end) {
            return;
        }
        if (code == clear) {
            words.clear();
            last = {0, 0};
            continue;
        }
        Word const written{out.size(), 0};
        if (code < clear) {
            out += static_cast<char>(code);
        } else if (code - 258 < words.size()) {
            auto const word = words[code - 258];
            for (std::size_t i = 0; i < word.length; ++i) {
                out += out[word.start + i];
            }
        } else if (code - 258 == words.size() && last.length > 0) {
            for (std::size_t i = 0; i <= last.length; ++i) {
                out += out[last.start + (i == last.length ? 0 : i)];
            }
        } else {
            return;
        }
        // A new word is the last one and the first letter of this one, which follows it in `out`.
        if (last.length > 0 && words.size() + 258 < most) {
            words.push_back({last.start, last.length + 1});
        }
        last = {written.start, out.size() - written.start};
    }
}

bool undo(Prediction const& prediction, std::string& data, std::size_t start) {
    auto const bits =
        static_cast<std::size_t>(prediction.colours) * static_cast<std::size_t>(prediction.bits);
    auto const row_bits = bits * static_cast<std::size_t>(prediction.columns);
    bool const is_sound = prediction.colours > 0 && prediction.colours <= 32 &&
                          prediction.bits > 0 && prediction.bits <= 16 && prediction.columns > 0 &&
                          row_bits < (std::size_t{1} << 30U);
    if (!is_sound || (prediction.predictor == 2 && prediction.bits != 8)) {
        return false;
    }
    auto const row_bytes = (row_bits + 7) / 8;
    auto const pixel = std::max<std::size_t>(bits / 8, 1);
    std::string const packed = data.substr(start);
    data.resize(start);
    std::string above(row_bytes, '\0');
    auto const kind_bytes = prediction.predictor == 2 ? std::size_t{0} : std::size_t{1};
    for (std::size_t at = 0; at + kind_bytes < packed.size(); at += row_bytes + kind_bytes) {
        auto row = packed.substr(at + kind_bytes, row_bytes);
        auto const length = row.size();
        row.resize(row_bytes);
        if (prediction.predictor == 2) {
            undo_row(1, row, std::string(row_bytes, '\0'), pixel);
        } else {
            undo_row(byte_at(packed, at), row, above, pixel);
        }
        data.append(row, 0, length);
        above = std::move(row);
    }
    return true;
}

} // namespace imprimatur::pdf
