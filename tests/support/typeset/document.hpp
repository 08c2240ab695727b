/// A plain text file as the parts of an official document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace imprimatur::typeset {

/// The file begins with lines "name: value" (发文机关, 发文字号, 标题, 主送, 署名, 日期, 抄送,
/// 印发; all may be left out), then an empty line, then one paragraph a line. Without such lines it
/// is body only.
struct Document {
    std::string masthead; ///< 发文机关标志, red
    std::string number;   ///< 发文字号
    std::string title;
    std::string addressee; ///< 主送机关
    std::vector<std::string> paragraphs;
    std::string signature; ///< 发文机关署名
    std::string date;      ///< 成文日期
    std::string copy_to;   ///< 抄送机关
    std::string printed;   ///< 印发机关 and 印发日期, parted by "|"
};

Document document_of(std::string_view text);

} // namespace imprimatur::typeset
