#include "gateway/print/seals.hpp"

#include <algorithm>
#include <set>

namespace imprimatur::print {

namespace {

Unfit forged(pipe::Finding const& finding, keys::SealFit fit) {
    auto id = fit == keys::SealFit::Forged ? "print.seal-forged" : "print.seal-unsealed";
    return {{id, {{"page", std::to_string(finding.page)}, {"serial", finding.seal->serial.text()}}},
            {"P7.13.1"}};
}

/// Something of ours on a page: a code whose seal is genuine, or dots that name a copy.
struct Sign {
    std::uint32_t page;
    Serial serial;
    bool is_code;
};

Result<bool> is_descended(registry::Transaction& transaction, Serial copy, Serial ancestor) {
    constexpr int most_generations = 1000;
    std::optional<Serial> next = copy;
    for (int i = 0; next && i < most_generations; ++i) {
        auto const found = transaction.find_copy(*next);
        if (!found) {
            return pass_on(found);
        }
        next = *found ? (*found)->parent : std::nullopt;
        if (next == ancestor) {
            return true;
        }
    }
    return false;
}

Unfit two_copies(Serial first, Sign const& sign, bool is_same_page) {
    return {{is_same_page ? "print.code-and-dots" : "print.two-serials",
             {{"first", first.text()},
              {"second", sign.serial.text()},
              {"page", std::to_string(sign.page)}}},
            {"P7.13.1"}};
}

/// Codes first: they carry a seal. Dots speak where no code is seen, and against one that was
/// pasted on.
std::vector<Sign> signs_of(pipe::Inspection const& inspection) {
    std::vector<Sign> out;
    for (auto const& finding : inspection.findings) {
        if (finding.seal) { // somebody else's code says nothing about our copies
            out.push_back({finding.page, finding.seal->serial, true});
        }
    }
    for (auto const& dots : inspection.dots) {
        if (dots.serial) {
            out.push_back({dots.page, *dots.serial, false});
        }
    }
    return out;
}

/// @error Unavailable a key that the registry knows is not here: the job waits for it.
Result<std::optional<Unfit>> find_forged(keys::Keys const& keys,
                                         pipe::Inspection const& inspection) {
    for (auto const& finding : inspection.findings) {
        auto const fit = finding.seal ? keys.check(*finding.seal) : keys::SealFit::Ours;
        if (fit == keys::SealFit::KeyMissing) {
            return fail(Fault::Unavailable,
                        {"print.key-missing", {{"page", std::to_string(finding.page)}}},
                        "a key that the registry knows is not in the key file");
        }
        if (fit != keys::SealFit::Ours) {
            return std::optional(forged(finding, fit));
        }
    }
    return std::optional<Unfit>();
}

/// All signs agree on one copy, or there is trouble. On a copy that was made from paper the dots of
/// what it was made from show through.
Result<Sealed> agreed(registry::Transaction& transaction, std::vector<Sign> const& signs) {
    Sealed out;
    std::uint32_t first_page = 0;
    for (auto const& sign : signs) {
        if (out.serial && sign.serial != *out.serial) {
            auto const shows_through = sign.is_code
                                           ? Result<bool>(false)
                                           : is_descended(transaction, *out.serial, sign.serial);
            auto const is_newer = sign.is_code
                                      ? Result<bool>(false)
                                      : is_descended(transaction, sign.serial, *out.serial);
            if (!shows_through || !is_newer) {
                return shows_through ? pass_on(is_newer) : pass_on(shows_through);
            }
            bool const is_by_code = std::any_of(signs.begin(), signs.end(), [&](Sign const& s) {
                return s.is_code && s.serial == *out.serial;
            });
            if (!*shows_through && (is_by_code || !*is_newer)) {
                out.trouble = two_copies(*out.serial, sign, sign.page == first_page);
                return out;
            }
            if (*shows_through) {
                continue;
            }
        }
        first_page = out.serial ? first_page : sign.page;
        out.serial = sign.serial;
    }
    return out;
}

} // namespace

Result<Sealed> seals_of(keys::Keys const& keys, registry::Transaction& transaction,
                        pipe::Inspection const& inspection) {
    auto trouble = find_forged(keys, inspection);
    if (!trouble) {
        return pass_on(trouble);
    }
    if (*trouble) {
        return Sealed{std::nullopt, std::move(*trouble)};
    }
    auto const signs = signs_of(inspection);
    auto out = agreed(transaction, signs);
    if (!out || out->trouble || !out->serial) {
        return out;
    }
    std::set<std::uint32_t> sealed_pages;
    for (auto const& sign : signs) {
        if (sign.serial == *out->serial) {
            sealed_pages.insert(sign.page);
        }
    }
    if (sealed_pages.size() < inspection.pages) {
        // A page of which nobody knows whose it is must not go out as a copy of this one.
        std::uint32_t page = 1;
        while (sealed_pages.contains(page)) {
            ++page;
        }
        out->trouble = Unfit{{"print.page-without-seal",
                              {{"page", std::to_string(page)}, {"serial", out->serial->text()}}},
                             {"P7.13.1"}};
    }
    return out;
}

} // namespace imprimatur::print
