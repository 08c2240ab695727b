#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/base64/base64.hpp"
#include "gateway/keys/keys.hpp"
#include "marking/mark/serial.hpp"
#include "tests/integration/cli/fake_service.hpp"

namespace imprimatur::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string const serial = Serial(0x0123456789abcdef).text();
std::string const bare = Serial(0x0123456789abcdef).plain();
constexpr auto job_id = "00112233445566778899aabbccddeeff";

Json copy() {
    return {{"serial", serial},
            {"document", "12号"},
            {"number", 3},
            {"number_text", "000003"},
            {"parent", nullptr},
            {"kind", "copy"},
            {"state", "issued"},
            {"recipient", "sunyue"},
            {"holder", "sunyue"},
            {"place", "Paper"},
            {"printed_by", "liming"},
            {"reserved_at", "2026-11-23T08:15:30.123Z"},
            {"settled_at", "2026-11-23T08:16:30.123Z"},
            {"movements", Json::array({{{"kind", "issue"},
                                        {"from", "zhaomin"},
                                        {"to", "sunyue"},
                                        {"by", "liming"},
                                        {"note", ""},
                                        {"at", "2026-11-23T08:16:30.123Z"}}})}};
}

Json trace() {
    return {
        {"sentence", "This page is of copy 000003."},
        {"findings", Json::array({{{"page", 1},
                                   {"fit", "ours"},
                                   {"serial", serial},
                                   {"sentence", "The seal is ours."}}})},
        {"stories", Json::array({{{"copy", copy()},
                                  {"document", {{"number", "12号"}, {"level_mark", "机密★10年"}}},
                                  {"printed_by_name", "李明"},
                                  {"recipient_name", "孙悦"},
                                  {"grant", {{"granted_by", "wanghua"}, {"count", 3}}},
                                  {"movements", copy()["movements"]},
                                  {"ancestors", Json::array()},
                                  {"descendants", Json::array({copy()})}}})}};
}

TEST(Job, ListsShowsAndCancels) {
    FakeService service;
    Json const job{{"job", job_id},
                   {"state", "waiting"},
                   {"user", "liming"},
                   {"cups_job", 12},
                   {"copies", 3},
                   {"sentence", "A leader must agree (P7.13.1)."},
                   {"made", Json::array({copy()})}};
    service.answer("GET /v1/jobs?state=waiting", {{"jobs", Json::array({job})}});
    service.answer(std::string("GET /v1/jobs/") + job_id, job);
    service.answer(std::string("POST /v1/jobs/") + job_id + "/cancel", {}, 204);
    EXPECT_THAT(run_with(service, {"job", "list", "--state", "waiting"}).out, HasSubstr("P7.13.1"));
    EXPECT_THAT(run_with(service, {"job", "show", job_id}).out, HasSubstr(serial));
    auto const ran = run_with(service, {"job", "cancel", job_id, "--reason", "错版"});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_THAT(ran.out, HasSubstr("cancelled"));
    EXPECT_EQ(Json::parse(service.asked().back().body), (Json{{"note", "错版"}}));
}

TEST(Copy, ListsShowsAndSpoils) {
    FakeService service;
    service.answer("GET /v1/copies?document=12%E5%8F%B7&number=3&state=issued",
                   {{"copies", Json::array({copy()})}});
    service.answer("GET /v1/copies/" + bare, copy());
    service.answer("POST /v1/copies/" + bare + "/spoil", copy());
    EXPECT_THAT(run_with(service, {"copy", "list", "--document", "12号", "--number", "3", "--state",
                                   "issued"})
                    .out,
                HasSubstr("000003"));
    auto const shown = run_with(service, {"copy", "show", serial}).out;
    EXPECT_THAT(shown, HasSubstr("Movement"));
    EXPECT_THAT(shown, HasSubstr("zhaomin"));
    EXPECT_EQ(run_with(service, {"copy", "spoil", serial, "--reason", "卡纸"}).exit, 0);
    EXPECT_EQ(Json::parse(service.asked().back().body), (Json{{"note", "卡纸"}}));
}

