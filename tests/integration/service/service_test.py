"""The service as the backend and the command line see it: the main job without a print system, who may do
what, and what is said to bad input. Scenes build on each other, in the order of their numbers."""

import hashlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway import Gateway, quoted  # noqa: E402
from office import people, pictures, testing  # noqa: E402

NUMBER = "鼓委办〔2026〕12号"
PATH = "/v1/documents/" + quoted(NUMBER)
THREE = "chenli,zhouning,sunyue"


def text_of(pdf):
    return subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout


class TheService(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gate = Gateway(testing.Settings.build, testing.Settings.folder)
        cls.gate.start()
        cls.addClassCleanup(cls.gate.stop)
        for name in ("notice", "letter"):
            sample = os.path.join(os.path.dirname(__file__), "../../support/documents", name + ".txt")
            subprocess.run([os.path.join(testing.Settings.build, "tests/typeset"), sample, cls.path(name + ".pdf")],
                           check=True)

    @classmethod
    def path(cls, name):
        return os.path.join(testing.Settings.folder, name)

    def write(self, name, bytes_):
        with open(self.path(name), "wb") as file:
            file.write(bytes_)
        return self.path(name)

    def ask(self, *words, status=200, **more):
        answer = self.gate.ask(*words, **more)
        self.assertEqual(answer.status, status, answer)
        return answer

    def failed(self, fault, status, *words, **more):
        answer = self.ask(*words, status=status, **more).json()
        self.assertEqual(answer["fault"], fault)
        self.assertTrue(answer["sentence"])
        self.assertNotEqual(answer["sentence"], answer["sentence_id"], "a sentence without words")
        return answer

    # Who is who

    def test_010_health_and_numbers_need_no_name(self):
        self.assertEqual(self.ask("nobody", "GET", "/healthz").json(), {"status": "ok"})
        # the name of the key, that the head is kept, the first administrator, and the rules that it began with
        self.assertIn("imprimatur_audit_entries 4", self.ask("nobody", "GET", "/metrics").body.decode())

    def test_011_the_first_administrator_enters_the_people(self):
        who = self.ask("root", "GET", "/v1/whoami").json()
        self.assertIn("manage-people", who["may"])
        self.assertNotIn("see-documents", who["may"])
        for person in people.STAFF:
            self.ask("root", "PUT", f"/v1/people/{person.account}",
                     {"full_name": person.full_name, "department": person.department, "roles": list(person.roles),
                      "agreement": "2026-01-05", "training": "2026-06-01"})
        self.assertEqual(self.ask("liming", "GET", "/v1/whoami").json()["full_name"], "李明")

    def test_012_nobody_else_does_and_the_attempt_is_on_record(self):
        self.failed("Denied", 403, "liming", "PUT", "/v1/people/liming", {"roles": ["county-leader"]})
        self.failed("Denied", 403, "nobody", "GET", "/v1/documents")
        entries = self.ask("qianjin", "GET", "/v1/audit?what=access.denied").json()["entries"]
        self.assertEqual([e["actor"] for e in entries], ["liming", "nobody"])

    def test_013_roles_that_do_not_go_together_are_kept_apart(self):
        self.failed("Conflict", 409, "root", "PUT", "/v1/people/qianjin", {"roles": ["auditor", "county-leader"]})
        self.failed("BadInput", 400, "root", "PUT", "/v1/people/qianjin", {"roles": ["emperor"]})
        self.failed("Denied", 403, "root", "PUT", "/v1/people/root", {"roles": ["security-administrator"]})

    def test_014_people_see_themselves_only(self):
        self.ask("liming", "GET", "/v1/people/liming")
        self.failed("Denied", 403, "liming", "GET", "/v1/people/chenli")
        self.failed("Denied", 403, "liming", "GET", "/v1/people")

    def test_015_only_a_trusted_backend_carries_jobs(self):
        for target in ("/v1/jobs", "/v1/jobs/" + "0" * 32 + "/proceed"):
            self.failed("Denied", 403, "liming", "POST", target, {})
        self.failed("NotFound", 404, "lp", "POST", "/v1/jobs/" + "0" * 32 + "/proceed", {})

    # Documents

    def test_020_a_document_is_registered_with_its_file(self):
        self.ask("zhaomin", "POST", "/v1/documents", {"number": NUMBER, "title": "关于年度工作的通知", "level": "机密",
                 "period": "10年", "issued": "2026-11-20", "department": "综合科", "keeper_original": "赵敏"}, status=201)
        document = self.ask("zhaomin", "PUT", PATH + "/file", open(self.path("notice.pdf"), "rb").read()).json()
        self.assertTrue(document["has_file"])
        self.assertTrue(document["is_level_proposed"])
        self.assertEqual(document["level_mark"], "机密★10年")
        self.assertEqual(document["keeper_original"], "zhaomin")
        self.assertEqual(document["declassified_on"], "2036-11-20")

    def test_021_a_number_is_given_once_and_a_file_belongs_to_one_number(self):
        self.failed("Conflict", 409, "zhaomin", "POST", "/v1/documents",
                    {"number": NUMBER, "title": "x", "level": "secret"})
        self.failed("Conflict", 409, "zhaomin", "PUT", PATH + "/file", open(self.path("letter.pdf"), "rb").read())
        self.ask("zhaomin", "POST", "/v1/documents", {"number": "又一号", "title": "x", "level": "top-secret"}, status=201)
        said = self.failed("Conflict", 409, "zhaomin", "PUT", "/v1/documents/" + quoted("又一号") + "/file",
                           open(self.path("notice.pdf"), "rb").read())
        self.assertIn(NUMBER, said["sentence"])

    def test_022_documents_are_seen_by_those_whom_they_concern(self):
        self.ask("liming", "GET", PATH)
        self.failed("NotFound", 404, "chenli", "GET", PATH)
        self.assertEqual(self.ask("chenli", "GET", "/v1/documents").json()["documents"], [])
        self.failed("Denied", 403, "root", "GET", PATH)

    def test_024_a_level_stands_on_the_word_of_those_who_may_set_it(self):  # K1: P7.3, L.17
        said = self.failed("Denied", 403, "liming", "POST", "/v1/requests", {"document": NUMBER, "count": 1})
        self.assertEqual(said["sentence_id"], "policy.level-proposed")
        self.assertIn("P7.3", said["sentence"])
        said = self.failed("Denied", 403, "zhaomin", "POST", PATH + "/level", {})
        self.assertEqual(said["sentence_id"], "service.level-not-theirs")
        waiting = self.ask("wanghua", "GET", "/v1/documents?proposed=yes").json()["documents"]
        self.assertEqual([d["number"] for d in waiting], [NUMBER, "又一号"], "seen by the one who has to set it")
        set_now = self.ask("wanghua", "POST", PATH + "/level", {}).json()
        self.assertEqual((set_now["level_set_by"], set_now["is_level_proposed"]), (["wanghua"], False))
        self.failed("Conflict", 409, "wanghua", "POST", PATH + "/level", {})
        self.failed("BadInput", 400, "wanghua", "POST", PATH + "/level", {"title": "x"})

    def test_025_a_level_is_not_taken_down_by_others(self):  # K1, K8: L.17
        other = "/v1/documents/" + quoted("又一号")
        for change in ({"level": "普通"}, {"period": "1y"}, {"state": "declassified"}):
            said = self.failed("Denied", 403, "zhaomin", "PATCH", other, change)
            self.assertEqual(said["sentence_id"], "service.level-not-theirs", change)
        self.assertEqual(self.ask("zhaomin", "GET", other).json()["level"], "top-secret")
        refusals = [e for e in self.ask("qianjin", "GET", "/v1/audit?limit=1000").json()["entries"]
                    if e["what"] == "document.level-refused"]
        self.assertEqual(len(refusals), 4, "every attempt is on record")
        self.assertEqual(refusals[-1]["actor"], "zhaomin")
        lowered = self.ask("wanghua", "POST", other + "/level", {"level": "秘密", "period": "5y"}).json()
        self.assertEqual((lowered["level_mark"], lowered["is_level_proposed"]), ("秘密★5年", False))
        raised = self.ask("zhaomin", "PATCH", other, {"level": "绝密", "period": "30y"}).json()
        self.assertTrue(raised["is_level_proposed"], "raised by anybody, but proposed only")
        self.assertEqual(raised["level_set_by"], [])

    def test_023_what_is_wrong_in_a_registration_is_named(self):
        for wrong, field in (({"number": "1", "title": "x", "level": "超密"}, "level"),
                             ({"number": "1", "title": "x", "level": "secret", "period": "soon"}, "period"),
                             ({"number": "", "title": "x", "level": "secret"}, "number"),
                             ({"number": "1", "title": "x", "level": "secret", "issued": "2026-02-30"}, "issued"),
                             ({"number": "1", "title": "x", "levle": "secret", "level": "secret"}, "levle")):
            said = self.failed("BadInput", 400, "zhaomin", "POST", "/v1/documents", wrong)
            self.assertIn(field, said["sentence"], wrong)
        for period in ("40y", "2099-01-01"):
            self.failed("BadInput", 400, "zhaomin", "POST", "/v1/documents",
                        {"number": "1", "title": "x", "level": "secret", "period": period})
        self.failed("BadInput", 400, "zhaomin", "POST", "/v1/documents", b"[]")
        self.failed("NotFound", 404, "zhaomin", "DELETE", PATH)

    # The main job

    def test_030_three_copies_are_held_and_the_sentence_names_the_clause(self):
        cls = type(self)
        cls.job = self.gate.send(31, self.path("notice.pdf"), copies=3, imprimatur_recipients=THREE,
                                 imprimatur_purpose="传达学习")
        answer = self.gate.proceed(self.job, "zh-CN,zh;q=0.9")
        self.assertEqual((answer["verdict"], answer["reason"]), ("hold", "imprimatur-approval-needed"))
        self.assertIn("P7.13.1", answer["sentence"])
        self.assertIn("P7.13.1", answer["clauses"])
        self.assertRegex(answer["sentence"], "[一-龥]")
        self.assertNotRegex(self.gate.proceed(self.job)["sentence"].replace("李明", ""), "^[一-龥]")
        self.assertEqual(self.gate.announce(31, copies=3).json(),
                         {"job": self.job, "state": "waiting", "needs_document": False})

    def test_031_the_approver_sees_what_waits_and_its_pages(self):
        cls = type(self)
        requests = self.ask("wanghua", "GET", "/v1/requests").json()["requests"]
        self.assertEqual(len(requests), 1)
        cls.request = requests[0]
        self.assertEqual(self.request["document"]["number"], NUMBER)
        self.assertEqual(self.request["recipient_names"], ["陈立", "周宁", "孙悦"])
        self.assertEqual(self.request["purpose"], "传达学习")
        self.assertEqual(self.request["may_speak_as"], ["county-leader"])
        self.assertEqual(self.request["steps"][0]["clause"], "P7.13.1")
        picture = self.ask("wanghua", "GET", f"/v1/requests/{self.request['id']}/pages/1?dpi=50")
        self.assertTrue(picture.body.startswith(b"\x89PNG"))
        self.failed("NotFound", 404, "wanghua", "GET", f"/v1/requests/{self.request['id']}/pages/999")
        self.failed("NotFound", 404, "chenli", "GET", f"/v1/requests/{self.request['id']}")

    def test_032_nobody_approves_their_own_and_no_more_than_asked_is_granted(self):
        place = f"/v1/requests/{self.request['id']}/approvals"
        self.failed("Denied", 403, "liming", "POST", place, {"verdict": "agree"})
        self.failed("BadInput", 400, "wanghua", "POST", place, {"verdict": "agree", "grant": {"count": 4}})
        self.failed("BadInput", 400, "wanghua", "POST", place, {"verdict": "perhaps"})

    def test_033_after_the_grant_three_different_copies_go_out(self):
        cls = type(self)
        place = f"/v1/requests/{self.request['id']}/approvals"
        request = self.ask("wanghua", "POST", place, {"verdict": "agree", "grant": {"until": "2099-12-31"}}).json()
        self.assertEqual(request["state"], "granted")
        self.assertEqual(request["grant"]["left"], 3)
        self.failed("Conflict", 409, "wanghua", "POST", place, {"verdict": "agree"})
        answer = self.gate.proceed(self.job)
        self.assertEqual(answer["verdict"], "deliver")
        cls.copies = answer["copies"]
        self.assertEqual([c["number"] for c in self.copies], [1, 2, 3])
        cls.pdfs = [self.write(f"copy{c['number']}.pdf", self.gate.deliver(self.job, c)) for c in self.copies]
        for copy, pdf, name in zip(self.copies, self.pdfs, ("陈立", "周宁", "孙悦")):
            text = text_of(pdf)
            for needed in (f"{copy['number']:06}", "机密★10年", name):
                self.assertIn(needed, text)
            self.assertIn(copy["serial"], text.replace("-", ""))
        self.assertEqual(self.gate.proceed(self.job)["verdict"], "finished")
        self.assertEqual(os.listdir(os.path.join(self.gate.registry, "store")).count("objects"), 0)

    def test_034_a_fourth_copy_is_refused_in_one_sentence_with_the_clause(self):
        answer = self.gate.proceed(self.gate.send(34, self.path("notice.pdf"), imprimatur_document=NUMBER), "zh")
        self.assertEqual((answer["verdict"], answer["reason"]), ("refuse", "imprimatur-grant-exhausted"))
        self.assertIn("P7.13.1", answer["sentence"])

    def test_035_a_scan_of_copy_two_becomes_copy_four_after_the_same_approval(self):
        cls = type(self)
        scan = pictures.scan(self.pdfs[1], self.path("scan.pdf"))
        job = self.gate.send(35, scan, imprimatur_recipients="qianjin")
        self.assertEqual(self.gate.proceed(job)["verdict"], "hold")
        request = self.ask("wanghua", "GET", "/v1/requests").json()["requests"][0]
        self.assertEqual((request["action"], request["parent_number"]), ("copy", 2))
        self.ask("wanghua", "POST", f"/v1/requests/{request['id']}/approvals", {"verdict": "agree"})
        answer = self.gate.proceed(job)
        self.assertEqual([c["number"] for c in answer["copies"]], [4], answer)
        cls.fourth = self.write("copy4.pdf", self.gate.deliver(job, answer["copies"][0]))
        self.assertIn("机密★10年", text_of(self.fourth))
        copies = self.ask("zhaomin", "GET", PATH + "/copies").json()["copies"]
        self.assertEqual([c["parent_number"] for c in copies], [None, None, None, 2])
        self.assertEqual({c["state"] for c in copies}, {"issued"})

    def test_036_people_see_the_copies_that_are_theirs(self):
        mine = self.ask("chenli", "GET", "/v1/copies").json()["copies"]
        self.assertEqual([c["number"] for c in mine], [1])
        self.ask("chenli", "GET", "/v1/copies/" + mine[0]["serial"])
        self.failed("NotFound", 404, "chenli", "GET", "/v1/copies/" + self.copies[1]["serial"])
        one = self.ask("zhaomin", "GET", f"/v1/copies?document={quoted(NUMBER)}&number=3").json()["copies"]
        self.assertEqual([c["holder"] for c in one], ["sunyue"])

    # From a page to a story

    def test_040_a_serial_tells_the_story_even_with_characters_missing(self):
        serial = self.copies[2]["serial"]
        for text in (serial, serial.lower()[:4] + "-????-" + serial[8:], serial[:6] + "?" * 10):
            trace = self.ask("zhaomin", "GET", "/v1/trace?serial=" + quoted(text), language="zh").json()
            self.assertEqual([s["copy"]["number"] for s in trace["stories"]], [3], text)
        story = " ".join(trace["stories"][0]["lines"])
        for needed in (NUMBER, "000003", "李明", "王华", "孙悦"):
            self.assertIn(needed, story)
        for text in (serial[:9] + "…", serial[:4] + "－＊", serial[:9].lower() + "–..."):
            trace = self.ask("zhaomin", "GET", "/v1/trace?serial=" + quoted(text)).json()
            found = [s["copy"]["number"] for s in trace["stories"]] + [c["number"] for c in trace["candidates"]]
            self.assertIn(3, found, text)
        slip = ("A" if serial[0] != "A" else "B") + serial[1:]
        self.failed("BadInput", 400, "zhaomin", "GET", "/v1/trace?serial=" + slip)
        self.failed("BadInput", 400, "zhaomin", "GET", "/v1/trace?serial=" + quoted("?" * 16))
        self.failed("Denied", 403, "liming", "GET", "/v1/trace?serial=" + serial)

    def test_041_a_photo_tells_the_story_and_a_report_comes_out(self):
        photo = pictures.photo(self.pdfs[2], self.path("photo.jpg"))
        picture = open(photo, "rb").read()
        trace = self.ask("zhaomin", "POST", "/v1/trace?name=photo.jpg", picture).json()
        self.assertEqual([s["copy"]["number"] for s in trace["stories"]], [3], trace)
        sha256 = hashlib.sha256(picture).hexdigest()
        self.assertEqual((trace["asked"]["file"], trace["asked"]["sha256"], trace["asked"]["by"]),
                         ("photo.jpg", sha256, "zhaomin"))
        asked = [e for e in self.ask("qianjin", "GET", "/v1/audit").json()["entries"] if e["what"] == "trace.asked"]
        self.assertEqual((asked[-1]["details"]["file"], asked[-1]["details"]["sha256"]), ("photo.jpg", sha256))
        self.assertEqual(trace["findings"][0]["fit"], "ours")
        report = self.ask("zhaomin", "POST", "/v1/trace", picture, Accept="application/pdf", language="zh")
        text = text_of(self.write("trace.pdf", report.body))
        self.assertIn("000003", text)
        self.assertIn(sha256, text.replace("\n", ""))
        self.assertEqual(self.ask("zhaomin", "POST", "/v1/trace", open(self.path("letter.pdf"), "rb").read())
                         .json()["stories"], [])

    def test_042_a_copy_of_a_copy_tells_where_it_came_from(self):
        four = self.ask("zhaomin", "GET", f"/v1/copies?document={quoted(NUMBER)}&number=4").json()["copies"][0]
        story = self.ask("zhaomin", "GET", "/v1/trace?serial=" + four["serial"]).json()["stories"][0]
        self.assertEqual([c["number"] for c in story["ancestors"]], [2])
        two = self.ask("zhaomin", "GET", "/v1/trace?serial=" + self.copies[1]["serial"]).json()["stories"][0]
        self.assertEqual([c["number"] for c in two["children"]], [4])
        self.assertEqual([c["number"] for c in two["descendants"]], [4])
        self.assertNotIn(4, [c["number"] for c in two["others"]])

    # Registers and the log

    def test_050_the_registers_come_out_as_lines_and_as_pdf(self):
        target = "/v1/registers/copy-record?document=" + quoted(NUMBER)
        record = self.ask("zhaomin", "GET", target, language="zh").json()
        self.assertEqual(len(record["copies"]), 4)
        self.assertEqual(record["title"], "复制记录")
        pdf = self.write("copy-record.pdf", self.ask("zhaomin", "GET", target, Accept="application/pdf",
                                                     language="zh").body)
        text = text_of(pdf).replace("\n", "")
        for needed in (NUMBER, "000001", "000004", "王华", "陈立", "孙悦"):
            self.assertIn(needed, text)
        issued = self.ask("zhaomin", "GET", "/v1/registers/issue").json()
        self.assertEqual(len(issued["movements"]), 4)
        pdf = self.write("issue.pdf", self.ask("zhaomin", "GET", "/v1/registers/issue?format=pdf", language="zh").body)
        self.assertIn("发文簿", text_of(pdf))
        self.assertEqual(self.ask("zhaomin", "GET", "/v1/registers/issue?to=2020-01-01").json()["movements"], [])
        self.failed("BadInput", 400, "zhaomin", "GET", "/v1/registers/issue?from=2026-02-01&to=2026-01-01")
        self.failed("NotFound", 404, "zhaomin", "GET", "/v1/registers/copy-record?document=x")
        self.failed("Denied", 403, "liming", "GET", target)

    def test_051_a_copy_turns_out_badly_and_stays_accounted_for(self):
        place = "/v1/copies/" + self.copies[0]["serial"] + "/spoil"
        self.failed("BadInput", 400, "zhaomin", "POST", place, {})
        self.failed("Denied", 403, "liming", "POST", place, {"note": "卡纸"})
        self.assertEqual(self.ask("zhaomin", "POST", place, {"note": "卡纸"}).json()["state"], "spoiled")
        self.failed("Conflict", 409, "zhaomin", "POST", place, {"note": "卡纸"})

    def test_052_the_log_is_read_by_the_auditor_and_holds_every_decision(self):
        self.failed("Denied", 403, "liming", "GET", "/v1/audit")
        entries = self.ask("qianjin", "GET", "/v1/audit?limit=10000").json()["entries"]
        seen = {e["what"] for e in entries}
        self.assertLessEqual({"person.entered", "document.registered", "document.fingerprinted", "job.arrived",
                              "job.in-custody", "request.made", "job.held", "approval.given", "grant.made",
                              "copy.reserved", "copy.delivering", "copy.issued", "job.finished", "job.refused",
                              "trace.asked", "register.drawn", "request.previewed"}, seen)
        self.assertIn("P7.13.1", [e for e in entries if e["what"] == "job.refused"][0]["clauses"])
        self.assertEqual(len(self.ask("qianjin", "GET", "/v1/audit?limit=3&from=2").json()["entries"]), 3)
        check = self.ask("qianjin", "GET", "/v1/audit/verify").json()
        self.assertTrue(check["is_sound"], check)
        self.assertEqual(check["count"], len(entries))

    def test_053_the_rules_can_be_read_and_asked(self):
        table = self.ask("liming", "GET", "/v1/policy").json()
        self.assertEqual(table["name"], "P7")
        decision = self.ask("liming", "POST", "/v1/policy/explain",
                            {"action": "print", "level": "绝密", "recipients": ["chenli"], "count": 1}).json()
        self.assertIn(decision["verdict"], ("ask", "refuse"))
        self.assertTrue(decision["clauses"])
        before = self.ask("qianjin", "GET", "/v1/audit").json()["head"]
        self.ask("liming", "POST", "/v1/policy/explain", {"document": NUMBER})
        self.assertEqual(self.ask("qianjin", "GET", "/v1/audit").json()["head"], before)

    # Bad input

    def refused(self, number, document, *words, **options):
        answer = self.gate.proceed(self.gate.send(number, document, **options))
        self.assertEqual(answer["verdict"], "refuse", answer)
        for word in words:
            self.assertIn(word, answer["sentence"])
        self.assertNotEqual(answer["sentence"], answer["sentence_id"])
        return answer

    def test_060_what_is_no_document_is_refused_with_a_sentence(self):
        self.refused(601, self.write("empty.pdf", b""))
        self.refused(602, self.write("liar.pdf", b"%PDF-1.4\n" + os.urandom(20000)))
        self.refused(603, self.write("words.pdf", b"just words"))
        locked = self.path("locked.pdf")
        subprocess.run(["qpdf", "--encrypt", "user", "owner", "256", "--", self.path("letter.pdf"), locked], check=True)
        self.refused(604, locked)

    def test_061_numbers_and_recipients_that_do_not_fit_are_refused(self):
        self.refused(611, self.path("notice.pdf"), "没有这个号", imprimatur_document="没有这个号")
        self.refused(612, self.path("letter.pdf"), NUMBER, imprimatur_document=NUMBER)
        self.refused(613, self.path("notice.pdf"), "2", "3", copies=3, imprimatur_recipients="chenli,zhouning")
        self.refused(614, self.path("letter.pdf"), "超密", imprimatur_level="超密")

    def test_062_pages_of_two_copies_are_refused_with_both_serials(self):
        mixed = self.path("mixed.pdf")
        subprocess.run(["qpdf", "--empty", "--pages", self.pdfs[1], "1", self.pdfs[2], "2", "--", mixed], check=True)
        answer = self.refused(62, pictures.scan(mixed, self.path("mixed-scan.pdf")))
        self.assertEqual(len(re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", answer["sentence"])), 2)

    def test_063_a_title_of_64_kib_is_only_a_title(self):
        job = self.gate.send(63, self.path("letter.pdf"), title="a\nATTR: x\x1b[2J%s" + "x" * 65536)
        self.assertEqual(self.gate.proceed(job)["verdict"], "deliver")
        title = self.ask("liming", "GET", f"/v1/jobs/{job}").json()["title"]
        self.assertNotIn("\n", title)
        self.assertLess(len(title), 300)
        self.assertNotIn("ATTR", self.gate.read_log())
        self.assertEqual(self.ask("root", "GET", f"/v1/jobs/{job}").json()["title"], "")

    def test_064_an_unknown_person_prints_nothing(self):
        self.refused(641, self.path("letter.pdf"), "stranger", user="stranger")
        answer = self.gate.proceed(self.gate.send(642, self.path("letter.pdf"), user=""))
        self.assertEqual(answer["verdict"], "authenticate")

    def test_065_somebody_elses_job_is_not_cancelled(self):
        job = self.gate.send(65, self.path("letter.pdf"))
        self.failed("NotFound", 404, "chenli", "POST", f"/v1/jobs/{job}/cancel", {"note": ""})
        self.ask("liming", "POST", f"/v1/jobs/{job}/cancel", {"note": "不印了"}, status=204)
        self.ask("liming", "POST", f"/v1/jobs/{job}/cancel", {}, status=204)
        self.assertEqual(self.gate.proceed(job)["reason"], "imprimatur-cancelled")

    # The process

    def test_070_killed_with_copies_reserved_it_goes_on_with_the_same_serials(self):
        job = self.gate.send(70, self.path("letter.pdf"), copies=2)
        before = self.gate.proceed(job)
        self.assertEqual(before["verdict"], "deliver", before)
        self.gate.stop(signal.SIGKILL)
        self.gate.start()
        after = self.gate.proceed(job)
        self.assertEqual(after["copies"], before["copies"])
        for copy in after["copies"]:
            self.gate.deliver(job, copy)
        self.assertEqual(self.gate.proceed(job)["verdict"], "finished")

    def test_071_rules_with_a_mistake_do_not_replace_those_in_force(self):
        rules = os.path.join(self.gate.policies, "07.toml")
        kept = open(rules, "rb").read()
        edition = self.ask("liming", "GET", "/v1/policy").json()["edition"]
        with open(rules, "ab") as file:
            file.write(b"\n[[rule]]\nlevels = [\"sercet\"]\n")
        self.gate.process.send_signal(signal.SIGHUP)
        self.wait_for_line("policies unchanged")
        self.assertEqual(self.ask("liming", "GET", "/v1/policy").json()["edition"], edition)
        with open(rules, "wb") as file:
            file.write(kept.replace(b"P7.3", b"P7.3", 1).replace(b'longest = "10y"', b'longest = "9y"', 1))
        self.gate.process.send_signal(signal.SIGHUP)
        self.wait_for_line("policies read")
        self.assertNotEqual(self.ask("liming", "GET", "/v1/policy").json()["edition"], edition)

    def wait_for_line(self, words):
        import time
        end = time.monotonic() + 10
        while words not in self.gate.read_log():
            self.assertLess(time.monotonic(), end, f"no line '{words}' in the log")
            time.sleep(0.05)

    def test_072_it_stops_gracefully_and_its_log_names_no_title(self):
        self.assertEqual(self.gate.stop(), 0)
        log = self.gate.read_log()
        self.assertNotIn("关于年度工作的通知", log)
        self.assertNotIn("传达学习", log)
        self.gate.start()

    def test_073_a_changed_entry_of_the_log_is_found(self):
        self.gate.stop()
        with sqlite3.connect(os.path.join(self.gate.registry, "registry.db")) as database:
            database.execute("UPDATE events SET actor = 'chenli' WHERE sequence = 9")
        database.close()
        self.gate.start()
        check = self.ask("qianjin", "GET", "/v1/audit/verify").json()
        self.assertFalse(check["is_sound"])
        self.assertEqual(check["first_bad"], 9)
        self.assertIn("9", check["sentence"])

    def test_074_settings_with_a_mistake_are_named_with_their_line(self):
        path = self.write("wrong.toml", b"\nsokcet = 1\n")
        done = subprocess.run([os.path.join(testing.Settings.build, "bin/imprimaturd"), "--settings", path],
                              capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 78)
        self.assertIn("sokcet", done.stderr)


if __name__ == "__main__":
    testing.main()
