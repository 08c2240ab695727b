#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/cli/fake_service.hpp"

namespace imprimatur::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr auto number = "鼓委办〔2026〕12号";
constexpr auto escaped = "%E9%BC%93%E5%A7%94%E5%8A%9E%E3%80%942026%E3%80%9512%E5%8F%B7";

Json document() {
    return {{"id", 1},
            {"number", number},
            {"title", "关于涉密文件复制管理的通知"},
            {"level", "secret"},
            {"level_mark", "机密★10年"},
            {"period", "10y"},
            {"issued", "2026-11-20"},
            {"declassified_on", "2036-11-20"},
            {"department", "综合科"},
            {"scope", Json::array({"综合科", "liming"})},
            {"keeper_original", "zhaomin"},
            {"state", "active"},
            {"has_file", true},
            {"is_file_kept", true},
            {"registered_by", "zhaomin"},
            {"registered_at", "2026-11-23T08:15:30.123Z"},
            {"last_number", 4}};
}

Json request(std::string const& state) {
    return {{"id", 7},
            {"state", state},
            {"action", "copy"},
            {"document", document()},
            {"requester", "liming"},
            {"requester_name", "李明"},
            {"count", 3},
            {"recipient_names", Json::array({"陈丽", "周宁", "孙悦"})},
            {"purpose", "传达学习"},
            {"sentence", "A leader of county rank must agree (P7.13.1)."},
            {"clauses", Json::array({"P7.13.1", "P7.3"})},
            {"parent", nullptr},
            {"grant", nullptr},
            {"steps", Json::array({{{"step", 0},
                                    {"roles", Json::array({"county-leader"})},
                                    {"how_many", 1},
                                    {"department", ""},
                                    {"clause", "P7.13.1"},
                                    {"is_done", false},
                                    {"said", Json::array()}}})}};
}

TEST(DocumentAdd, GivesTheFileFirstAndRegistersItWithItsNumber) {
    FakeService service;
    service.answer("POST /v1/files", {{"file", "0a1b"}}, 201);
    service.answer("POST /v1/documents", document(), 201);
    auto const ran = run_with(service, {"document", "add", service.file("n.pdf", "%PDF"),
                                        "--number", number, "--title", "通知", "--level", "机密",
                                        "--period", "10年", "--scope", "综合科,liming"});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_THAT(ran.out, HasSubstr("机密★10年"));
    auto const asked = service.asked();
    ASSERT_EQ(asked.size(), 2U);
    EXPECT_EQ(asked[0].body, "%PDF");
    EXPECT_EQ(Json::parse(asked[1].body), (Json{{"number", number},
                                                {"title", "通知"},
                                                {"level", "secret"},
                                                {"period", "10y"},
                                                {"scope", Json::array({"综合科", "liming"})},
                                                {"file", "0a1b"}}));
}

TEST(DocumentAdd, AsksNobodyWhenTheFileCannotBeRead) {
    FakeService service;
    auto const ran = run_with(service, {"document", "add", "/nowhere.pdf", "--number", "1",
                                        "--title", "t", "--level", "内部"});
    EXPECT_EQ(ran.exit, 3);
    EXPECT_THAT(ran.errors, HasSubstr("/nowhere.pdf"));
    EXPECT_TRUE(service.asked().empty());
}

TEST(DocumentAdd, EntersNothingWhenTheFileIsNotTaken) {
    FakeService service;
    service.refuse("POST /v1/files", 400, "BadInput", "This is no document.");
    auto const ran = run_with(service, {"document", "add", service.file("n.pdf", "x"), "--number",
                                        number, "--title", "t", "--level", "机密"});
    EXPECT_EQ(ran.exit, 6);
    EXPECT_EQ(service.asked().size(), 1U);
    EXPECT_THAT(ran.errors, HasSubstr("This is no document."));
}

