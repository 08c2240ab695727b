/// Values of a PDF as they stand in the file: pieces of its text, read only where they are looked
/// at.
///
/// A page of a large document is changed by copying nearly all of its text; building a tree of
/// objects for it would take most of the time that marking may take.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace imprimatur::pdf {

struct Reference {
    unsigned number = 0;
    unsigned generation = 0;
    auto operator<=>(Reference const&) const = default;
};

/// A piece of text that is one value; none where there is nothing. The file must outlive it.
class Value {
  public:
    Value() = default;
    explicit Value(std::string_view text) : text_(text) {}

    std::string_view text() const { return text_; }
    bool exists() const { return !text_.empty() && text_ != "null"; }
    /// Nothing comes any more in an array; null is an item like others.
    bool is_end() const { return text_.empty(); }
    bool is_dictionary() const { return text_.starts_with("<<"); }
    bool is_array() const { return text_.starts_with('['); }
    bool is_name(std::string_view name) const;
    bool is_true() const { return text_ == "true"; }
    std::optional<std::string> name() const; ///< unescaped, without the slash
    std::optional<double> number() const;
    std::optional<Reference> reference() const;

    /// The entry as it stands, perhaps a reference, null or one that leads nowhere
    /// (Source::entry() knows); the last where a key stands twice.
    Value entry(std::string_view key) const;

  private:
    std::string_view text_;
};

/// Walks over text value by value.
class Cursor {
  public:
    explicit Cursor(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}
    /// The items of an array.
    static Cursor inside(Value const& array);

    /// The next value, none at the end or at a closing bracket. Words as obj or stream are values
    /// too.
    Value next();
    std::size_t place(); ///< of what comes next, behind white space and comments
    std::size_t at() const { return at_; }

  private:
    void skip_space();
    void skip_string();
    void skip_nested();
    void skip_regular();
    void take_reference();
    std::size_t digits_at(std::size_t at) const;

    std::string_view text_;
    std::size_t at_;
};

/// Calls visit(key, value) for each entry; the key is the name as written, without its slash.
template <class Visit> void for_each_entry(Value const& dictionary, Visit visit) {
    if (!dictionary.is_dictionary()) {
        return;
    }
    Cursor cursor(dictionary.text(), 2);
    while (true) {
        auto const key = cursor.next().text();
        if (!key.starts_with('/')) {
            return;
        }
        auto const value = cursor.next();
        if (value.text().empty()) {
            return;
        }
        visit(key.substr(1), value);
    }
}

/// True when a key as written means this name.
bool is_key(std::string_view written, std::string_view name);

} // namespace imprimatur::pdf
