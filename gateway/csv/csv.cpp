#include "gateway/csv/csv.hpp"

#include <algorithm>

#include "marking/mark/typed.hpp"

namespace imprimatur::csv {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// Length of the UTF-8 character that `text` begins with; 0: none.
std::size_t length_of(std::string_view text) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t length = byte(0) < 0x80                      ? 1
                         : byte(0) >= 0xc2 && byte(0) < 0xe0 ? 2
                         : byte(0) >= 0xe0 && byte(0) < 0xf0 ? 3
                         : byte(0) >= 0xf0 && byte(0) < 0xf5 ? 4
                                                             : 0;
    if (length == 0 || length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0U) != 0x80U) {
            return 0;
        }
    }
    return length;
}

class Reading {
  public:
    explicit Reading(std::string_view text) : text_(text) {}

    Result<std::vector<Row>> read() {
        while (place_ < text_.size()) {
            auto taken = take_row();
            if (!taken) {
                return pass_on(taken);
            }
        }
        return std::move(rows_);
    }

  private:
    tl::unexpected<Error> wrong(char const* id, std::size_t line) const {
        return fail(Fault::BadInput, {id, {{"line", std::to_string(line)}}});
    }
    bool is_at(char c) const { return place_ < text_.size() && text_[place_] == c; }
    bool is_at_line_end() const {
        return is_at('\n') || (is_at('\r') && text_.substr(place_, 2) == "\r\n");
    }

    Result<void> take_row() {
        Row row{line_, {}};
        for (bool is_more = true; is_more;) {
            auto cell = take_cell();
            if (!cell) {
                return pass_on(cell);
            }
            row.cells.push_back(std::move(*cell));
            is_more = is_at(',');
            place_ += is_more ? 1 : 0;
        }
        end_line();
        bool const is_empty = std::all_of(row.cells.begin(), row.cells.end(), [](auto const& cell) {
            return without_blanks(cell).empty();
        });
        if (!is_empty) {
            rows_.push_back(std::move(row));
        }
        return {};
    }

    void end_line() {
        place_ += is_at('\r') ? 2 : 1;
        ++line_;
    }

    Result<std::string> take_cell() {
        while (is_at(' ') || is_at('\t')) {
            ++place_;
        }
        return is_at('"') ? take_quoted() : take_bare();
    }

    Result<std::string> take_bare() {
        std::string cell;
        while (place_ < text_.size() && !is_at(',') && !is_at_line_end()) {
            if (is_at('"')) {
                return wrong("csv.stray-quote", line_);
            }
            auto taken = take_character(cell);
            if (!taken) {
                return pass_on(taken);
            }
        }
        while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t')) {
            cell.pop_back();
        }
        return cell;
    }

    Result<std::string> take_quoted() {
        auto begun = line_;
        std::string cell;
        for (++place_;;) {
            if (place_ >= text_.size()) {
                return wrong("csv.open-quote", begun);
            }
            if (is_at('"')) {
                ++place_;
                if (!is_at('"')) {
                    break;
                }
            }
            if (is_at('\r') && is_at_line_end()) {
                ++place_; // a line end in a cell is one, whatever the system
            }
            auto taken = take_character(cell);
            if (!taken) {
                return pass_on(taken);
            }
        }
        while (is_at(' ') || is_at('\t')) {
            ++place_;
        }
        if (place_ < text_.size() && !is_at(',') && !is_at_line_end()) {
            return wrong("csv.stray-quote", line_);
        }
        return cell;
    }

    Result<void> take_character(std::string& cell) {
        auto length = length_of(text_.substr(place_));
        if (length == 0) {
            return wrong("csv.not-utf8", line_);
        }
        auto byte = static_cast<unsigned char>(text_[place_]);
        if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7f) {
            return wrong("csv.control-character", line_);
        }
        line_ += byte == '\n' ? 1 : 0;
        cell += text_.substr(place_, length);
        place_ += length;
        return {};
    }

    std::string_view text_;
    std::size_t place_ = 0;
    std::size_t line_ = 1;
    std::vector<Row> rows_;
};

} // namespace

Result<std::vector<Row>> read(std::string_view text) {
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    return Reading(text).read();
}

} // namespace imprimatur::csv
