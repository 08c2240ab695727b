/// Any bytes as a document: opened, prepared and written, or declined; and what was written opens
/// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/file/file.hpp"
#include "marking/pdf/pdf.hpp"

namespace {

using namespace imprimatur;

constexpr std::string_view drawing =
    "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    "2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n"
    "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>\nendobj\n"
    "4 0 obj\n<</Length 9>>\nstream\n0 0 9 9 re\nendstream\nendobj\n"
    "xref\n0 5\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    "0000000105 00000 n \n0000000182 00000 n \ntrailer\n<</Root 1 0 R/Size 5>>\n"
    "startxref\n238\n%%EOF\n";

Result<Descriptor> file_of(std::string_view bytes) {
    auto file = memory_file("fuzz");
    if (file) {
        if (auto written = write_all(*file, bytes); !written) {
            return pass_on(written);
        }
    }
    return file;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = file_of({reinterpret_cast<char const*>(data), size});
    auto document = input ? pdf::Document::open(*input, 50) : Result<pdf::Document>(pass_on(input));
    if (!document) {
        return 0;
    }
    auto const pages = document->page_count();
    constexpr std::uint32_t modules = 21;
    pdf::Kind const kind{document->size(1), {{10, 10, 30, 30}}, {}, {{12, 12, 10, 10}}};
    if (!document->prepare({kind}, std::vector<std::uint32_t>(pages), modules)) {
        return 0;
    }
    auto const code = pdf::pack(std::vector<bool>(modules * modules, true), modules);
    pdf::Marks const marks{{std::string(drawing)}, std::vector<std::string>(pages, code), {}};
    auto const target = memory_file("fuzz");
    if (!target || !document->write(marks, *target)) {
        return 0;
    }
    auto const again = pdf::Document::open(*target, 50);
    if (!again || again->page_count() != pages) {
        std::abort();
    }
    return 0;
}
