// What a line says by itself, wherever it stands. Private to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "marking/mark/mark.hpp"

namespace imprimatur::level {

/// How plainly a line is a mark.
enum class Form {
    Dated,    ///< with its star or its period: 机密★10年
    Labelled, ///< 密级：机密
    Bare,     ///< 机密
    Loose,    ///< of another scale, or with other words: CONFIDENTIAL, 商业秘密, 机密文件
};

struct Saying {
    Level level;
    Form form;
    bool is_certain;
};

/// ASCII where it has a kin there, simplified characters for the traditional ones of marks, no
/// spaces but between Latin words.
std::string plain(std::string_view text);

/// @param line as plain() gives it @param is_read by OCR
std::optional<Saying> find_saying(std::string_view line, bool is_read);

/// Whether the letters of a mark stand somewhere in it. @param text as plain() gives it
bool names_a_level(std::string_view text);

} // namespace imprimatur::level
