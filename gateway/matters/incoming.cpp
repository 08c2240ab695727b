// Incoming papers 收文登记 (K12; P7.1): opened by the designated person, counted, registered,
// numbered, signed for.

#include <algorithm>
#include <charconv>

#include "gateway/matters/kind.hpp"

namespace imprimatur::matters {

namespace {

using enum Wants::Part;

constexpr int most_copies = 9999;

/// @error BadInput not a number of copies.
Result<int> count_in(Input const& input, std::string const& name) {
    auto const& text = input.details.at(name);
    int out = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    bool is_whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    if (!is_whole || out < 1 || out > most_copies) {
        return fail(Fault::BadInput, {"matters.not-among",
                                      {{"part", name}, {"value", text}, {"choices", "1 … 9999"}}});
    }
    return out;
}

Result<void> open(Desk& desk, Input const& input) {
    auto stated = count_in(input, "copies_stated");
    auto found = stated ? count_in(input, "copies_found") : stated;
    if (!found) {
        return pass_on(found);
    }
    if (*stated != *found && input.note.empty()) {
        return fail(Fault::BadInput,
                    {"matters.count-differs",
                     {{"stated", std::to_string(*stated)}, {"found", std::to_string(*found)}}});
    }
    auto name = desk.want_signature(input, desk.account, desk.clauses_of("K12"));
    if (!name) {
        return pass_on(name);
    }
    for (auto const& person : input.people) {
        desk.items.push_back(
            {desk.matter.id, std::nullopt, desk.account_of(person), "to-sign", std::nullopt, {}});
    }
    if (desk.items.empty()) {
        desk.close("signed");
    }
    return {};
}

Result<void> sign(Desk& desk, Input const& input) {
    auto person = desk.account_of(input.subject);
    auto* item = desk.find_item(person);
    if (item == nullptr) {
        return desk.refuse("matters.not-on-list", {{"person", desk.name_of(person)}},
                           desk.clauses_of("K12"));
    }
    auto name = desk.want_signature(input, person, desk.clauses_of("K12"));
    if (!name) {
        return pass_on(name);
    }
    item->state = "signed";
    bool is_all = std::all_of(desk.items.begin(), desk.items.end(),
                              [](auto const& line) { return line.state == "signed"; });
    if (is_all) {
        desk.close("signed");
    }
    return {};
}

constexpr Detail details[] = {
    {"sender_number", true},
    {"level", true, "ordinary|internal|confidential|secret|top-secret"},
    {"copies_stated", true},
    {"copies_found", true},
    {"period"},
    {"copy_numbers"},
    {"registered_as"},
};

constexpr ActRule acts[] = {
    {"sign", "open", Who::Officer, {.subject = Must, .signatures = Must}, sign},
};

} // namespace

KindRule incoming_rule() {
    return {Kind::Incoming, "incoming",
            "K12",          std::nullopt,
            Who::Officer,   {.people = May, .subject = Must, .purpose = Must, .signatures = Must},
            open,           acts,
            details};
}

} // namespace imprimatur::matters
