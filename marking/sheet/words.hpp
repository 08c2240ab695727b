/// What a sheet says of itself on every page, in the language of its title.
#pragma once

#include <string>
#include <utility>

namespace imprimatur::sheet {

enum class Tongue { Chinese, English, Both };

/// Both: "复制记录 / Copy record".
Tongue tongue_of(std::string const& title);

std::string page_of(int page, int total, Tongue tongue);   ///< "第 1 页　共 2 页"
std::string continued(std::string const& title);           ///< "复制记录（续）"
std::string nothing(Tongue tongue);                        ///< where a table has no rows
std::string signer(std::string const& who, Tongue tongue); ///< before the line to sign on

/// The part of a bilingual text before " / ", and the part behind it.
std::pair<std::string, std::string> two_languages(std::string const& text);

/// Where the English part begins in "登记人 Registry officer"; npos: there is none.
std::size_t start_of_english(std::string const& text);

} // namespace imprimatur::sheet
