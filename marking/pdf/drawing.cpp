#include "marking/pdf/drawing.hpp"

#include <charconv>
#include <cmath>
#include <functional>
#include <map>

#include <podofo/podofo.h>

#include "foundation/owned/owned.hpp"
#include "marking/pdf/decline.hpp"
#include "marking/pdf/device.hpp"
#include "marking/pdf/frame.hpp"

namespace imprimatur::pdf {

namespace {

using namespace PoDoFo; // NOLINT: the library's names, inside this file only

constexpr char const* hex_digits = "0123456789ABCDEF";

/// Objects of a drawing as text, with other numbers.
class Text {
  public:
    using Renumber = std::function<unsigned(PdfReference const&)>;

    Text(std::string& out, Renumber const& renumber) : out_(out), renumber_(renumber) {}

    void value(PdfObject const& object) {
        switch (object.GetDataType()) {
        case ePdfDataType_Bool:
            word(object.GetBool() ? "true" : "false");
            break;
        case ePdfDataType_Number:
            word(std::to_string(object.GetNumber()));
            break;
        case ePdfDataType_Real:
            real(object.GetReal());
            break;
        case ePdfDataType_String:
        case ePdfDataType_HexString:
            string(object.GetString());
            break;
        case ePdfDataType_Name:
            name(object.GetName().GetName());
            break;
        case ePdfDataType_Array:
            array(object.GetArray());
            break;
        case ePdfDataType_Dictionary:
            out_ += "<<";
            entries(object);
            out_ += ">>";
            break;
        case ePdfDataType_Reference:
            append_reference(out_, renumber_(object.GetReference()));
            break;
        default:
            word("null");
            break;
        }
    }

    /// All entries of a dictionary but those named.
    void entries(PdfObject const& dictionary, std::string_view without = {}) {
        for (auto const& [key, entry] : dictionary.GetDictionary().GetKeys()) {
            if (key.GetName() != without) {
                name(key.GetName());
                value(*entry);
            }
        }
    }

  private:
    void word(std::string const& text) { out_.append(" ").append(text); }

    /// Every digit that the value has: it may be a colour or a curve.
    void real(double number) {
        char digits[400];
        auto const end =
            std::to_chars(digits, digits + sizeof digits, std::isfinite(number) ? number : 0.0,
                          std::chars_format::fixed);
        word({digits, end.ptr});
    }

    void hex(char letter) {
        auto const byte = static_cast<unsigned char>(letter);
        out_ += hex_digits[byte >> 4U];
        out_ += hex_digits[byte & 15U];
    }

    void string(PdfString const& text) {
        std::string_view const bytes(text.GetString(), static_cast<std::size_t>(text.GetLength()));
        out_ += text.IsUnicode() ? "<FEFF" : "<";
        for (char letter : bytes) {
            hex(letter);
        }
        out_ += '>';
    }

    void name(std::string const& text) {
        out_ += '/';
        for (char letter : text) {
            bool const is_plain =
                letter > ' ' && letter <= '~' &&
                std::string_view("()<>[]{}/%#").find(letter) == std::string_view::npos;
            if (is_plain) {
                out_ += letter;
            } else {
                out_ += '#';
                hex(letter);
            }
        }
    }

    void array(PdfArray const& items) {
        out_ += '[';
        for (auto const& item : items) {
            value(item);
        }
        out_ += ']';
    }

    std::string& out_;
    Renumber const& renumber_;
};

/// A drawing, opened.
class File {
  public:
    explicit File(std::string_view bytes) {
        PdfError::EnableLogging(false);
        PdfError::EnableDebug(false);
        objects_.SetAutoDelete(true);
        parser_.ParseFile(PdfRefCountedInputDevice(new Device(bytes)), true); // it takes the device
    }

    PdfObject const* resolve(PdfObject const* object) const {
        return object != nullptr && object->IsReference()
                   ? objects_.GetObject(object->GetReference())
                   : object;
    }

    PdfObject const* find(PdfObject const* dictionary, char const* key) const {
        bool const is_one = dictionary != nullptr && dictionary->IsDictionary();
        return is_one ? resolve(dictionary->GetDictionary().GetKey(PdfName(key))) : nullptr;
    }

