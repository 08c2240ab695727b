#include "tests/support/typeset/document.hpp"

#include <array>
#include <optional>
#include <utility>

namespace imprimatur::typeset {

namespace {

constexpr std::array<std::pair<std::string_view, std::string Document::*>, 8> fields{{
    {"发文机关", &Document::masthead},
    {"发文字号", &Document::number},
    {"标题", &Document::title},
    {"主送", &Document::addressee},
    {"署名", &Document::signature},
    {"日期", &Document::date},
    {"抄送", &Document::copy_to},
    {"印发", &Document::printed},
}};

std::string_view next_line(std::string_view& text) {
    auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

bool read_field(std::string_view line, Document& document) {
    for (auto const& [name, member] : fields) {
        if (line.starts_with(name) && line.substr(name.size()).starts_with(": ")) {
            document.*member = line.substr(name.size() + 2);
            return true;
        }
    }
    return false;
}

} // namespace

Document document_of(std::string_view text) {
    Document document;
    bool in_head = true;
    while (!text.empty()) {
        auto line = next_line(text);
        in_head = in_head && read_field(line, document);
        if (!in_head && !line.empty()) {
            document.paragraphs.emplace_back(line);
        }
    }
    return document;
}

} // namespace imprimatur::typeset
