#include "tests/support/look/look.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

#include <unistd.h>

namespace imprimatur::look {

namespace {

constexpr double mm_per_point = 25.4 / 72;

struct CloseProcess {
    void operator()(FILE* file) const { pclose(file); }
};

} // namespace

std::optional<Area> Picture::ink(Area const& area, int darker_than) const {
    double const scale = dpi / 25.4;
    auto pixel = [&](double mm, int most) {
        return std::clamp(static_cast<int>(mm * scale), 0, most - 1);
    };
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int y = pixel(area.y, height); y <= pixel(area.bottom(), height); ++y) {
        for (int x = pixel(area.x, width); x <= pixel(area.right(), width); ++x) {
            if (grey.at(static_cast<std::size_t>(y) * width + x) < darker_than) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = std::max(bottom, y);
            }
        }
    }
    if (right < 0) {
        return std::nullopt;
    }
    return Area{left / scale, top / scale, (right + 1 - left) / scale, (bottom + 1 - top) / scale};
}

int Picture::grey_at(double x, double y) const {
    auto column = static_cast<std::size_t>(x * dpi / 25.4);
    auto row = static_cast<std::size_t>(y * dpi / 25.4);
    return grey.at(row * width + column);
}

Paper::Paper(std::string const& pdf) : path_("/tmp/look-XXXXXX") {
    int file = ::mkstemp(path_.data());
    if (file < 0 || ::write(file, pdf.data(), pdf.size()) != static_cast<ssize_t>(pdf.size())) {
        throw std::runtime_error("cannot write " + path_);
    }
    ::close(file);
}

Paper::~Paper() {
    ::unlink(path_.c_str());
}

std::string Paper::run(std::string const& command) const {
    std::unique_ptr<FILE, CloseProcess> pipe(::popen(command.c_str(), "r"));
    std::string out;
    std::array<char, 65536> part{};
    while (auto count = pipe ? std::fread(part.data(), 1, part.size(), pipe.get()) : 0) {
        out.append(part.data(), count);
    }
    return out;
}

std::string Paper::text() const {
    return run("pdftotext -layout " + path_ + " -");
}

std::vector<Word> Paper::words(int page) const {
    auto number = std::to_string(page);
    auto xml = run("pdftotext -bbox -f " + number + " -l " + number + " " + path_ + " -");
    std::vector<Word> out;
    for (auto at = xml.find("<word "); at != xml.npos; at = xml.find("<word ", at + 1)) {
        auto mm = [&](char const* name) {
            auto value = xml.find(name, at) + std::string_view(name).size() + 2;
            return std::atof(xml.c_str() + value) * mm_per_point;
        };
        auto text = xml.find('>', at) + 1;
        Area const area{mm("xMin"), mm("yMin"), mm("xMax") - mm("xMin"), mm("yMax") - mm("yMin")};
        out.push_back({xml.substr(text, xml.find("</word>", text) - text), area});
    }
    return out;
}

Picture Paper::picture(int page, int dpi) const {
    auto number = std::to_string(page);
    std::istringstream file(run("pdftoppm -gray -r " + std::to_string(dpi) + " -f " + number +
                                " -l " + number + " " + path_));
    Picture out;
    std::string kind;
    int most = 0;
    file >> kind >> out.width >> out.height >> most;
    file.get();
    out.dpi = dpi;
    out.grey.resize(static_cast<std::size_t>(out.width) * out.height);
    file.read(reinterpret_cast<char*>(out.grey.data()),
              static_cast<std::streamsize>(out.grey.size()));
    return out;
}

int Paper::pages() const {
    auto facts = run("pdfinfo " + path_);
    auto at = facts.find("Pages:");
    return at == facts.npos ? 0 : std::atoi(facts.c_str() + at + 6);
}

std::string Paper::complaints() const {
    return run("qpdf --check " + path_ + " 2>&1 | grep -E '^(WARNING|ERROR)'");
}

} // namespace imprimatur::look