    /// The first page, and what it inherits.
    PdfObject const* page() const {
        auto const* node = find(find(parser_.GetTrailer(), "Root"), "Pages");
        for (int depth = 0; depth < 32; ++depth) {
            auto const* kids = find(node, "Kids");
            if (kids == nullptr || !kids->IsArray() || kids->GetArray().empty()) {
                break;
            }
            node = resolve(&kids->GetArray()[0]);
        }
        if (node == nullptr || !node->IsDictionary()) {
            throw Decline{"a drawing without a page"};
        }
        return node;
    }

    PdfObject const* inherited(PdfObject const* page, char const* key) const {
        for (int depth = 0; page != nullptr && depth < 32; ++depth) {
            if (auto const* found = find(page, key); found != nullptr) {
                return found;
            }
            page = find(page, "Parent");
        }
        return nullptr;
    }

  private:
    PdfVecObjects objects_;
    PdfParser parser_{&objects_};
};

std::string packed(PdfObject const& stream) {
    char* buffer = nullptr;
    pdf_long length = 0;
    stream.GetStream()->GetCopy(&buffer, &length);
    Owned<char, podofo_free> const guard(buffer);
    return {buffer, static_cast<std::size_t>(length)};
}

/// Copies what objects refer to, each once.
class Copier {
  public:
    Copier(File const& file, Written& out, unsigned& next) : file_(file), out_(out), next_(next) {}

    Text::Renumber const& renumber() const { return renumber_; }

    void copy_waiting() {
        while (!waiting_.empty()) {
            auto const [reference, number] = waiting_.back();
            waiting_.pop_back();
            PdfObject const pointer(reference);
            copy(file_.resolve(&pointer), number);
        }
    }

  private:
    unsigned number_of(PdfReference const& reference) {
        auto const [place, is_new] = numbers_.try_emplace(reference, next_);
        if (is_new) {
            waiting_.emplace_back(reference, next_++);
        }
        return place->second;
    }

    void copy(PdfObject const* object, unsigned number) {
        if (object != nullptr && object->HasStream()) {
            std::string entries;
            Text(entries, renumber_).entries(*object, "Length");
            out_.stream(number, entries, packed(*object));
            return;
        }
        out_.begin(number);
        if (object == nullptr) {
            out_.bytes += "null";
        } else {
            Text(out_.bytes, renumber_).value(*object);
        }
        out_.bytes += "\nendobj\n";
    }

    File const& file_;
    Written& out_;
    unsigned& next_;
    std::map<PdfReference, unsigned> numbers_;
    std::vector<std::pair<PdfReference, unsigned>> waiting_;
    Text::Renumber renumber_ = [this](PdfReference const& reference) {
        return number_of(reference);
    };
};

std::string box_of(File const& file, PdfObject const* page) {
    auto const* box = file.inherited(page, "MediaBox");
    if (box == nullptr || !box->IsArray() || box->GetArray().GetSize() != 4) {
        throw Decline{"a drawing without a size"};
    }
    std::string out = "[";
    for (auto const& side : box->GetArray()) {
        out += number_text(side.IsReal() ? side.GetReal() : static_cast<double>(side.GetNumber())) +
               " ";
    }
    out.back() = ']';
    return out;
}

void write(File const& file, Written& out, unsigned number, unsigned& next) {
    auto const* page = file.page();
    auto const* contents = file.find(page, "Contents");
    if (contents != nullptr && contents->IsArray() && contents->GetArray().GetSize() == 1) {
        contents = file.resolve(&contents->GetArray()[0]);
    }
    if (contents == nullptr || !contents->HasStream()) {
        throw Decline{"a drawing of other than one stream"};
    }
    Copier copier(file, out, next);
    auto entries = "/Type/XObject/Subtype/Form/BBox" + box_of(file, page) + "/Resources";
    Text text(entries, copier.renumber());
    if (auto const* resources = file.inherited(page, "Resources"); resources != nullptr) {
        text.value(*resources);
    } else {
        entries += "<<>>";
    }
    for (auto const* key : {"Filter", "DecodeParms"}) {
        if (auto const* filter = file.find(contents, key); filter != nullptr) {
            entries.append("/").append(key);
            text.value(*filter);
        }
    }
    out.stream(number, entries, packed(*contents));
    copier.copy_waiting();
}

} // namespace

void write_form(Written& out, std::string_view drawing, unsigned number, unsigned& next) {
    try {
        File const file(drawing);
        write(file, out, number, next);
    } catch (PdfError const& error) {
        throw Decline{std::string("a drawing: ") + PdfError::ErrorName(error.GetError())};
    }
}

} // namespace imprimatur::pdf