TEST(Trace, OfAFileSendsItAndTellsTheStory) {
    FakeService service;
    service.answer("POST /v1/trace?name=photo.jpg", trace());
    auto const ran = run_with(service, {"trace", service.file("photo.jpg", "JPEG")});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_EQ(service.asked()[0].body, "JPEG");
    for (auto const* needed : {"copy 000003", "李明 (liming)", "孙悦 (sunyue)", "wanghua", "Paper",
                               "机密★10年", "this copy"}) {
        EXPECT_THAT(ran.out, HasSubstr(needed));
    }
}

TEST(Trace, OfASerialNoticesASlipBeforeAnybodyIsAsked) {
    FakeService service;
    service.answer("GET /v1/trace?serial=" + bare, trace());
    EXPECT_EQ(run_with(service, {"trace", serial}).exit, 0);
    auto wrong = serial;
    std::swap(wrong[5], wrong[6]);
    auto const ran = run_with(service, {"trace", wrong});
    EXPECT_EQ(ran.exit, 6);
    EXPECT_THAT(ran.errors, HasSubstr("swapped"));
    EXPECT_EQ(service.asked().size(), 1U);
}

TEST(Trace, PassesOnWhatCouldNotBeRead) {
    FakeService service;
    service.answer("GET /v1/trace?serial=01%3F3-4567-89AB-CDEF", trace());
    EXPECT_EQ(run_with(service, {"trace", "01?3-4567-89AB-CDEF"}).exit, 0);
}

TEST(Trace, PassesOnAPartOfASerialHoweverItIsTyped) {
    for (auto const* text : {"7K3?-9Q?W-…", "7K3?-9Q?W-...", "7k3?-9q?w*", "７Ｋ３？－９Ｑ？Ｗ－……",
                             "7K3M–9Q2W", "…-VG08"}) {
        FakeService service;
        run_with(service, {"trace", text});
        ASSERT_EQ(service.asked().size(), 1U) << text;
        EXPECT_EQ(service.asked()[0].call, "GET /v1/trace?serial=" + http::escape(text));
    }
    FakeService service;
    service.answer("GET /v1/trace?serial=" + bare, trace());
    auto wide = serial;
    for (std::string::size_type at = 0; (at = wide.find('-', at)) != std::string::npos;) {
        wide.replace(at, 1, "－");
    }
    EXPECT_EQ(run_with(service, {"trace", wide}).exit, 0);
    auto const file = run_with(service, {"trace", "photo.jpg"});
    EXPECT_EQ(file.exit, 3);
    EXPECT_EQ(service.asked().size(), 1U);
}

TEST(Trace, OfAPartThatFitsSeveralListsThem) {
    FakeService service;
    Json const candidate{{"serial", serial},          {"number", 3},       {"document", "12号"},
                         {"title", "关于清退的通知"}, {"state", "issued"}, {"holder", "sunyue"},
                         {"holder_name", "孙悦"}};
    service.answer("GET /v1/trace?serial=01%2A",
                   {{"sentence", "21 copies fit; 20 are listed, 1 more are not."},
                    {"stories", Json::array()},
                    {"candidates", Json::array({candidate})},
                    {"further", 1}});
    auto const ran = run_with(service, {"trace", "01*"});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    for (auto const* needed : {"21 copies fit", "000003", "12号", "关于清退的通知", "孙悦"}) {
        EXPECT_THAT(ran.out, HasSubstr(needed));
    }
}

TEST(Trace, OfAForeignPageSaysSoAndFindsNothing) {
    FakeService service;
    service.answer(
        "POST /v1/trace?name=page.png",
        {{"sentence", "Nothing of ours can be read."},
         {"findings",
          Json::array({{{"page", 1}, {"fit", "forged"}, {"sentence", "The code is forged."}}})},
         {"stories", Json::array()}});
    auto const ran = run_with(service, {"trace", service.file("page.png", "PNG")});
    EXPECT_EQ(ran.exit, 3);
    EXPECT_THAT(ran.out, HasSubstr("forged"));
}

