#include "gateway/cli/table.hpp"

#include <algorithm>

#include "gateway/cli/plain.hpp"

namespace imprimatur::cli {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t least_width = 8; ///< of a column that shrinks

std::string blanks(std::size_t count) {
    return std::string(count, ' ');
}

std::string filled(std::string const& text, std::size_t width, bool on_the_left) {
    auto const used = columns(text);
    auto const rest = used < width ? width - used : 0;
    return on_the_left ? blanks(rest) + text : text + blanks(rest);
}

std::string bold(std::string const& text, Style style) {
    return style.has_colour ? "\x1b[1m" + text + "\x1b[0m" : text;
}

void trim_end(std::string& line) {
    while (!line.empty() && line.back() == ' ') {
        line.pop_back();
    }
}

/// Takes the missing columns from those that may shrink, the widest first.
void shrink(std::vector<std::size_t>& widths, std::vector<Column> const& columns,
            std::size_t excess) {
    while (excess > 0) {
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (columns[i].may_shrink && widths[i] > least_width &&
                (widest == widths.size() || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        if (widest == widths.size()) {
            return; // nothing left to take; the terminal folds the line
        }
        --widths[widest];
        --excess;
    }
}

/// The end of the first piece of `text` that must stay on one line: a word with the blanks after
/// it, or one character beyond ASCII.
std::size_t end_of_piece(std::string const& text, std::size_t from) {
    auto is_ascii = [&](std::size_t i) { return static_cast<unsigned char>(text[i]) < 0x80; };
    auto end = from;
    if (!is_ascii(end)) {
        do {
            ++end;
        } while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U);
    } else {
        while (end < text.size() && text[end] != ' ' && is_ascii(end)) {
            ++end;
        }
    }
    while (end < text.size() && text[end] == ' ') {
        ++end;
    }
    return end;
}

/// Whether `piece` belongs to the end of `line`: after "李明" a ")" begins no line.
bool sticks_to(std::string const& line, std::string const& piece) {
    constexpr std::string_view closing = "),.;:!?";
    bool const is_closing = closing.find(piece.front()) != closing.npos && !piece.starts_with("..");
    return begins_no_line(piece) || (is_closing && !line.ends_with(' '));
}

} // namespace

void Table::add(std::vector<std::string> cells) {
    cells.resize(columns_.size());
    for (auto& cell : cells) {
        cell = cell.empty() ? "-" : plain(cell);
    }
    rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths(Style style) const {
    std::vector<std::size_t> widths;
    std::size_t whole = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        auto width = columns(columns_[i].heading);
        for (auto const& row : rows_) {
            width = std::max(width, columns(row[i]));
        }
        widths.push_back(width);
        whole += width + (i == 0 ? 0 : gap);
    }
    if (style.width > 0 && whole > style.width) {
        shrink(widths, columns_, whole - style.width);
    }
    return widths;
}

std::string Table::text(Style style) const {
    auto const width = widths(style);
    std::string out;
    auto put = [&](auto const& cell_of, bool is_heading) {
        std::string line;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            line += i == 0 ? "" : blanks(gap);
            line += filled(cut(cell_of(i), width[i]), width[i], columns_[i].is_number);
        }
        trim_end(line);
        out += (is_heading ? bold(line, style) : line) + "\n";
    };
    put([&](std::size_t i) { return columns_[i].heading; }, true);
    for (auto const& row : rows_) {
        put([&](std::size_t i) { return row[i]; }, false);
    }
    return out;
}

std::string hanging(std::string const& mark, std::string const& text, Style style) {
    auto const indent = columns(mark);
    if (style.width == 0 || columns(text) + indent <= style.width) {
        return mark + text + "\n";
    }
    return mark + wrapped(text, indent, style.width).substr(indent);
}

std::string facts(std::vector<std::pair<std::string, std::string>> const& pairs, Style style) {
    std::size_t width = 0;
    for (auto const& [label, value] : pairs) {
        width = value.empty() ? width : std::max(width, columns(label));
    }
    std::string out;
    for (auto const& [label, value] : pairs) {
        if (!value.empty()) {
            // What makes it bold takes no room in the terminal.
            auto const mark = filled(label, width, false);
            auto line = hanging(mark + blanks(gap), plain(value), style);
            out += bold(mark, style) + line.substr(mark.size());
        }
    }
    return out;
}

std::string wrapped(std::string const& text, std::size_t indent, std::size_t width) {
    auto const room = std::max<std::size_t>((width == 0 ? 100 : width), indent + 20) - indent;
    std::string out;
    std::string line;
    auto flush = [&] {
        trim_end(line);
        out += blanks(indent) + line + "\n";
        line.clear();
    };
    for (std::size_t i = 0; i < text.size();) {
        auto const end = end_of_piece(text, i);
        auto piece = text.substr(i, end - i);
        auto bare = piece;
        trim_end(bare);
        if (!line.empty() && columns(line) + columns(bare) > room && !sticks_to(line, piece)) {
            flush();
        }
        line += piece;
        i = end;
    }
    if (!line.empty()) {
        flush();
    }
    return out;
}

} // namespace imprimatur::cli
