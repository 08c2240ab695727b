// Documents to be recognised, from seeds: recognise_make KIND FIRST-SEED COUNT FOLDER [set]
// KIND is text, dense, table, form, slide, picture, letter (one letterhead) or filled (one form).
// `set` 2 sets the words of text and dense in another font and size.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iconv.h>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/support/paper/paper.hpp"

namespace {

using imprimatur::paper::cloud;
using imprimatur::paper::Paper;
using imprimatur::paper::write_file;

constexpr int pages = 3;

class Words {
  public:
    explicit Words(std::uint32_t seed) : dice_(seed) {}
    ~Words() { iconv_close(converter_); }
    Words(Words const&) = delete;
    Words& operator=(Words const&) = delete;
    std::uint32_t number(std::uint32_t below) {
        return static_cast<std::uint32_t>(dice_() % below);
    }
    /// So many Chinese characters of those in common use: level 1 of GB/T 2312-1980.
    std::string chinese(int count) {
        std::string coded;
        for (int i = 0; i < count; ++i) {
            coded += static_cast<char>(0xb0U + number(0xd7U - 0xb0U));
            coded += static_cast<char>(0xa1U + number(94));
        }
        std::string out(static_cast<std::size_t>(count) * 3, '\0');
        auto* from = coded.data();
        auto* to = out.data();
        auto left = coded.size();
        auto room = out.size();
        iconv(converter_, &from, &left, &to, &room);
        return out;
    }
    std::string latin() {
        std::string out;
        for (auto i = 2 + number(8); i > 0; --i) {
            out += static_cast<char>('a' + number(26));
        }
        return out;
    }