TEST(DocumentAdd, SaysWhatWasJoinedAndWhichCopiesAreOut) {
    FakeService service;
    service.answer("POST /v1/files", {{"file", "0a1b"}}, 201);
    auto joined = document();
    joined["joined"] = Json::array({{{"number", "P-20261123-7f3a9c21"},
                                     {"level", "internal"},
                                     {"is_provisional", true},
                                     {"out", Json::array({{{"serial", "7K3M-9Q2W-0HXC-VG08"},
                                                           {"number", "000001"},
                                                           {"holder", "liming"},
                                                           {"at", "2026-11-23T08:15:30.123Z"},
                                                           {"state", "issued"},
                                                           {"level_mark", "内部"}}})}}});
    service.answer("POST /v1/documents", joined, 201);
    auto const ran =
        run_with(service, {"document", "add", service.file("n.pdf", "x"), "--number", number,
                           "--title", "t", "--level", "机密", "--join", "2号"});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_EQ(Json::parse(service.asked()[1].body)["join"], Json::array({"2号"}));
    for (auto const* needed : {"P-20261123-7f3a9c21", "7K3M-9Q2W-0HXC-VG08", "liming", "内部"}) {
        EXPECT_THAT(ran.out, HasSubstr(needed));
    }
}

TEST(DocumentList, SaysHowManyFilesWereNotKept) {
    FakeService service;
    auto old = document();
    old["is_file_kept"] = false;
    service.answer("GET /v1/documents", {{"documents", Json::array({old})}});
    EXPECT_THAT(run_with(service, {"document", "list"}).errors, HasSubstr("page by page"));
    old["is_file_kept"] = true;
    service.answer("GET /v1/documents", {{"documents", Json::array({old})}});
    EXPECT_EQ(run_with(service, {"document", "list"}).errors, "");
}

TEST(DocumentList, IsATableThatFiltersByTheService) {
    FakeService service;
    service.answer("GET /v1/documents?level=secret&state=active",
                   {{"documents", Json::array({document()})}});
    auto const ran =
        run_with(service, {"document", "list", "--level", "机密", "--state", "active"});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_EQ(ran.out, "Number              Title                       Level      Issued      "
                       "Department  Copies  State\n"
                       "鼓委办〔2026〕12号  关于涉密文件复制管理的通知  机密★10年  2026-11-20  "
                       "综合科           4  active\n");
}

TEST(DocumentList, SaysThatThereIsNone) {
    FakeService service;
    service.answer("GET /v1/documents", {{"documents", Json::array()}});
    EXPECT_EQ(run_with(service, {"document", "list"}).out, "None.\n");
    EXPECT_EQ(run_with(service, {"--json", "document", "list"}).out, "[]\n");
}

TEST(DocumentFind, LooksInNumbersAndTitles) {
    FakeService service;
    service.answer("GET /v1/documents?text=%E5%A4%8D%E5%88%B6%20a%26b",
                   {{"documents", Json::array({document()})}});
    EXPECT_THAT(run_with(service, {"document", "find", "复制 a&b"}).out, HasSubstr(number));
}

TEST(DocumentShow, SpeaksTheLanguageOfThePerson) {
    FakeService service;
    service.answer(std::string("GET /v1/documents/") + escaped, document());
    auto const ran = run_with(service, {"document", "show", number}, {{"LANG", "zh_CN.UTF-8"}});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_THAT(ran.out, HasSubstr("文号"));
    EXPECT_THAT(ran.out, HasSubstr("有效"));
    EXPECT_EQ(service.asked()[0].language, "zh-CN");
    EXPECT_EQ(run_with(service, {"document", "show", number}).exit, 0);
    EXPECT_EQ(service.asked()[1].language, "en");
}

TEST(DocumentChange, SendsOnlyWhatWasGiven) {
    FakeService service;
    service.answer("PATCH /v1/documents/12", document());
    EXPECT_EQ(run_with(service, {"document", "change", "12", "--state", "frozen"}).exit, 0);
    EXPECT_EQ(Json::parse(service.asked()[0].body), (Json{{"state", "frozen"}}));
    EXPECT_EQ(run_with(service, {"document", "change", "12"}).exit, 6);
    EXPECT_EQ(service.asked().size(), 1U);
}

