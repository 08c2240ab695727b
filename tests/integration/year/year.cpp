#include "tests/integration/year/year.hpp"

#include <algorithm>

namespace imprimatur::matters {

using registry::CopyState;

void Year::hire_staff() {
    clock->set(*find_instant("2027-01-04T01:00:00.000Z"));
    for (int i = static_cast<int>(8); i < staff; ++i) { // eight are there already
        auto account = "staff" + std::to_string(i);
        hire_with_pin(account, "职员" + std::to_string(i), {"user"},
                      "科室" + std::to_string(i % 20));
        people_.push_back(account);
    }
}

std::string Year::someone() {
    return people_[random_() % people_.size()];
}

std::vector<std::string> Year::some(std::size_t count) {
    std::vector<std::string> out;
    while (out.size() < count) {
        if (auto who = someone(); std::find(out.begin(), out.end(), who) == out.end()) {
            out.push_back(who);
        }
    }
    return out;
}

bool Year::chance(int percent) {
    return static_cast<int>(random_() % 100U) < percent;
}

void Year::to_day(int month, unsigned day) {
    Date date{std::chrono::year{2027}, std::chrono::month(static_cast<unsigned>(month)),
              std::chrono::day{day}};
    auto at = Instant{std::chrono::sys_days{date} + std::chrono::hours{2}};
    if (at > clock->now()) {
        clock->set(at);
    }
}

View Year::begin(Kind kind, std::string const& by, Input const& input) {
    ++opened[kind];
    return open(kind, by, input);
}

void Year::refuse(Result<View> const& result) {
    refused(result);
    ++refusals;
}

Year::Paper Year::make_document(int month, int index) {
    constexpr Level levels[] = {Level::Internal, Level::Confidential, Level::Secret};
    Paper paper{"年〔2027〕" + std::to_string(month) + "-" + std::to_string(index) + "号", {}};
    add_document(paper.number, "content of " + paper.number, levels[random_() % 3]);
    ++documents_made;
    print_copies(paper);
    return paper;
}

void Year::print_copies(Paper& paper) {
    auto recipients = some(copies_each);
    std::string names;
    for (auto const& who : recipients) {
        names += (names.empty() ? "" : ",") + who;
    }
    auto answer =
        print({.content = "name content of " + paper.number,
               .copies = copies_each,
               .options = {{"imprimatur-document", paper.number}, {"imprimatur-recipients", names}},
               .title = paper.number});
    if (answer.verdict == print::Verdict::Hold) {
        grant();
        answer = proceed(last_job);
    }
    ASSERT_EQ(answer.verdict, print::Verdict::Deliver) << answer.sentence.id;
    for (auto const& line : answer.copies) {
        auto outcome = chance(1) ? print::Outcome::Spoiled : print::Outcome::Issued;
        expected(jobs->deliver(last_job, line.serial, "lp", 1));
        expected(jobs->settle(last_job, line.serial, outcome, "", "lp"));
        paper.copies.push_back(line.serial);
        ++copies_made;
    }
}

std::vector<Serial> Year::held_by_somebody(Paper const& paper) {
    std::vector<Serial> out;
    for (auto const& serial : paper.copies) {
        if (copy(serial).state == CopyState::Issued) {
            out.push_back(serial);
        }
    }
    return out;
}

void Year::receive_papers(int month) {
    for (int i = 0; i < 5; ++i) {
        auto reader = someone();
        auto view = begin(
            Kind::Incoming, "zhaomin",
            {.people = {reader},
             .subject = "省委办公厅",
             .purpose = "来文",
             .details = {{"sender_number", "省" + std::to_string(month) + "-" + std::to_string(i)},
                         {"level", "secret"},
                         {"copies_stated", "1"},
                         {"copies_found", "1"}},
             .signatures = signed_by({"zhaomin"})});
        act(view, "sign", "zhaomin", {.subject = reader, .signatures = signed_by({reader})});
    }
}

void Year::circulate(Paper const& paper) {
    auto serial = held_by_somebody(paper).front();
    auto readers = some(3);
    std::erase(readers, copy(serial).holder);
    auto view = begin(Kind::Circulation, "zhaomin", {.copies = {serial}, .people = readers});
    for (auto const& reader : readers) {
        Input taking{.subject = reader, .signatures = signed_by({reader})};
        act(view, "out", "zhaomin", taking);
        if (readers.back() != reader && chance(20)) { // somebody tries to take it from the reader
            refuse(matters.act(view.matter.id, "out", "zhaomin",
                               {.subject = readers.back(),
                                .note = "顺路",
                                .signatures = signed_by({readers.back()})}));
        }
        wait(std::chrono::hours{3});
        act(view, "back", "zhaomin", {.subject = reader});
    }
}

void Year::lend(Paper const& paper, Kind kind) {
    auto serial = held_by_somebody(paper).back();
    auto borrower = someone();
    if (borrower == copy(serial).holder) {
        return;
    }
    Input asked{.copies = {serial},
                .subject = borrower,
                .purpose = "起草",
                .until =
                    Date{std::chrono::sys_days{local_date(clock->now())} + std::chrono::days{2}}};
    if (kind == Kind::CarryOut) {
        asked.details["destination"] = "市政府";
    }
    auto view = begin(kind, "zhaomin", asked);
    view = act(agree_all(view), "out", "zhaomin", {.signatures = signed_by({borrower})});
    refuse(matters.act(view.matter.id, "back", "zhaomin", {.subject = "liming"}));
    act(view, "back", "zhaomin");
}

void Year::send_out(Paper const& paper, int turn) {
    auto serials = held_by_somebody(paper);
    auto view = begin(Kind::Transmission, "zhaomin",
                      {.copies = {serials[0]},
                       .subject = "市政府办公室",
                       .purpose = "会商",
                       .details = {{"means", "line"}, {"abroad", "no"}}});
    act(act(agree_all(view), "send", "baomi", {.details = {{"encrypted", "yes"}}}), "confirm",
        "baomi", {.note = "电话确认 " + std::to_string(turn)});
}

void Year::meet(Paper const& paper) {
    auto serials = held_by_somebody(paper);
    serials.erase(serials.begin() + 3, serials.end());
    auto participants = some(3);
    auto view = begin(Kind::Meeting, "zhaomin",
                      {.copies = serials,
                       .people = participants,
                       .purpose = "常委会",
                       .until = local_date(clock->now()),
                       .details = {{"room", "一号会议室"}, {"notes", "allowed"}}});
    act(view, "approve-list", "wanghua");
    act(view, "prepare", "zhaomin",
        {.details = {{"room_check", "门窗、屏蔽"}, {"instruction", "会前宣读纪律"}}});
    for (auto const& who : participants) {
        act(view, "hand", "zhaomin", {.subject = who, .signatures = signed_by({who})});
    }
    refuse(matters.act(view.matter.id, "check", "zhaomin", {}));
    for (auto const& who : participants) {
        act(view, "collect", "zhaomin", {.subject = who});
    }
    act(view, "check", "zhaomin");
}

void Year::lose_one(Paper const& paper) {
    auto missing = held_by_somebody(paper).front();
    auto view = begin(Kind::Incident, someone(),
                      {.copies = {missing}, .purpose = "未见", .details = {{"sort", "loss"}}});
    act(view, "report", "baomi", {.details = {{"authority", "市保密局"}}});
    act(view, "measure", "baomi", {.note = "更换柜锁"});
    act(view, "account", "baomi", {.note = "经过说明"});
    if (chance(50)) {
        act(view, "find", "baomi", {.copies = {missing}});
    }
    act(view, "close", "baomi", {.note = "结案"});
}

void Year::inspect(int month) {
    auto holder = someone();
    auto view = begin(Kind::Inspection, "zhaomin",
                      {.people = {holder},
                       .purpose = std::to_string(month) + "月清点",
                       .details = {{"sort", "stock-take"}}});
    std::vector<Serial> seen;
    for (auto const& line : view.lines) {
        seen.push_back(*line.item.serial);
    }
    if (!seen.empty()) {
        act(view, "scan", "zhaomin", {.copies = seen});
    }
    EXPECT_EQ(act(view, "close", "zhaomin").matter.state, "reconciled");
}

void Year::waste(Paper const& paper) {
    std::vector<Serial> spoiled;
    for (auto const& serial : paper.copies) {
        if (copy(serial).state == CopyState::Spoiled) {
            spoiled.push_back(serial);
        }
    }
    if (spoiled.empty()) {
        return;
    }
    auto view = begin(Kind::Waste, "liming",
                      {.document = paper.number,
                       .copies = spoiled,
                       .details = {{"sort", "spoiled"}, {"pages", "2"}}});
    act(view, "destroy", "zhaomin",
        {.people = {"chenli", "sunyue"},
         .details = {{"method", "shred"}},
         .signatures = signed_by({"chenli", "sunyue"})});
}

void Year::leave(int month) {
    auto leaver = someone();
    auto successor = leaver;
    while (successor == leaver) {
        successor = someone();
    }
    auto view =
        begin(Kind::HandOver, "zhaomin",
              {.people = {successor}, .subject = leaver, .details = {{"reason", "leaving"}}});
    if (!view.lines.empty()) {
        refuse(matters.act(view.matter.id, "close", "zhaomin", {}));
        act(view, "take", "zhaomin", {.signatures = signed_by({successor})});
    }
    act(view, "close", "zhaomin");
    std::erase(people_, leaver);
    auto account = "new" + std::to_string(month);
    hire_with_pin(account, "新人" + std::to_string(month), {"user"}, "科室1");
    people_.push_back(account);
}

void Year::destroy(std::vector<Serial> const& serials) {
    auto view = begin(Kind::Destruction, "zhaomin",
                      {.copies = serials, .purpose = "年终销毁", .details = {{"method", "pulp"}}});
    view = act(agree_all(view), "count", "zhaomin", {.copies = serials});
    refuse(matters.act(view.matter.id, "destroy", "zhaomin",
                       {.people = {"chenli"}, .signatures = signed_by({"chenli"})}));
    act(view, "destroy", "zhaomin",
        {.people = {"chenli", "baomi"}, .signatures = signed_by({"chenli", "baomi"})});
}

void Year::call_back(std::string const& holder) {
    auto held = expected(matters.holdings(holder));
    std::erase_if(held, [](auto const& one) { return one.state != CopyState::Issued; });
    if (held.empty()) {
        return;
    }
    auto view = begin(Kind::Return, "zhaomin",
                      {.people = {holder},
                       .until = find_date("2027-12-31"),
                       .details = {{"reason", "year-end"}}});
    std::vector<Serial> back;
    std::vector<Serial> kept;
    for (auto const& line : view.lines) {
        (chance(3) ? kept : back).push_back(*line.item.serial);
    }
    if (!back.empty()) {
        act(view, "back", "zhaomin", {.copies = back});
    }
    for (auto const& serial : kept) {
        act(view, "keep", "zhaomin", {.copies = {serial}, .note = "工作仍需"});
        act(view, "consent", "fangyi", {.copies = {serial}});
    }
}

void Year::live_through(int month) {
    to_day(month, 3);
    receive_papers(month);
    std::vector<Paper> papers;
    for (int i = 0; i < documents_a_month && documents_made < 2000; ++i) {
        papers.push_back(make_document(month, i));
    }
    to_day(month, 12);
    for (std::size_t i = 0; i < 5; ++i) {
        circulate(papers[i]);
        lend(papers[10 + i], i % 2 == 0 ? Kind::Loan : Kind::CarryOut);
    }
    send_out(papers[20], month);
    meet(papers[21]);
    if (month % 3 == 0) {
        lose_one(papers[22]);
    }
    for (auto const& paper : papers) {
        waste(paper);
    }
    to_day(month, 25);
    inspect(month);
    leave(month);
}

void Year::end_the_year() {
    to_day(12, 28);
    for (auto const& who : people_) {
        call_back(who);
    }
    std::vector<Serial> returned;
    auto archived = 0;
    for (auto const& one : expected(matters.holdings("zhaomin"))) {
        if (one.state == CopyState::Returned && ++archived % 10 != 0) { // one in ten is kept
            returned.push_back(one.serial);
        }
    }
    constexpr std::size_t on_a_list = 500;
    for (std::size_t from = 0; from < returned.size(); from += on_a_list) {
        auto to = std::min(from + on_a_list, returned.size());
        destroy({returned.begin() + static_cast<std::ptrdiff_t>(from),
                 returned.begin() + static_cast<std::ptrdiff_t>(to)});
    }
}

} // namespace imprimatur::matters
