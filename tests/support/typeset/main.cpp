/// typeset TEXTFILE OUT.pdf: documents to print in tests and in the demo.
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/support/typeset/press.hpp"

int main(int count, char** arguments) {
    if (count != 3) {
        std::cerr << "usage: typeset TEXTFILE OUT.pdf\n";
        return 2;
    }
    std::ifstream in(arguments[1], std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in || text.empty()) {
        std::cerr << "typeset: cannot read " << arguments[1] << "\n";
        return 1;
    }
    auto pdf = imprimatur::typeset::press(imprimatur::typeset::document_of(text));
    if (!pdf) {
        std::cerr << "typeset: " << pdf.error().sentence.id << ": " << pdf.error().cause << "\n";
        return 1;
    }
    std::ofstream out(arguments[2], std::ios::binary);
    out << *pdf << std::flush;
    if (!out) {
        std::cerr << "typeset: cannot write " << arguments[2] << "\n";
        return 1;
    }
    return 0;
}