TEST(DocumentDue, ListsWhatEndsAndByWhichClause) { // K3: P7.3
    FakeService service;
    service.answer("GET /v1/endings?within=90", {{"endings",
                                                  {{{"document", document()},
                                                    {"ends", "2036-11-20"},
                                                    {"days_left", 12},
                                                    {"copies_out", 3},
                                                    {"clauses", {"P7.3", "L.24"}}}}}});
    auto const ran = run_with(service, {"document", "due", "--within", "90"});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    for (auto const* needed : {"2036-11-20", number, "12", "3", "P7.3, L.24"}) {
        EXPECT_THAT(ran.out, HasSubstr(needed));
    }
}

TEST(DocumentDerive, SendsItsSourcesAndGivesTheFile) { // K37: P7.5
    FakeService service;
    auto derived = document();
    derived["derived_from"] = {"1号", "2号"};
    service.answer("POST /v1/derivations", derived, 201);
    service.answer("POST /v1/files", {{"file", "0a1b"}}, 201);
    auto const ran =
        run_with(service, {"document", "derive", service.file("n.pdf", "%PDF"), "--from",
                           "1号、2号", "--action", "compile", "--number", "3", "--title", "汇编"});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_THAT(ran.out, HasSubstr("1号, 2号"));
    EXPECT_EQ(Json::parse(service.asked()[1].body), (Json{{"number", "3"},
                                                          {"title", "汇编"},
                                                          {"action", "compile"},
                                                          {"sources", {"1号", "2号"}},
                                                          {"file", "0a1b"}}));
}

TEST(Import, ShowsEveryLineThatIsWrongAndThatNothingWasEntered) {
    FakeService service;
    service.answer("POST /v1/imports/documents",
                   {{"rows", 2},
                    {"entered", 0},
                    {"mistakes",
                     {{{"line", 3}, {"column", "密级"}, {"sentence", "Expected: secret."}},
                      {{"line", 4}, {"column", ""}, {"sentence", "\x1b[31mThe row is long."}}}}});
    auto const ran =
        run_with(service, {"document", "import", service.file("d.csv", "文号,标题\n1,2\n")});
    EXPECT_EQ(ran.exit, 6);
    for (auto const* needed : {"3", "密级", "Expected: secret.", "The row is long."}) {
        EXPECT_THAT(ran.out, HasSubstr(needed));
    }
    EXPECT_THAT(ran.out, Not(HasSubstr("\x1b")));
    EXPECT_THAT(ran.errors, HasSubstr("nothing was entered"));
    EXPECT_EQ(service.asked()[0].body, "文号,标题\n1,2\n");
}

TEST(Import, SaysHowManyWereEntered) {
    FakeService service;
    service.answer("POST /v1/imports/people",
                   {{"rows", 2}, {"entered", 2}, {"mistakes", Json::array()}});
    auto const ran = run_with(service, {"person", "import", service.file("p.csv", "x")});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_THAT(ran.out, HasSubstr("2 rows"));
    EXPECT_EQ(run_with(service, {"person", "import", "/nowhere.csv"}).exit, 3);
}

TEST(DocumentRegister, AsCsvHoldsNoFormula) {
    FakeService service;
    Json const sheet{
        {"title", "文件登记簿"},
        {"tables",
         {{{"columns", {"标题"}},
           {"rows",
            {{"=cmd|'/c calc'!A1"}, {"@SUM(A1)"}, {"+1"}, {"-1"}, {"a,\"b\""}, {"＝1+1"}}}}}}};
    service.answer("GET /v1/registers/documents?state=declassified", sheet);
    auto const ran =
        run_with(service, {"register", "documents", "--state", "declassified", "--csv"});
    EXPECT_EQ(ran.out,
              "标题\r\n'=cmd|'/c calc'!A1\r\n'@SUM(A1)\r\n'+1\r\n'-1\r\n\"a,\"\"b\"\"\"\r\n"
              "'＝1+1\r\n");
}

