/// A file: its objects by reference, and what an update has to continue.
#pragma once

#include <memory>
#include <unordered_map>

#include "marking/pdf/decline.hpp"
#include "marking/pdf/unpack.hpp"
#include "marking/pdf/value.hpp"
#include "marking/pdf/xref.hpp"

namespace imprimatur::pdf {

/// A stream object: its dictionary, and its bytes as they stand in the file.
struct Stream {
    Value dictionary;
    std::string_view bytes;
};

/// Reads an object when it is asked for; object streams are unpacked once. Not thread-safe.
class Source {
  public:
    /// @throws Decline. The bytes must live as long as this.
    explicit Source(std::string_view bytes);

    bool is_encrypted() const { return !is_absent(trailer_entry("Encrypt")); }
    /// An entry of the newest trailer that has it.
    Value trailer_entry(std::string_view key) const;
    Value catalog() const { return catalog_; }

    /// The value itself, or what it refers to; none when there is no such object.
    /// @throws Decline when the cross-reference leads to something else.
    Value resolve(Value const& value) const;
    /// Nothing, null, or a reference to either: one rule for all keys of all dictionaries.
    /// @source ISO 32000-1, 7.3.7 and 7.3.10. @throws Decline as resolve()
    bool is_absent(Value const& value) const;
    /// The entry as it stands, perhaps a reference; none where it is absent.
    Value entry(Value const& dictionary, std::string_view key) const;
    /// The same, resolved.
    Value find(Value const& dictionary, std::string_view key) const;
    /// A number or a reference to one.
    std::optional<double> number(Value const& value) const;
    /// The same as a whole number; none when it is not from least to most.
    std::optional<long> whole(Value const& value, long least, long most) const;
    /// Empty when the value does not refer to a stream. @throws Decline when its length is wrong.
    std::optional<Stream> stream(Value const& reference) const;
    Packed packed(Stream const& stream) const;

    unsigned next_number() const { return next_number_; }
    std::size_t last_xref() const { return xref_.last; }
    /// Of PDF 1.5 or later, as its header or its catalog says.
    bool may_have_bundles() const;

  private:
    /// The objects in one object stream.
    struct Bundle {
        std::string text;
        std::unordered_map<unsigned, std::size_t> offsets; ///< by object number
    };

    Value object(Reference const& reference) const;
    Value plain_object(Reference const& reference, std::size_t offset, std::size_t* end) const;
    Value packed_object(Reference const& reference, unsigned bundle) const;
    Bundle const& bundle(unsigned number) const;
    Stream stream_after(Value const& dictionary, std::size_t offset) const;
    XrefStream xref_stream(std::size_t offset) const;

    std::string_view bytes_;
    Xref xref_;
    Value catalog_;
    unsigned next_number_ = 1;
    mutable std::unordered_map<unsigned, std::unique_ptr<Bundle>> bundles_;
};

} // namespace imprimatur::pdf
