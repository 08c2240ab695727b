#include "marking/mark/serial.hpp"

#include <array>

#include "marking/mark/typing.hpp"

namespace imprimatur {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t data_length = 13;
constexpr std::size_t check_length = 3;
constexpr std::size_t length = data_length + check_length;

using Word = std::array<std::uint8_t, length>;

/// GF(32) by x^5 + x^2 + 1; powers of its generator 2.
struct Field {
    std::array<std::uint8_t, 62> power{};
    std::array<std::uint8_t, 32> log{};

    constexpr Field() {
        unsigned value = 1;
        for (unsigned i = 0; i < 31; ++i) {
            power[i] = power[i + 31] = static_cast<std::uint8_t>(value);
            log[value] = static_cast<std::uint8_t>(i);
            value <<= 1U;
            value ^= (value & 32U) != 0 ? 0b100101U : 0U;
        }
    }
    constexpr std::uint8_t times(std::uint8_t a, std::uint8_t b) const {
        return a == 0 || b == 0 ? std::uint8_t{0} : power[log[a] + log[b]];
    }
    constexpr std::uint8_t over(std::uint8_t a, std::uint8_t b) const {
        return a == 0 ? std::uint8_t{0} : power[(log[a] + 31 - log[b]) % 31];
    }
};
constexpr Field field;

/// The word as a polynomial, first character highest, at 2^0, 2^1 and 2^2: all zero for a right
/// serial.
std::array<std::uint8_t, check_length> syndromes(Word const& word) {
    std::array<std::uint8_t, check_length> out{};
    for (std::size_t j = 0; j < check_length; ++j) {
        for (auto symbol : word) {
            out[j] = static_cast<std::uint8_t>(field.times(out[j], field.power[j]) ^ symbol);
        }
    }
    return out;
}

bool is_right(Word const& word) {
    return syndromes(word) == std::array<std::uint8_t, 3>{};
}

/// Remainder of data·x^3 by (x-1)(x-2)(x-4): the check characters.
void add_check(Word& word) {
    constexpr std::array<std::uint8_t, 3> roots{field.power[0], field.power[1], field.power[2]};
    std::array<std::uint8_t, 4> generator{1, 0, 0, 0};
    for (std::size_t k = 0; k < 3; ++k) {
        for (std::size_t i = k + 1; i > 0; --i) {
            generator[i] ^= field.times(generator[i - 1], roots[k]);
        }
    }
    std::array<std::uint8_t, 3> rest{};
    for (std::size_t i = 0; i < data_length; ++i) {
        auto lead = static_cast<std::uint8_t>(word[i] ^ rest[0]);
        rest = {static_cast<std::uint8_t>(rest[1] ^ field.times(lead, generator[1])),
                static_cast<std::uint8_t>(rest[2] ^ field.times(lead, generator[2])),
                field.times(lead, generator[3])};
    }
    std::copy(rest.begin(), rest.end(), word.begin() + data_length);
}

std::optional<std::uint8_t> find_digit(char c) {
    if (c >= 'a' && c <= 'z') {
        c = static_cast<char>(c - 'a' + 'A');
    }
    if (c == 'O') {
        c = '0';
    } else if (c == 'I' || c == 'L') {
        c = '1';
    }
    auto place = alphabet.find(c);
    return place == alphabet.npos ? std::nullopt : std::optional(static_cast<std::uint8_t>(place));
}

std::string in_groups(Word const& word) {
    std::string out;
    for (std::size_t i = 0; i < length; ++i) {
        out += (i > 0 && i % 4 == 0 ? "-" : "") + std::string(1, alphabet[word[i]]);
    }
    return out;
}

/// 13 characters hold 65 bits; the first bit is always 0.
bool can_be(Word const& word) {
    return is_right(word) && word[0] < 16;
}

/// One slip of the hand that explains a wrong word.
struct Slip {
    std::size_t first;
    std::size_t second; ///< as `first` where one character is wrong
    Word right;
};

/// The one wrong character, when exactly one is: the first syndrome is what is wrong with it, the
/// second that times 2 to the power of its place from the end.
std::optional<Slip> find_wrong_character(Word word) {
    auto const s = syndromes(word);
    if (s[0] == 0 || s[1] == 0 || field.over(s[1], s[0]) != field.over(s[2], s[1])) {
        return std::nullopt;
    }
    std::size_t const power = field.log[field.over(s[1], s[0])];
    if (power >= length) {
        return std::nullopt;
    }
    auto const place = length - 1 - power;
    word[place] ^= s[0];
    return can_be(word) ? std::optional(Slip{place, place, word}) : std::nullopt;
}

/// Every exchange of two characters that makes it right: two right words differ in four characters,
/// so that several can.
std::vector<Slip> exchanges(Word word) {
    std::vector<Slip> out;
    for (std::size_t i = 0; i < length; ++i) {
        for (std::size_t k = i + 1; k < length; ++k) {
            std::swap(word[i], word[k]);
            if (can_be(word)) {
                out.push_back({i, k, word});
            }
            std::swap(word[i], word[k]);
        }
    }
    return out;
}

tl::unexpected<Error> name_the_slip(Word const& word) {
    if (auto slip = find_wrong_character(word)) { // then no exchange fits: distance 4
        return fail(Fault::BadInput, {"serial.slip",
                                      {{"place", std::to_string(slip->first + 1)},
                                       {"serial", in_groups(slip->right)}}});
    }
    auto const all = exchanges(word);
    if (all.size() == 1) {
        auto const& slip = all.front();
        return fail(Fault::BadInput, {"serial.swapped",
                                      {{"first", std::to_string(slip.first + 1)},
                                       {"second", std::to_string(slip.second + 1)},
                                       {"serial", in_groups(slip.right)}}});
    }
    std::string serials;
    for (auto const& slip : all) {
        serials += (serials.empty() ? "" : ", ") + in_groups(slip.right);
    }
    return all.empty() ? fail(Fault::BadInput, {"serial.wrong", {}})
                       : fail(Fault::BadInput, {"serial.swapped-one-of", {{"serials", serials}}});
}

Word word_of(std::uint64_t id) {
    Word word{};
    auto rest = id;
    for (std::size_t i = data_length; i-- > 0;) {
        word[i] = rest & 31U;
        rest >>= 5U;
    }
    add_check(word);
    return word;
}

} // namespace