TEST(DocumentRegister, OfReleasesAndTheNoticeAreWritten) {
    FakeService service;
    service.answer("GET /v1/registers/declassified?from=2027-01-01", {{"title", "解密清单"}});
    EXPECT_THAT(run_with(service, {"register", "declassified", "--from", "2027-01-01"}).out,
                HasSubstr("解密清单"));
    service.answer_with("GET /v1/registers/declassification-notice?document=12&format=pdf",
                        "application/pdf", "%PDF");
    auto const path = service.folder() / "notice.pdf";
    EXPECT_EQ(run_with(service, {"register", "release-notice", "12", "--pdf", path}).exit, 0);
    EXPECT_EQ(std::filesystem::file_size(path), 4U);
}

TEST(Person, IsEnteredOnlyWhenNew) {
    FakeService service;
    Json const person{{"account", "wanghua"},
                      {"full_name", "王华"},
                      {"roles", {"county-leader"}},
                      {"is_active", true}};
    service.refuse("GET /v1/people/wanghua", 404, "NotFound", "Nobody.");
    service.answer("PUT /v1/people/wanghua", person);
    std::vector<std::string> const words{
        "person",        "add",         "wanghua",    "--name",     "王华", "--role",
        "county-leader", "--agreement", "2026-01-05", "--outsider", "no"};
    auto const ran = run_with(service, words);
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_THAT(ran.out, HasSubstr("county rank"));
    EXPECT_EQ(Json::parse(service.asked()[1].body), (Json{{"full_name", "王华"},
                                                          {"roles", {"county-leader"}},
                                                          {"agreement", "2026-01-05"},
                                                          {"is_outsider", false}}));
    service.answer("GET /v1/people/wanghua", person);
    EXPECT_EQ(run_with(service, words).exit, 4);
    EXPECT_EQ(run_with(service, {"person", "change", "wanghua", "--active", "no"}).exit, 0);
    EXPECT_EQ(Json::parse(service.asked().back().body), (Json{{"is_active", false}}));
}

TEST(Person, WhoIsNotThereIsNotChanged) {
    FakeService service;
    service.refuse("GET /v1/people/wang", 404, "NotFound", "Nobody has the account wang.");
    auto const ran = run_with(service, {"person", "change", "wang", "--active", "no"});
    EXPECT_EQ(ran.exit, 3);
    EXPECT_EQ(ran.errors, "imprimatur: Nobody has the account wang.\n");
}

TEST(Person, ListAndSelfAreShown) {
    FakeService service;
    service.answer("GET /v1/people",
                   {{"people", {{{"account", "qianjin"}, {"roles", {"auditor", "user"}}}}}});
    service.answer("GET /v1/whoami",
                   {{"account", "qianjin"}, {"is_known", true}, {"roles", {"auditor"}}});
    EXPECT_THAT(run_with(service, {"person", "list"}).out, HasSubstr("auditor, user"));
    EXPECT_THAT(run_with(service, {"person", "self"}).out, HasSubstr("qianjin"));
}

TEST(Request, ShowsWhoMustAgreeAndByWhichClause) {
    FakeService service;
    service.answer("GET /v1/requests/7", request("waiting"));
    auto const ran = run_with(service, {"request", "show", "7"});
    EXPECT_EQ(ran.exit, 0);
    for (auto const* needed :
         {"P7.13.1", "county rank", "陈丽, 周宁, 孙悦", "传达学习", "waiting"}) {
        EXPECT_THAT(ran.out, HasSubstr(needed));
    }
    EXPECT_EQ(Json::parse(run_with(service, {"request", "show", "7", "--json"}).out),
              request("waiting"));
}

TEST(Request, ListAsksForTheState) {
    FakeService service;
    service.answer("GET /v1/requests", {{"requests", Json::array({request("waiting")})}});
    service.answer("GET /v1/requests?state=all", {{"requests", Json::array({request("granted")})}});
    EXPECT_THAT(run_with(service, {"request", "list"}).out, HasSubstr("waiting"));
    EXPECT_THAT(run_with(service, {"request", "list", "--state", "all"}).out, HasSubstr("granted"));
    auto const listed = Json::parse(run_with(service, {"--json", "request", "list"}).out);
    ASSERT_TRUE(listed.is_array());
    EXPECT_EQ(listed[0]["id"], 7);
}

