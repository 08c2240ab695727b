/// Bytes in memory as PoDoFo wants to read them, without a copy.
#pragma once

#include <string_view>

#include <podofo/podofo.h>

namespace imprimatur::pdf {

class Device : public PoDoFo::PdfInputDevice {
  public:
    explicit Device(std::string_view bytes) : bytes_(bytes) { SetSeekable(true); }

    void Close() override {}
    std::streamoff Tell() const override { return static_cast<std::streamoff>(at_); }
    int GetChar() const override;
    int Look() const override;
    void Seek(std::streamoff offset, std::ios_base::seekdir from) override;
    std::streamoff Read(char* buffer, std::streamsize length) override;
    bool Eof() const override { return ended_; }
    bool Bad() const override { return false; }
    void Clear(std::ios_base::iostate) const override { ended_ = false; }

  private:
    std::string_view bytes_;
    mutable std::size_t at_ = 0;
    mutable bool ended_ = false;
};

} // namespace imprimatur::pdf
