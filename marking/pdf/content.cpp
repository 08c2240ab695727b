#include "marking/pdf/content.hpp"

#include <algorithm>

#include "marking/pdf/letters.hpp"

namespace imprimatur::pdf {

namespace {

/// True when what follows EI looks like content again, not like more picture.
bool looks_like_content(std::string_view rest) {
    for (char letter : rest.substr(0, 12)) {
        auto const value = static_cast<unsigned char>(letter);
        if (value > 126 || (value < 32 && class_of(letter) != Class::White) || value == 0) {
            return false;
        }
    }
    return true;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    ContentEffect read() {
        while (at_ < text_.size()) {
            char const letter = text_[at_];
            if (class_of(letter) == Class::White) {
                ++at_;
            } else if (class_of(letter) == Class::Delimiter) {
                delimiter(letter);
            } else {
                word();
            }
        }
        effect_.is_unfinished = effect_.is_unfinished || nesting_ > 0;
        return std::move(effect_);
    }

  private:
    void delimiter(char letter) {
        ++at_;
        switch (letter) {
        case '(':
            string();
            break;
        case '<':
            if (next_is('<')) {
                ++nesting_;
            } else {
                skip_to('>');
            }
            break;
        case '>':
            close(next_is('>'));
            break;
        case '[':
            ++nesting_;
            break;
        case ']':
            close(true);
            break;
        case '/':
            regulars();
            break;
        case '%':
            comment();
            break;
        default:
            break;
        }
    }

    bool next_is(char letter) {
        if (at_ < text_.size() && text_[at_] == letter) {
            ++at_;
            return true;
        }
        return false;
    }

    void close(bool counts) {
        if (counts && nesting_ > 0) {
            --nesting_;
        }
    }

    void string() {
        std::size_t depth = 1;
        while (at_ < text_.size()) {
            char const letter = text_[at_++];
            if (letter == '\\') {
                ++at_;
            } else if (letter == '(') {
                ++depth;
            } else if (letter == ')' && --depth == 0) {
                return;
            }
        }
        effect_.is_unfinished = true;
    }

    void skip_to(char end) {
        auto const found = text_.find(end, at_);
        effect_.is_unfinished = effect_.is_unfinished || found == std::string_view::npos;
        at_ = found == std::string_view::npos ? text_.size() : found + 1;
    }

    void comment() {
        while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') {
            ++at_;
        }
    }

    std::string_view regulars() {
        auto const start = at_;
        while (at_ < text_.size() && class_of(text_[at_]) == Class::Regular) {
            ++at_;
        }
        return text_.substr(start, at_ - start);
    }

    void word() {
        auto const start = at_;
        auto const name = regulars();
        char const first = name.front();
        if (nesting_ > 0) { // an array left open swallows operators
            return;
        }
        if (first < 'A') { // a number, or one of two that show text and change nothing of ours
            bool const shows_text = name == "'" || name == "\"";
            effect_.complete = shows_text ? at_ : effect_.complete;
            return;
        }
        if (name.size() == 1) {
            letter_operator(first, start);
        } else {
            long_operator(name);
        }
        effect_.complete = at_;
    }

    void letter_operator(char name, std::size_t start) {
        switch (name) {
        case 'q':
            ++effect_.open_saves;
            break;
        case 'Q':
            restore(start);
            break;
        case 'm':
        case 'l':
        case 'c':
        case 'v':
        case 'y':
        case 'h':
        case 'W':
            effect_.has_path = true;
            break;
        case 'S':
        case 's':
        case 'f':
        case 'F':
        case 'B':
        case 'b':
        case 'n':
            effect_.has_path = false;
            break;
        default:
            break;
        }
    }

    void restore(std::size_t start) {
        if (effect_.open_saves == 0) {
            effect_.stray_restores.push_back(start);
        } else {
            --effect_.open_saves;
        }
    }

    void long_operator(std::string_view name) {
        if (name == "re" || name == "W*") {
            effect_.has_path = true;
        } else if (name == "f*" || name == "B*" || name == "b*") {
            effect_.has_path = false;
        } else if (name == "BT") {
            effect_.in_text = true;
        } else if (name == "ET") {
            effect_.in_text = false;
        } else if (name == "BMC" || name == "BDC") {
            ++effect_.open_sequences;
        } else if (name == "EMC") {
            effect_.open_sequences -= effect_.open_sequences > 0 ? 1 : 0;
        } else if (name == "ID") {
            picture();
        }
    }

    void picture() {
        auto const end = end_of_picture(text_, at_);
        effect_.is_unfinished = effect_.is_unfinished || end == std::string_view::npos;
        at_ = std::min(end, text_.size());
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t nesting_ = 0;
    ContentEffect effect_;
};

} // namespace

std::string ContentEffect::closing() const {
    std::string out;
    if (has_path) {
        out += "n\n";
    }
    if (in_text) {
        out += "ET\n";
    }
    for (std::size_t i = 0; i < open_saves; ++i) {
        out += "Q ";
    }
    for (std::size_t i = 0; i < open_sequences; ++i) {
        out += "EMC ";
    }
    return out;
}

/// Up to an EI between white space with content behind it.
std::size_t end_of_picture(std::string_view content, std::size_t at) {
    for (auto found = content.find("EI", at); found != std::string_view::npos;
         found = content.find("EI", found + 1)) {
        auto const after = found + 2;
        bool const stands_alone =
            found > 0 && class_of(content[found - 1]) == Class::White &&
            (after == content.size() || class_of(content[after]) == Class::White);
        if (stands_alone && looks_like_content(content.substr(after))) {
            return after;
        }
    }
    return std::string_view::npos;
}

ContentEffect effect_of(std::string_view content) {
    return Reader(content).read();
}

} // namespace imprimatur::pdf