TEST(Request, PreviewIsSavedForNobodyElse) {
    FakeService service;
    service.answer_with("GET /v1/requests/7/pages/2?dpi=90", "image/png", "PNG");
    auto const path = service.folder() / "page.png";
    auto const ran = run_with(
        service, {"request", "preview", "7", "--page", "2", "--dpi", "90", "--output", path});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_EQ(std::filesystem::file_size(path), 3U);
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
    EXPECT_EQ(service.asked()[0].accept, "image/png");
}

TEST(Request, IsAskedForAndWithdrawn) {
    FakeService service;
    service.answer("POST /v1/requests", request("waiting"), 201);
    service.answer("POST /v1/requests/7/withdraw", request("withdrawn"));
    EXPECT_EQ(
        run_with(service, {"request", "ask", number, "--copies", "3", "--recipients", "a,b,c"})
            .exit,
        0);
    EXPECT_EQ(Json::parse(service.asked()[0].body),
              (Json{{"document", number}, {"count", 3}, {"recipients", {"a", "b", "c"}}}));
    EXPECT_THAT(run_with(service, {"request", "withdraw", "7", "--reason", "不需要了"}).out,
                HasSubstr("withdrawn"));
    EXPECT_EQ(Json::parse(service.asked()[1].body), (Json{{"note", "不需要了"}}));
}

TEST(Grant, NarrowsWhatWasAsked) {
    FakeService service;
    auto granted = request("granted");
    granted["grant"] = {{"id", 2},
                        {"count", 2},
                        {"recipients", {"chenli", "zhouning"}},
                        {"until", "2026-12-31T15:59:59.999Z"}};
    service.answer("POST /v1/requests/7/approvals", granted);
    auto const ran =
        run_with(service, {"grant", "7", "--copies", "2", "--recipients", "chenli,zhouning",
                           "--until", "2026-12-31", "--role", "county-leader"});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_THAT(ran.out, HasSubstr("granted"));
    EXPECT_EQ(
        Json::parse(service.asked()[0].body),
        (Json{{"verdict", "agree"},
              {"role", "county-leader"},
              {"grant",
               {{"count", 2}, {"recipients", {"chenli", "zhouning"}}, {"until", "2026-12-31"}}}}));
}

TEST(Grant, ThatIsNotTheLastWordShowsWhoIsStillMissing) {
    FakeService service;
    service.answer("POST /v1/requests/7/approvals", request("waiting"));
    auto const ran = run_with(service, {"grant", "7"});
    EXPECT_THAT(ran.out, HasSubstr("Who must agree"));
    EXPECT_EQ(Json::parse(service.asked()[0].body), (Json{{"verdict", "agree"}}));
}

TEST(Grant, RefusingGivesTheReason) {
    FakeService service;
    service.answer("POST /v1/requests/7/approvals", request("refused"));
    EXPECT_THAT(run_with(service, {"grant", "refuse", "7", "--reason", "请注明用途"}).out,
                HasSubstr("refused"));
    EXPECT_EQ(Json::parse(service.asked()[0].body),
              (Json{{"verdict", "refuse"}, {"note", "请注明用途"}}));
    EXPECT_EQ(run_with(service, {"grant", "refuse", "7"}).exit, 2);
}

TEST(Grant, ListShowsWhatIsLeft) {
    FakeService service;
    service.answer("GET /v1/grants?document=12",
                   {{"grants", {{{"id", 2}, {"count", 3}, {"used", 1}, {"left", 2}}}}});
    service.answer("GET /v1/grants/2", {{"id", 2}, {"count", 3}, {"used", 1}, {"left", 2}});
    EXPECT_THAT(run_with(service, {"grant", "list", "--document", "12"}).out, HasSubstr("Left"));
    EXPECT_THAT(run_with(service, {"grant", "show", "2"}).out, HasSubstr("Left"));
}

} // namespace
} // namespace imprimatur::cli
