#include "marking/repair/repair.hpp"

#include <exception>
#include <optional>
#include <stdexcept>

// What the library asks its users to choose: std::shared_ptr only.
#define POINTERHOLDER_TRANSITION 4
// Its JSON.hh, which we do not use, is no C++20 to clang: a vector of a class not yet complete.
#define JSON_HH
class JSON;
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFLogger.hh>
#include <qpdf/QPDFWriter.hh>

namespace imprimatur::repair {

namespace {

/// Where the library writes to: a memory file, a block at a time.
class Sink : public Pipeline {
  public:
    explicit Sink(Descriptor const& file) : Pipeline("memory file", nullptr), file_(file) {}

    void write(unsigned char const* data, std::size_t length) override {
        block_.append(reinterpret_cast<char const*>(data), length);
        if (block_.size() >= block_size) {
            flush();
        }
    }
    void finish() override { flush(); }
    /// Why writing failed, if it did.
    std::optional<Error> const& error() const { return error_; }

  private:
    static constexpr std::size_t block_size = 1U << 20U;

    void flush() {
        if (auto written = write_all(file_, block_); !written) {
            error_ = written.error();
            throw std::runtime_error("the memory file is full");
        }
        block_.clear();
    }

    Descriptor const& file_;
    std::string block_;
    std::optional<Error> error_;
};

Result<void> check_permission(QPDF& pdf) {
    if (pdf.isEncrypted() && !pdf.ownerPasswordMatched() && !pdf.allowPrintLowRes()) {
        return fail(Fault::Denied, {"repair.printing-forbidden", {}});
    }
    return {};
}

void write(QPDF& pdf, Sink& sink) {
    QPDFWriter writer(pdf);
    writer.setOutputPipeline(&sink);
    writer.setPreserveEncryption(false);
    writer.setObjectStreamMode(qpdf_o_preserve);
    writer.setSuppressOriginalObjectIDs(true);
    writer.write();
}

tl::unexpected<Error> failure(std::exception const& error) {
    auto const* known = dynamic_cast<QPDFExc const*>(&error);
    if (known != nullptr && known->getErrorCode() == qpdf_e_password) {
        return fail(Fault::Unsupported, {"repair.locked", {}});
    }
    return fail(Fault::BadInput, {"repair.broken", {}}, error.what());
}

} // namespace

Result<Rewritten> rewrite(Descriptor const& file) {
    auto mapping = Mapping::of(file);
    auto out = memory_file("repaired");
    if (!mapping) {
        return pass_on(mapping);
    }
    if (!out) {
        return pass_on(out);
    }
    bool was_damaged = false;
    Sink sink(*out);
    try {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("input", mapping->bytes().data(), mapping->bytes().size());
        if (auto allowed = check_permission(pdf); !allowed) {
            return pass_on(allowed);
        }
        // Looking at all pages makes each an object of its own.
        if (pdf.getAllPages().empty()) {
            return fail(Fault::BadInput, {"repair.no-pages", {}});
        }
        write(pdf, sink);
        was_damaged = pdf.anyWarnings();
    } catch (std::exception const& error) {
        return sink.error() ? tl::unexpected<Error>(*sink.error()) : failure(error);
    }
    return Rewritten{std::move(*out), was_damaged};
}

} // namespace imprimatur::repair
