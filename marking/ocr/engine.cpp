#include "marking/ocr/engine.hpp"

#include <algorithm>
#include <array>
#include <mutex>

#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>

#include "marking/ocr/ocr.hpp"

/// Of GCC's OpenMP, with which Debian builds Tesseract; clang 14 has no header for it.
extern "C" void omp_set_max_active_levels(int);

namespace imprimatur::ocr {

namespace {

using Engine = std::unique_ptr<tesseract::TessBaseAPI>;

constexpr std::array<char const*, 2> names{"chi_sim", "eng"};

std::string file_of(Tongue tongue) {
    return std::string(tables) + "/" + names.at(static_cast<std::size_t>(tongue)) + ".traineddata";
}

Result<Engine> start(Tongue tongue) {
    auto engine = std::make_unique<tesseract::TessBaseAPI>();
    // It talks to stderr unless told otherwise.
    std::vector<std::string> const settings{"debug_file"};
    std::vector<std::string> const values{"/dev/null"};
    if (engine->Init(std::string(tables).c_str(), names.at(static_cast<std::size_t>(tongue)),
                     tesseract::OEM_LSTM_ONLY, nullptr, 0, &settings, &values, false) != 0) {
        return fail(Fault::Unavailable, {"ocr.no-language", {{"file", file_of(tongue)}}},
                    file_of(tongue));
    }
    return engine;
}

/// Engines that nobody reads with at the moment: to start one takes 0.1 s.
class Idle {
  public:
    Result<Engine> take(Tongue tongue) {
        {
            std::lock_guard const lock(mutex_);
            if (auto& list = of(tongue); !list.empty()) {
                auto engine = std::move(list.back());
                list.pop_back();
                return engine;
            }
        }
        return start(tongue);
    }
    void give_back(Tongue tongue, Engine engine) {
        std::lock_guard const lock(mutex_);
        of(tongue).push_back(std::move(engine));
    }

  private:
    std::vector<Engine>& of(Tongue tongue) { return lists_.at(static_cast<std::size_t>(tongue)); }
    std::mutex mutex_;
    std::array<std::vector<Engine>, names.size()> lists_;
};

Idle& idle() {
    static auto& engines = *new Idle; // never ended: Tesseract's own statics may be gone by then
    return engines;
}

tesseract::PageSegMode mode_of(Setting setting) {
    switch (setting) {
    case Setting::Page:
        return tesseract::PSM_AUTO;
    case Setting::Block:
        return tesseract::PSM_SINGLE_BLOCK;
    case Setting::Sparse:
        return tesseract::PSM_SPARSE_TEXT;
    }
    return tesseract::PSM_AUTO;
}

std::vector<Spelled> words_of(tesseract::TessBaseAPI& engine) {
    std::vector<Spelled> out;
    std::unique_ptr<tesseract::ResultIterator> const at(engine.GetIterator());
    if (!at) {
        return out;
    }
    do {
        std::unique_ptr<char[]> const text(at->GetUTF8Text(tesseract::RIL_WORD));
        int left = 0;
        int top = 0;
        int right = 0;
        int bottom = 0;
        if (text && text[0] != 0 &&
            at->BoundingBox(tesseract::RIL_WORD, &left, &top, &right, &bottom)) {
            out.push_back({text.get(),
                           {double(left), double(top), double(right - left), double(bottom - top)},
                           std::clamp(at->Confidence(tesseract::RIL_WORD) / 100.0, 0.0, 1.0),
                           at->IsAtBeginningOf(tesseract::RIL_TEXTLINE)});
        }
    } while (at->Next(tesseract::RIL_WORD));
    // The box of a word may span the rest of its line; the next one begins where it ends.
    for (std::size_t i = 0; i + 1 < out.size(); ++i) {
        auto const& next = out[i + 1];
        if (!next.begins_line && next.box.x > out[i].box.x) {
            out[i].box.width = std::min(out[i].box.width, next.box.x - out[i].box.x);
        }
    }
    return out;
}

} // namespace

Result<std::vector<Spelled>> spell(PIX* picture, Tongue tongue, Setting setting, Deadline until) {
    // Its threads wait for each other more than they work (four take six times as long as one), and
    // the gateway counts on one thread a lane. The setting is the calling thread's own.
    omp_set_max_active_levels(0);
    auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    auto engine = idle().take(tongue);
    if (!engine) {
        return pass_on(engine);
    }
    auto& reader = **engine;
    reader.SetPageSegMode(mode_of(setting));
    reader.SetImage(picture);
    reader.SetSourceResolution(int(reading_dpi));
    tesseract::ETEXT_DESC monitor;
    monitor.set_deadline_msecs(int(std::max<std::int64_t>(left.count(), 0)));
    bool const done = left.count() > 0 && reader.Recognize(&monitor) == 0;
    auto words = done ? words_of(reader) : std::vector<Spelled>();
    reader.Clear();
    reader.ClearAdaptiveClassifier();
    idle().give_back(tongue, std::move(*engine));
    if (!done) {
        return fail(Fault::TimedOut, {"ocr.no-time", {}});
    }
    return words;
}

std::string missing_language() {
    for (auto tongue : {Tongue::Chinese, Tongue::English}) {
        auto engine = idle().take(tongue);
        if (!engine) {
            return file_of(tongue);
        }
        idle().give_back(tongue, std::move(*engine));
    }
    return {};
}

} // namespace imprimatur::ocr