std::string to_base32(std::uint64_t value, int width) {
    std::string out(static_cast<std::size_t>(width), '0');
    for (auto place = out.size(); place-- > 0; value >>= 5U) {
        out[place] = alphabet[value & 31U];
    }
    return out;
}

std::string to_base32(std::string_view bytes) {
    std::string out;
    unsigned held = 0;
    unsigned bits = 0;
    for (char c : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) {
            out += alphabet[(held >> (bits - 5)) & 31U];
        }
    }
    if (bits > 0) {
        out += alphabet[(held << (5 - bits)) & 31U];
    }
    return out;
}

std::optional<std::uint64_t> find_base32(std::string_view digits) {
    std::uint64_t value = 0;
    for (char c : digits) {
        auto digit = find_digit(c);
        if (!digit || value >> 59U != 0) {
            return std::nullopt;
        }
        value = (value << 5U) | *digit;
    }
    return digits.empty() ? std::nullopt : std::optional(value);
}

std::string Serial::plain() const {
    std::string out;
    for (auto symbol : word_of(id_)) {
        out += alphabet[symbol];
    }
    return out;
}

std::string Serial::text() const {
    auto out = plain();
    for (std::size_t place : {12U, 8U, 4U}) {
        out.insert(place, 1, '-');
    }
    return out;
}

Result<Serial> Serial::read(std::string_view text) {
    Word word{};
    std::size_t count = 0;
    auto const typed = half_width(text);
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (typed[i] == '-' || typed[i] == ' ') {
            continue;
        }
        auto digit = find_digit(typed[i]);
        if (!digit) {
            auto const whole = first_character_of(std::string_view(typed).substr(i));
            return fail(Fault::BadInput, {"serial.foreign-character", {{"character", whole}}});
        }
        if (count < length) {
            word[count] = *digit;
        }
        ++count;
    }
    if (count != length) {
        return fail(Fault::BadInput, {"serial.wrong-length", {{"count", std::to_string(count)}}});
    }
    if (!can_be(word)) {
        return name_the_slip(word);
    }
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < data_length; ++i) {
        id = (id << 5U) | word[i];
    }
    return Serial(id);
}

} // namespace imprimatur
