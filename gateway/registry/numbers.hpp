/// The one form of a document number by which it is found, however its brackets, digits and dashes
/// are typed. What a person wrote stays on record and is what is shown.
#pragma once

#include <string>
#include <string_view>

namespace imprimatur::registry {

/// Half-width letters and digits, one kind of bracket round the year, one dash, no blanks:
/// "测试办 [２０２６] １３号" gives "测试办〔2026〕13号". Letters keep their case. Of a text that
/// is blanks alone: itself. @source GB/T 9704-2012, 7.2.5: the year stands in 〔 〕
std::string normal_number(std::string_view text);

bool is_same_number(std::string_view a, std::string_view b);

} // namespace imprimatur::registry
