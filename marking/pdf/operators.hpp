/// The operators of a content, one after another, with what stands before them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace imprimatur::pdf {

struct Operand {
    enum class Kind { Number, Name, String };
    Kind kind;
    double number;         ///< 0 when it is none
    std::string_view text; ///< as written, with its slash or brackets
};

/// Arrays are taken apart: what stands in them is operands like others. Dictionaries are passed
/// over. @source ISO 32000-1, 7.8.2
class Operators {
  public:
    explicit Operators(std::string_view content) : content_(content) {}

    /// False at the end.
    bool next();
    std::string_view name() const { return name_; }
    std::vector<Operand> const& operands() const { return operands_; }
    /// The number so many places before the operator, from 0; 0 when there is none.
    double number(std::size_t from_last) const;

  private:
    void delimiter();
    void take_name();
    void take_string();
    void take_hexadecimal();
    bool take_word();
    std::string_view regulars();
    void add(Operand::Kind kind, std::size_t start);

    std::string_view content_;
    std::size_t at_ = 0;
    std::size_t dictionaries_ = 0;
    std::string_view name_;
    std::vector<Operand> operands_;
};

/// The bytes of a string as written.
void append_bytes_of(std::string& out, std::string_view written);

} // namespace imprimatur::pdf