TEST(Trace, OfSeveralGoesOnAfterAFailure) {
    FakeService service;
    service.answer("POST /v1/trace?name=photo.jpg", trace());
    auto const file = service.file("photo.jpg", "JPEG");
    auto const ran = run_with(service, {"trace", "/none.jpg", file, "--json"});
    EXPECT_EQ(ran.exit, 3);
    EXPECT_THAT(ran.errors, HasSubstr("/none.jpg"));
    auto const all = Json::parse(ran.out);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["input"], "/none.jpg");
    EXPECT_EQ(all[0]["error"]["fault"], "NotFound");
    EXPECT_EQ(all[1]["input"], file);
    EXPECT_FALSE(all[1].contains("error"));
}

TEST(Trace, GivesJsonOfOneShapeHoweverManyThereAre) {
    FakeService service;
    service.answer("POST /v1/trace?name=photo.jpg", trace());
    std::filesystem::create_directories(service.folder() / "found");
    auto const file = service.file("found/photo.jpg", "JPEG");
    for (auto const& input : {file, (service.folder() / "found").string()}) {
        auto const all = Json::parse(run_with(service, {"trace", input, "--json"}).out);
        ASSERT_TRUE(all.is_array() && all.size() == 1);
        EXPECT_EQ(all[0]["input"], file);
        EXPECT_EQ(all[0]["stories"].size(), 1U);
    }
    auto const none = run_with(service, {"trace", "/none.jpg", "--json"});
    EXPECT_EQ(none.exit, 3);
    EXPECT_EQ(Json::parse(none.out)[0]["input"], "/none.jpg");
}

TEST(Trace, SaysWhichFilesOfAFolderItCannotRead) {
    FakeService service;
    service.answer("POST /v1/trace?name=a.jpg", trace());
    std::filesystem::create_directories(service.folder() / "found");
    for (auto const* name : {"found/a.jpg", "found/b.bmp", "found/c.WEBP"}) {
        service.file(name, "X");
    }
    auto const ran = run_with(service, {"trace", (service.folder() / "found").string()});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_THAT(ran.errors, HasSubstr("(2): b.bmp, c.WEBP"));
}

TEST(Trace, SaysWhatOfAFolderLeadsElsewhere) {
    FakeService service;
    service.answer("POST /v1/trace?name=a.jpg", trace());
    auto const folder = service.folder() / "found";
    std::filesystem::create_directories(folder);
    service.file("found/a.jpg", "X");
    std::filesystem::create_directory_symlink(folder, folder / "back");
    std::filesystem::create_symlink(folder / "gone.jpg", folder / "dangling.jpg");
    auto const ran = run_with(service, {"trace", folder.string()});
    EXPECT_EQ(ran.exit, 0);
    ASSERT_EQ(service.asked().size(), 1U);
    EXPECT_THAT(ran.errors, HasSubstr("(2): back, dangling.jpg"));
}

/// As the service puts a file into its answer.
Json attached(std::string const& type, std::string const& bytes) {
    return {{"type", type}, {"content", to_base64(bytes)}};
}

TEST(Trace, WritesItsReportAsPdf) {
    FakeService service;
    auto answer = trace();
    answer["report"] = attached("application/pdf", "%PDF-1.7");
    service.answer("POST /v1/trace?name=photo.jpg&attach=report", answer);
    auto const out = (service.folder() / "report.pdf").string();
    auto const file = service.file("photo.jpg", "JPEG");
    auto const ran = run_with(service, {"trace", file, "--report", out});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_THAT(ran.out, HasSubstr("copy 000003"));
    EXPECT_EQ(std::filesystem::file_size(out), 8U);
    EXPECT_EQ(run_with(service, {"trace", file, file, "--report", out}).exit, 6);
    EXPECT_EQ(run_with(service, {"trace", "/none.jpg", "--report", out}).exit, 3);
    answer["stories"] = Json::array();
    service.answer("POST /v1/trace?name=photo.jpg&attach=report", answer);
    EXPECT_EQ(run_with(service, {"trace", file, "--report", out}).exit, 3);
}

