#include <qrencode.h>

#include "foundation/owned/owned.hpp"
#include "marking/overlay/overlay.hpp"

namespace imprimatur::overlay {

Result<QrMatrix> qr_of(std::string const& text) {
    // Version 0: the smallest that holds the text; capital letters and digits go in alphanumeric
    // mode.
    Owned<QRcode, QRcode_free> code(
        QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_Q, QR_MODE_8, 1));
    if (!code) {
        return fail(Fault::BadInput,
                    {"overlay.qr-too-long", {{"count", std::to_string(text.size())}}},
                    "QRcode_encodeString");
    }
    QrMatrix out;
    out.width = static_cast<std::uint32_t>(code->width);
    out.dark.reserve(std::size_t{out.width} * out.width);
    for (std::size_t i = 0; i < std::size_t{out.width} * out.width; ++i) {
        out.dark.push_back((code->data[i] & 1U) != 0);
    }
    return out;
}

std::string seal_text(Mark const& mark, std::uint32_t page) {
    if (mark.seals.empty()) {
        return to_text(Seal{mark.serial, page, std::nullopt});
    }
    auto index = std::min<std::size_t>(page == 0 ? 0 : page - 1, mark.seals.size() - 1);
    return mark.seals[index];
}

} // namespace imprimatur::overlay
