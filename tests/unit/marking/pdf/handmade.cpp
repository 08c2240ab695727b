#include "tests/unit/marking/pdf/handmade.hpp"

#include <cstdio>

namespace imprimatur::pdf {

Handmade::Handmade() : objects_(2) {
    object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"); // 3
}

int Handmade::object(std::string const& text) {
    objects_.push_back(text);
    return static_cast<int>(objects_.size());
}

int Handmade::stream(std::string const& content, std::string const& entries) {
    return object("<<" + entries + "/Length " + std::to_string(content.size()) + ">>\nstream\n" +
                  content + "\nendstream");
}

int Handmade::page(std::string const& content, std::string const& entries) {
    auto const place = stream(content);
    auto text = "<</Type/Page/Parent 2 0 R/Contents " + std::to_string(place) + " 0 R" + entries;
    if (entries.find("/MediaBox") == std::string::npos) {
        text += "/MediaBox[0 0 595 842]";
    }
    if (entries.find("/Resources") == std::string::npos) {
        text += "/Resources<</Font<</F 3 0 R>>>>";
    }
    pages_.push_back(object(text + ">>"));
    return pages_.back();
}

std::string Handmade::pdf(std::string const& catalog, std::string const& tree) const {
    auto objects = objects_;
    objects[0] = "<</Type/Catalog/Pages 2 0 R" + catalog + ">>";
    objects[1] = "<</Type/Pages/Count " + std::to_string(pages_.size()) + "/Kids[";
    for (int page : pages_) {
        objects[1] += std::to_string(page) + " 0 R ";
    }
    objects[1] += "]" + tree + ">>";
    std::string out = "%PDF-1.5\n";
    std::string xref = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        char entry[32];
        std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", out.size());
        xref += entry;
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    auto const place = out.size();
    auto const size = std::to_string(objects.size() + 1);
    return out + "xref\n0 " + size + "\n" + xref + "trailer\n<</Root 1 0 R/Size " + size +
           ">>\nstartxref\n" + std::to_string(place) + "\n%%EOF\n";
}

std::string words(double x, double y, std::string const& text, double size) {
    return "BT /F " + std::to_string(size) + " Tf " + std::to_string(x) + " " + std::to_string(y) +
           " Td (" + text + ") Tj ET\n";
}

} // namespace imprimatur::pdf