TEST(Trace, AsksOnceForAnswerReportAndPicture) {
    FakeService service;
    auto answer = trace();
    answer["report"] = attached("application/pdf", "%PDF-1.7");
    answer["picture"] = attached("image/png", "PNG");
    service.answer("POST /v1/trace?name=scan.tif&attach=report%2Cpicture&page=3", answer);
    auto const report = (service.folder() / "report.pdf").string();
    auto const picture = (service.folder() / "outlined.png").string();
    auto const file = service.file("scan.tif", "TIFF");
    std::vector<std::string> const words{"trace",     file,    "--report", report,
                                         "--picture", picture, "--page",   "3"};
    EXPECT_EQ(run_with(service, words).exit, 0);
    EXPECT_EQ(service.asked().size(), 1U);
    EXPECT_EQ(std::filesystem::file_size(report), 8U);
    EXPECT_EQ(std::filesystem::file_size(picture), 3U);
    auto as_json = words;
    as_json.emplace_back("--json");
    auto const all = Json::parse(run_with(service, as_json).out);
    EXPECT_FALSE(all[0].contains("report") || all[0].contains("picture"));
    EXPECT_EQ(run_with(service, {"trace", file, "--page", "3"}).exit, 6);
}

TEST(Trace, TellsTheStoryEvenWhereThePageOfThePictureIsNotThere) {
    FakeService service;
    auto answer = trace();
    answer["picture"] = {
        {"type", "image/png"},
        {"error", {{"fault", "BadInput"}, {"sentence", "The file has one page."}}}};
    service.answer("POST /v1/trace?name=photo.jpg&attach=picture&page=9", answer);
    auto const out = (service.folder() / "outlined.png").string();
    auto const ran = run_with(
        service, {"trace", service.file("photo.jpg", "JPEG"), "--picture", out, "--page", "9"});
    EXPECT_EQ(ran.exit, 6);
    EXPECT_THAT(ran.out, HasSubstr("copy 000003"));
    EXPECT_THAT(ran.errors, HasSubstr("The file has one page."));
    EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(Trace, SaysWhichCopyEachRegionIsOfAndWhatIsToBeDoneNow) {
    FakeService service;
    auto answer = trace();
    answer["regions"] = Json::array({{{"sentence", "Region 1 (page 1): by its covert dots."}}});
    answer["warnings"] = Json::array({"The code was pasted on."});
    answer["stories"][0]["next"] = Json::array({"Report to the confidentiality office."});
    service.answer("POST /v1/trace?name=scrap.jpg", answer);
    auto const ran = run_with(service, {"trace", service.file("scrap.jpg", "JPEG")});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    for (auto const* needed : {"Region 1 (page 1)", "pasted on", "What to do now",
                               "Report to the confidentiality office."}) {
        EXPECT_THAT(ran.out, HasSubstr(needed));
    }
}

TEST(Trace, SaysThatMarksDisagreeBeforeAllElse) {
    FakeService service;
    auto answer = trace();
    answer["disagreements"] = Json::array({"The code says A, the dots say B."});
    answer["regions"] = Json::array({{{"sentence", "Region 1 (page 1): by its code."}}});
    service.answer("POST /v1/trace?name=scan.jpg", answer);
    auto const ran = run_with(service, {"trace", service.file("scan.jpg", "JPEG")});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_THAT(ran.out, HasSubstr("the dots say B"));
    EXPECT_LT(ran.out.find("the dots say B"), ran.out.find("Region 1"));
}

TEST(Trace, TakesFoldersWithAllThePicturesBelowThem) {
    FakeService service;
    service.answer("POST /v1/trace?name=b.JPG", trace());
    service.answer("POST /v1/trace?name=a.tif", trace());
    auto const folder = service.folder() / "found";
    std::filesystem::create_directories(folder / "deeper");
    service.file("found/b.JPG", "B");
    service.file("found/deeper/a.tif", "A");
    service.file("found/notes.txt", "no picture");
    auto const ran = run_with(service, {"trace", folder.string()});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    ASSERT_EQ(service.asked().size(), 2U);
    EXPECT_EQ(service.asked()[0].body, "B");
    EXPECT_EQ(service.asked()[1].body, "A");
    std::filesystem::create_directories(service.folder() / "empty");
    auto const none = run_with(service, {"trace", (service.folder() / "empty").string()});
    EXPECT_EQ(none.exit, 3);
    EXPECT_THAT(none.errors, HasSubstr("no JPEG, PNG, TIFF or PDF"));
    auto const both =
        run_with(service, {"trace", (service.folder() / "empty").string(), folder.string()});
    EXPECT_EQ(both.exit, 3);
    EXPECT_EQ(service.asked().size(), 4U) << "the others are traced";
}

TEST(Trace, AsksNobodyAboutNothing) {
    FakeService service;
    auto const ran = run_with(service, {"trace", ""});
    EXPECT_EQ(ran.exit, 6);
    EXPECT_TRUE(service.asked().empty());
}

TEST(Trace, WritesThePictureOutlined) {
    FakeService service;
    auto answer = trace();
    answer["picture"] = attached("image/png", "PNG");
    service.answer("POST /v1/trace?name=photo.jpg&attach=picture", answer);
    auto const out = (service.folder() / "outlined.png").string();
    auto const ran =
        run_with(service, {"trace", service.file("photo.jpg", "JPEG"), "--picture", out});
    EXPECT_EQ(ran.exit, 0) << ran.errors;
    EXPECT_EQ(std::filesystem::file_size(out), 3U);
    EXPECT_THAT(ran.out, HasSubstr("copy 000003"));
    EXPECT_EQ(run_with(service, {"trace", serial, "--picture", out}).exit, 6);
}

TEST(Verify, TellsASoundReportFromOneThatWasChangedOrIsNotOurs) {
    FakeService service;
    auto const keys = keys::Keys::open(service.folder() / "key", true).value();
    service.answer("GET /v1/signature-key", {{"key", keys.public_key()}});
    auto const good = keys.sign("%PDF-1.5 report %%EOF\n");
    auto changed = good;
    changed[10] = 'X';
    auto const file = service.file("report.pdf", good);
    EXPECT_EQ(run_with(service, {"verify", file}).exit, 0);
    auto const broken = run_with(service, {"verify", service.file("changed.pdf", changed)});
    EXPECT_EQ(broken.exit, 1);
    EXPECT_THAT(broken.out, HasSubstr("changed after it was signed"));
    EXPECT_EQ(run_with(service, {"verify", service.file("bare.pdf", "%PDF-1.5")}).exit, 1);
    auto const foreign = run_with(service, {"verify", file, "--key", std::string(52, '0')});
    EXPECT_EQ(foreign.exit, 1);
    EXPECT_THAT(foreign.out, HasSubstr("not by this registry"));
    EXPECT_EQ(run_with(service, {"verify", file, "--key", keys.public_key()}).exit, 0);
    auto const no_key = run_with(service, {"verify", file, "--key", "ABC"});
    EXPECT_EQ(no_key.exit, 6);
    EXPECT_THAT(no_key.errors, HasSubstr("52 characters"));
}

Json sheet() {
    Json const rows =
        Json::array({Json::array({"000001", "陈丽, 周宁"}), Json::array({"000002", "=1+1"})});
    return {{"title", "Copy record"},
            {"subtitle", "12号"},
            {"facts", Json::array({{{"label", "Copies"}, {"value", "3"}}})},
            {"tables", Json::array({{{"heading", "Copies"},
                                     {"columns", Json::array({"No.", "For"})},
                                     {"rows", rows}}})},
            {"paragraphs", Json::array({"Kept by the registry."})}};
}

TEST(Register, IsPrintedSavedOrGivenAsCsv) {
    FakeService service;
    service.answer("GET /v1/registers/copy-record?document=12%E5%8F%B7", sheet());
    service.answer_with("GET /v1/registers/copy-record?document=12%E5%8F%B7&format=pdf",
                        "application/pdf", "%PDF-1.7");
    auto const ran = run_with(service, {"register", "copy-record", "12号"});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_THAT(ran.out, HasSubstr("000001  陈丽, 周宁\n"));
    EXPECT_THAT(ran.out, HasSubstr("Kept by the registry."));
    EXPECT_EQ(run_with(service, {"register", "copy-record", "12号", "--csv"}).out,
              "No.,For\r\n000001,\"陈丽, 周宁\"\r\n000002,'=1+1\r\n");
    EXPECT_EQ(Json::parse(run_with(service, {"register", "copy-record", "12号", "--json"}).out),
              sheet());
    auto const pdf = (service.folder() / "r.pdf").string();
    EXPECT_EQ(run_with(service, {"register", "copy-record", "12号", "--pdf", pdf}).exit, 0);
    EXPECT_EQ(std::filesystem::file_size(pdf), 8U);
}

TEST(Register, OfIssuesIsForATime) {
    FakeService service;
    service.answer("GET /v1/registers/issue?from=2026-11-01&to=2026-11-30", sheet());
    EXPECT_EQ(
        run_with(service, {"register", "issue", "--from", "2026-11-01", "--to", "20261130"}).exit,
        0);
}

TEST(Audit, ListsEntries) {
    FakeService service;
    service.answer("GET /v1/audit?from=5&limit=2&what=job.", {{"entries",
                                                               {{{"sequence", 5},
                                                                 {"what", "job.refused"},
                                                                 {"actor", "liming"},
                                                                 {"clauses", {"P7.3"}}}}}});
    EXPECT_THAT(
        run_with(service, {"audit", "list", "--from", "5", "--limit", "2", "--what", "job."}).out,
        HasSubstr("job.refused"));
}

TEST(Audit, VerifyEndsInOneWhenTheChainIsBroken) {
    FakeService service;
    service.answer("GET /v1/audit/verify",
                   {{"is_sound", true}, {"count", 9}, {"sentence", "Nine entries fit."}});
    auto const good = run_with(service, {"audit", "verify"});
    EXPECT_EQ(good.exit, 0);
    EXPECT_THAT(good.out, HasSubstr("Nine entries fit."));
    service.answer("GET /v1/audit/verify",
                   {{"is_sound", false}, {"first_bad", 4}, {"sentence", "Entry 4 was changed."}});
    auto const bad = run_with(service, {"audit", "verify"});
    EXPECT_EQ(bad.exit, 1);
    EXPECT_THAT(bad.out, HasSubstr("Entry 4 was changed."));
}

TEST(Policy, IsShownAndExplained) {
    FakeService service;
    Json const steps = Json::array({{{"roles", {"county-leader"}}, {"clause", "P7.13.1"}},
                                    {{"roles", {"operator"}}, {"clause", "P7.3"}}});
    Json const decision{{"verdict", "ask"},
                        {"steps", steps},
                        {"clauses", {"P7.13.1"}},
                        {"sentence", "Ask a leader."}};
    service.answer("GET /v1/policy",
                   {{"name", "P7"},
                    {"edition", "ABC"},
                    {"rows",
                     {{{"level", "secret"}, {"action", "copy"}, {"decision", decision}},
                      {{"level", "top-secret"}, {"action", "copy"}, {"decision", decision}}}}});
    service.answer("POST /v1/policy/explain", decision);
    auto const shown = run_with(service, {"policy", "show", "--level", "机密"}).out;
    EXPECT_THAT(shown, HasSubstr("county rank or above, then "));
    EXPECT_THAT(shown, Not(HasSubstr("Top Secret")));
    auto const explained = run_with(service, {"policy", "explain", "--document", "12号", "--action",
                                              "copy", "--count", "3", "--by", "liming"});
    EXPECT_THAT(explained.out, HasSubstr("Ask a leader."));
    EXPECT_EQ(
        Json::parse(service.asked().back().body),
        (Json{{"document", "12号"}, {"action", "copy"}, {"count", 3}, {"account", "liming"}}));
}

} // namespace
} // namespace imprimatur::cli
