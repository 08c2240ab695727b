/// A document on its way from our filter to the backend: as the person sent it, and as pdftopdf
/// arranged its pages, in one stream. Private to cups-backend.
///
/// A head of 32 bytes (a word, and two lengths of eight bytes, the highest first), the original,
/// the arranged one. A length of 0: there is no arranged one, and what came is what is printed.
/// Nothing in the parts is looked at.
#pragma once

#include <cstdint>
#include <string>

#include "cups-backend/stop.hpp"
#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "gateway/http/client.hpp"

namespace imprimatur::backend {

struct Lengths {
    std::uint64_t original = 0;
    std::uint64_t arranged = 0;
};

inline constexpr std::size_t head_size = 32;
std::string head_of(Lengths const& lengths);

/// What comes from the stream, read once and in order.
class Parts {
  public:
    /// @param is_framed whether it comes from our filter; of any other stream all is the document.
    /// @error Unavailable "backend.document-cut" it ends within the head, or has none.
    static Result<Parts> open(Descriptor const& stream, Stop const& stop, bool is_framed);

    /// Whether the document and what the person sent are two things.
    bool has_original() const { return is_framed_ && lengths_.arranged > 0; }
    /// Whether its pages stand as the options of the job want them.
    bool is_arranged() const { return has_original(); }

    /// Only where has_original(). Each fails with "backend.document-cut" when its bytes are not all
    /// there, and with TimedOut when we are told to stop.
    http::BodySource original();
    http::BodySource document();

  private:
    Parts(Descriptor const& stream, Stop const& stop) : stream_(stream), stop_(stop) {}
    Result<std::size_t> take(std::uint64_t& left, std::span<std::byte> room);
    Result<std::size_t> read(std::span<std::byte> room);
    Result<void> pass_over(std::uint64_t& left);

    Descriptor const& stream_;
    Stop const& stop_;
    bool is_framed_ = false;
    Lengths lengths_;
    Lengths left_;
};

} // namespace imprimatur::backend
