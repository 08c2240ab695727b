#include "marking/ocr/ocr.hpp"

#include <algorithm>
#include <optional>

#include "marking/ocr/engine.hpp"

namespace imprimatur::ocr {

namespace {

constexpr double reads_well = 0.6; // right text gives 0.7 and more, the wrong way round 0.1 to 0.5
constexpr double reads_at_all = 0.5;
constexpr double worth_more = 0.45;
constexpr double may_read = 0.35; // a part that a picture stands beside

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
}

/// How well something reads, and in which language.
struct Attempt {
    Tongue tongue = Tongue::Chinese;
    double sureness = 0;
    double characters = 0;
    bool is_latin = false; ///< most of it

    /// Wrong ways give a character or two that read surely, or many that do not.
    double weight() const { return characters * (sureness - 0.4); }

    /// No other way needs to be tried. A few characters may look like others from behind.
    bool is_clear() const {
        constexpr double many = 15;
        constexpr double very_many = 30;
        constexpr double reads_perfectly = 0.85;
        constexpr double reads = 0.55; // no wrong way does, with so many
        return sureness > (characters < many        ? reads_perfectly
                           : characters < very_many ? reads_well
                                                    : reads);
    }
};

Attempt weighed(std::vector<Spelled> const& words, Tongue tongue) {
    double characters = 0;
    double sure = 0;
    double ascii = 0;
    for (auto const& word : words) {
        auto const length = double(std::ranges::count_if(word.text, starts_character));
        characters += length;
        sure += length * word.sureness;
        ascii += double(std::ranges::count_if(word.text, is_ascii));
    }
    return characters > 0 ? Attempt{tongue, sure / characters, characters, ascii > characters / 2}
                          : Attempt{tongue};
}

/// A part of the page in the language that it reads better in.
Result<Attempt> try_part(PIX* part, Deadline until) {
    auto chinese = spell(part, Tongue::Chinese, Setting::Block, until);
    if (!chinese) {
        return pass_on(chinese);
    }
    auto const first = weighed(*chinese, Tongue::Chinese);
    // English that lies rightly gives 0.7 and more by the Chinese tables, too.
    if (first.sureness < worth_more || (!first.is_latin && first.is_clear())) {
        return first;
    }
    auto english = spell(part, Tongue::English, Setting::Block, until);
    if (!english) {
        return pass_on(english);
    }
    auto const second = weighed(*english, Tongue::English);
    return second.weight() > first.weight() ? second : first;
}

/// A page that lies on its side or not, made straight, and how it is best read.
struct View {
    Straight page;
    Pose quarter; ///< how it was turned before it was made straight
    Pose pose;    ///< of the straight page: upright, upside down, and each from behind
    Attempt best;
};

tl::unexpected<Error> no_room() {
    return fail(Fault::Exhausted, {"pipe.too-much-memory", {}}, "Leptonica");
}

/// Tries how the densest part of a page reads; ends with the first way that reads well.
Result<View> looked_at(PIX* page, Pose quarter, std::vector<Pose> const& poses, Deadline until) {
    auto const turned = posed(page, quarter);
    View view{turned ? straightened(turned.get()) : Straight{}, quarter, {}, {}};
    if (!view.page.grey) {
        return no_room();
    }
    auto const letters = letters_of(view.page.ink.get());
    if (letters.count == 0) {
        return view;
    }
    auto const part = sample_of(view.page, letters.densest);
    for (auto pose : poses) {
        auto const shown = part ? posed(part.get(), pose) : Pix();
        if (!shown) {
            return no_room();
        }
        auto attempt = try_part(shown.get(), until);
        if (!attempt) {
            return pass_on(attempt);
        }
        if (view.best.characters == 0 || attempt->weight() > view.best.weight()) {
            view.pose = pose;
            view.best = *attempt;
        }
        if (view.best.is_clear()) {
            break;
        }
    }
    return view;
}

/// Upright first, then the other seven ways.
Result<View> best_view(PIX* page, Deadline until) {
    std::vector<Pose> const ways{{0, false}, {180, false}, {0, true}, {180, true}};
    auto upright = looked_at(page, {}, ways, until);
    if (!upright || upright->best.is_clear() || upright->best.sureness == 0) {
        return upright;
    }
    auto side = looked_at(page, {90, false}, ways, until);
    if (!side) {
        return side;
    }
    return side->best.weight() > upright->best.weight() ? std::move(side) : std::move(upright);
}

void add(std::string& text, Spelled const& word) {
    if (!text.empty() && word.begins_line) {
        text += '\n';
    } else if (!text.empty() && is_ascii(text.back()) && is_ascii(word.text.front())) {
        text += ' ';
    }
    text += word.text;
}

/// Back to where it lies on the picture as given. @param page as it was before it was turned
Box place_of(Box const& box, View const& view, PIX* page) {
    double const width = pixGetWidth(view.page.grey.get());
    double const height = pixGetHeight(view.page.grey.get());
    auto const straight = unposed(box, view.pose, width, height);
    auto const turned = unstraightened(straight, view.page.skew, width, height);
    return unposed(turned, view.quarter, pixGetWidth(page), pixGetHeight(page));
}

PageText told(std::vector<Spelled> const& words, View const& view, PIX* page) {
    constexpr double millimetres = 25.4 / reading_dpi;
    PageText out;
    for (auto const& word : words) {
        auto const at = place_of(word.box, view, page);
        out.words.push_back({word.text, at.x * millimetres, at.y * millimetres,
                             at.width * millimetres, at.height * millimetres, word.sureness});
        add(out.text, word);
    }
    out.sureness = weighed(words, view.best.tongue).sureness;
    out.turn = (view.quarter.turn + view.pose.turn) % 360;
    out.mirrored = view.pose.mirrored;
    return out;
}

Result<std::vector<Spelled>> spell_all(View const& view, Setting setting, Deadline until) {
    auto const shown = posed(view.page.grey.get(), view.pose);
    return shown ? spell(shown.get(), view.best.tongue, setting, until)
                 : Result<std::vector<Spelled>>(no_room());
}

/// @param view is made upright where nothing says how it lies
Result<std::vector<Spelled>> words_on(View& view, Deadline until) {
    auto const sample = view.best.sureness;
    if (sample > may_read) {
        // Line after line across the whole page reads tables and forms as people do, row by row.
        auto words = spell_all(view, Setting::Block, until);
        // Beside a picture, or where strokes are broken, the sample reads worse than the page.
        if (!words || sample > reads_at_all ||
            weighed(*words, view.best.tongue).sureness > reads_at_all) {
            return words;
        }
    }
    view.pose = {};
    auto words = spell_all(view, Setting::Sparse, until);
    if (words) { // a photo, of which any twig may be a letter
        std::erase_if(*words, [](Spelled const& word) { return word.sureness < reads_well; });
    }
    return words;
}

} // namespace

Result<PageText> read_text(Bitmap const& grey, double dpi, std::chrono::milliseconds time) {
    auto const until = std::chrono::steady_clock::now() + time;
    if (grey.is_empty()) {
        return PageText{};
    }
    auto const page = page_of(grey, dpi);
    if (!page) {
        return no_room();
    }
    auto view = best_view(page.get(), until);
    if (!view) {
        return pass_on(view);
    }
    if (view->best.sureness == 0) {
        return PageText{}; // nothing that has the size of a letter
    }
    auto words = words_on(*view, until);
    return words ? Result<PageText>(told(*words, *view, page.get())) : pass_on(words);
}

} // namespace imprimatur::ocr