  private:
    std::mt19937 dice_;
    iconv_t converter_ = iconv_open("UTF-8", "GB2312");
};

struct Type {
    double size;
    char const* font;
    int characters; ///< Chinese, a line
    double pitch;   ///< mm from line to line
};

constexpr Type kai{16, "AR PL UMing CN", 28, 10};
constexpr Type hei{12, "WenQuanYi Zen Hei", 37, 7};
constexpr Type small{10, "AR PL UMing CN", 45, 5.2};
constexpr Type small_hei{11.5, "WenQuanYi Zen Hei", 39, 6};

/// Running text of so many characters, Chinese with some English, on as many pages as it takes.
std::string prose(std::uint32_t seed, int characters, Type const& type) {
    Words words(seed);
    std::vector<std::string> units; // what stands together on a line
    for (int i = 0; i < characters;) {
        if (words.number(20) == 0) {
            units.push_back(" " + words.latin() + " ");
            i += 3;
        } else {
            units.push_back(words.chinese(1));
            ++i;
        }
    }
    Paper paper;
    double y = 37;
    double used = 0;
    std::string line;
    auto end_line = [&] {
        if (y > 260) {
            paper.next_page();
            y = 37;
        }
        paper.text(28, y, line, type.size, type.font);
        y += type.pitch;
        line.clear();
        used = 0;
    };
    for (auto const& unit : units) {
        double const width = unit.front() == ' ' ? 0.5 * static_cast<double>(unit.size()) : 1;
        if (used + width > type.characters) {
            end_line();
        }
        line += unit;
        used += width;
    }
    end_line();
    return paper.pdf();
}

std::string table(std::uint32_t seed) {
    Words words(seed);
    Paper paper;
    for (int page = 0; page < pages; ++page) {
        if (page > 0) {
            paper.next_page();
        }
        paper.text(60, 25, words.chinese(12), 16);
        for (int row = 0; row <= 24; ++row) {
            paper.box(20, 40 + row * 9, 170, 0.2);
            if (row == 24) {
                break;
            }
            paper.text(22, 42 + row * 9, words.chinese(6), 11);
            for (int column = 1; column < 6; ++column) {
                paper.text(22 + column * 28, 42 + row * 9, std::to_string(words.number(1000000)),
                           11);
            }
        }
        for (int column = 0; column <= 6; ++column) {
            paper.box(20 + column * 28.3, 40, 0.2, 216);
        }
    }
    return paper.pdf();
}

/// @param labels seed of what is printed on the form
std::string form(std::uint32_t labels, std::uint32_t entries) {
    Words label(labels);
    Words entry(entries);
    Paper paper;
    for (int page = 0; page < pages; ++page) {
        if (page > 0) {
            paper.next_page();
        }
        paper.text(70, 22, label.chinese(9), 18);
        for (int row = 0; row < 16; ++row) {
            double const y = 40 + row * 14;
            paper.box(20, y, 170, 0.2);
            paper.text(22, y + 4, label.chinese(4), 12);
            paper.text(60, y + 4, entry.chinese(static_cast<int>(4 + entry.number(5))), 12);
            paper.text(110, y + 4, label.chinese(4), 12);
            paper.text(145, y + 4, std::to_string(entry.number(100000000)), 12);
        }
        paper.box(20, 40, 0.2, 224).box(55, 40, 0.2, 224).box(105, 40, 0.2, 224);
        paper.box(140, 40, 0.2, 224).box(190, 40, 0.2, 224).box(20, 264, 170, 0.2);
        paper.text(22, 268, label.chinese(24), 10);
    }
    return paper.pdf();
}

std::string letter(std::uint32_t seed) {
    Words head(5'000'007); // of no other document's
    Words words(seed);
    Paper paper;
    for (int page = 0; page < pages; ++page) {
        if (page > 0) {
            paper.next_page();
        }
        paper.text(40, 20, head.chinese(14), 22).box(28, 32, 156, 0.6);
        paper.text(28, 35, head.chinese(20), 10);
        for (int line = 0; line < 18; ++line) {
            paper.text(28, 50 + line * 10, words.chinese(28), 16);
        }
        paper.text(28, 240, head.chinese(26), 16).text(120, 255, head.chinese(8), 16);
    }
    return paper.pdf();
}

std::string slide(std::uint32_t seed) {
    Words words(seed);
    Paper paper(254, 190.5);
    for (int page = 0; page < pages; ++page) {
        if (page > 0) {
            paper.next_page(254, 190.5);
        }
        paper.box(0, 0, 254, 28, 0.75).text(15, 8, words.chinese(10), 28);
        for (int bullet = 0; bullet < 4; ++bullet) {
            paper.box(18, 52 + bullet * 22, 3, 3, 0.2);
            paper.text(26, 48 + bullet * 22, words.chinese(7), 20);
        }
        paper.picture(cloud(400, 400, seed * 10 + static_cast<std::uint32_t>(page)), 150, 45, 85,
                      85);
        paper.box(150, 140, 20 + words.number(60), 10, 0.4)
            .box(150, 155, 20 + words.number(60), 10, 0.6);
    }
    return paper.pdf();
}

std::string picture(std::uint32_t seed) {
    Words words(seed);
    Paper paper;
    for (int page = 0; page < pages; ++page) {
        if (page > 0) {
            paper.next_page();
        }
        paper.picture(cloud(900, 1200, seed * 10 + static_cast<std::uint32_t>(page)), 20, 25, 170,
                      227);
        paper.text(80, 260, words.chinese(5), 12);
    }
    return paper.pdf();
}

std::string made(std::string const& kind, std::uint32_t seed, bool set_anew) {
    if (kind == "text") {
        return prose(seed, 1300, set_anew ? hei : kai);
    }
    if (kind == "dense") {
        // Else a dense document would hold the whole of the text with the same seed.
        constexpr std::uint32_t apart = 1'000'000;
        return prose(seed + apart, 4500, set_anew ? small_hei : small);
    }
    if (kind == "table") {
        return table(seed);
    }
    if (kind == "form") {
        return form(seed, seed + 1);
    }
    if (kind == "filled") {
        return form(5, seed);
    }
    if (kind == "letter") {
        return letter(seed);
    }
    return kind == "slide" ? slide(seed) : picture(seed);
}

} // namespace

int main(int count, char** words) {
    if (count < 5) {
        std::cerr << "usage: recognise_make KIND FIRST-SEED COUNT FOLDER [set]\n";
        return 2;
    }
    std::string const kind = words[1];
    auto const first = static_cast<std::uint32_t>(std::atoi(words[2]));
    auto const many = static_cast<std::uint32_t>(std::atoi(words[3]));
    bool const set_anew = count > 5;
    for (std::uint32_t seed = first; seed < first + many; ++seed) {
        write_file(std::string(words[4]) + "/" + kind + "-" + std::to_string(seed) + ".pdf",
                   made(kind, seed, set_anew));
    }
    return 0;
}
