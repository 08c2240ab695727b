"""Copies after the printer, at the service: PINs, circulation, loan, hand-over, incident, registers on paper. Scenes
build on each other, in the order of their numbers."""

import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway import Gateway, quoted  # noqa: E402
from office import people, testing  # noqa: E402

NUMBER = "鼓委办〔2026〕12号"
NAMES = {p.account: p.full_name for p in people.STAFF}


class Matters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gate = Gateway(testing.Settings.build, testing.Settings.folder, program="tests/imprimaturd-killable")
        cls.gate.set_clock("2026-11-23 09:00")
        cls.gate.start()
        cls.addClassCleanup(cls.gate.stop)
        sample = os.path.join(os.path.dirname(__file__), "../../support/documents/notice.txt")
        cls.notice = os.path.join(testing.Settings.folder, "notice.pdf")
        subprocess.run([os.path.join(testing.Settings.build, "tests/typeset"), sample, cls.notice], check=True)
        for person in people.STAFF:
            cls.gate.ask("root", "PUT", f"/v1/people/{person.account}",
                         {"full_name": person.full_name, "department": person.department,
                          "roles": list(person.roles), "agreement": "2026-01-05", "training": "2026-06-01"})

    def ask(self, *words, status=200, **more):
        answer = self.gate.ask(*words, **more)
        self.assertEqual(answer.status, status, answer)
        return answer

    def failed(self, status, *words, **more):
        answer = self.ask(*words, status=status, **more).json()
        self.assertNotEqual(answer["sentence"], answer["sentence_id"], "a sentence without words")
        return answer

    def signed(self, *accounts):
        return [{"account": a, "full_name": NAMES[a], "pin": "pin of " + a} for a in accounts]

    def open(self, kind, who="zhaomin", status=201, **given):
        return self.ask(who, "POST", "/v1/matters", {"kind": kind, **given}, status=status, language="zh").json()

    def act(self, matter, what, who="zhaomin", status=200, **given):
        return self.ask(who, "POST", f"/v1/matters/{matter['id']}/acts", {"what": what, **given}, status=status,
                        language="zh").json()

    def sheet(self, name, target):
        """The words of a register, drawn as PDF."""
        pdf = self.ask("zhaomin", "GET", target + ("&" if "?" in target else "?") + "format=pdf", language="zh").body
        path = os.path.join(testing.Settings.folder, name + ".pdf")
        with open(path, "wb") as file:
            file.write(pdf)
        if keep := os.environ.get("KEEP_SHEETS"):
            subprocess.run(["cp", path, keep], check=True)
        return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout

    def test_010_everybody_sets_a_pin_of_their_own(self):
        for account in ("liming", "wanghua", "zhaomin", "chenli", "zhouning", "sunyue"):
            self.ask(account, "PUT", f"/v1/people/{account}/pin", {"pin": "pin of " + account}, status=204)
        self.failed(403, "liming", "PUT", "/v1/people/chenli/pin", {"pin": "something"})
        self.failed(400, "liming", "PUT", "/v1/people/liming/pin", {"pin": "short", "old_pin": "pin of liming"})
        self.ask("root", "DELETE", "/v1/people/sunyue/pin", status=204)
        self.ask("sunyue", "PUT", "/v1/people/sunyue/pin", {"pin": "pin of sunyue"}, status=204)

    def test_020_three_copies_are_printed_for_the_registry(self):
        cls = type(self)
        self.ask("zhaomin", "POST", "/v1/documents",
                 {"number": NUMBER, "title": "关于年度工作的通知", "level": "机密", "period": "10年",
                  "issued": "2026-11-20", "department": "综合科", "keeper_original": "赵敏"}, status=201)
        self.gate.set_level(NUMBER)
        self.ask("zhaomin", "PUT", "/v1/documents/" + quoted(NUMBER) + "/file", open(self.notice, "rb").read())
        job = self.gate.send(1, self.notice, user="zhaomin", copies=3,
                             imprimatur_recipients="zhaomin,zhaomin,chenli")
        self.assertEqual(self.gate.proceed(job)["verdict"], "hold")
        request = self.ask("wanghua", "GET", "/v1/requests").json()["requests"][0]
        self.ask("wanghua", "POST", f"/v1/requests/{request['id']}/approvals", {"verdict": "agree"})
        copies = self.gate.proceed(job)["copies"]
        for copy in copies:
            self.gate.deliver(job, copy)
        cls.serials = ["-".join(re.findall("....", copy["serial"])) for copy in copies]

    def test_030_a_circulation_goes_straight_out_and_back(self):
        cls = type(self)
        cls.circulation = self.open("circulation", copies=[self.serials[0]], people=["周宁", "sunyue", "liming"])
        self.assertEqual(self.circulation["next"], ["out", "back", "read", "close"])
        after = self.act(self.circulation, "out", subject="zhouning", signatures=self.signed("zhouning"))
        self.assertEqual(after["items"][0]["state_text"], "已交出")
        self.assertEqual(after["items"][0]["holder"], "zhouning")
        said = self.act(self.circulation, "out", status=403, subject="sunyue", signatures=self.signed("sunyue"))
        self.assertEqual(said["sentence_id"], "matters.lateral")
        self.assertIn("P7.传阅1", said["sentence"])
        self.act(self.circulation, "back", subject="周宁")
        self.gate.set_clock("2026-11-24 09:00")
        self.act(self.circulation, "out", subject="sunyue", signatures=self.signed("sunyue"))
        self.gate.set_clock("2026-11-27 09:00")
        overdue = self.ask("zhaomin", "GET", "/v1/matters?overdue=yes").json()["matters"]
        self.assertEqual([m["id"] for m in overdue], [self.circulation["id"]])

    def test_040_a_loan_waits_for_the_leader_and_the_borrower_signs(self):
        loan = self.open("loan", copies=[self.serials[1]], subject="李明", purpose="起草", until="2026-12-01")
        self.assertEqual(loan["state"], "waiting")
        self.failed(403, "liming", "POST", f"/v1/matters/{loan['id']}/acts", {"what": "agree"})
        self.assertEqual(self.act(loan, "agree", who="wanghua")["state"], "agreed")
        wrong = [{"account": "liming", "full_name": "李明", "pin": "guess!"}]
        self.assertEqual(self.act(loan, "out", status=403, signatures=wrong)["sentence_id"], "matters.pin-wrong")
        self.act(loan, "out", signatures=self.signed("liming"))
        held = self.ask("liming", "GET", "/v1/people/liming/holdings").json()["copies"]
        self.assertEqual([c["serial"] for c in held], [self.serials[1]])
        movement = self.ask("zhaomin", "GET", f"/v1/copies/{self.serials[1]}").json()["movements"][-1]
        self.assertEqual((movement["kind"], movement["signed"]), ("loan", "李明"))

    def test_050_who_holds_copies_is_not_closed(self):
        said = self.failed(409, "root", "PUT", "/v1/people/liming", {"is_active": False})
        self.assertEqual(said["sentence_id"], "service.person-holds")

    def test_060_what_does_not_belong_or_is_missing_is_named(self):
        for given, word in (({"kind": "loan", "copies": [self.serials[2]]}, "subject"),
                            ({"kind": "dance"}, "kind"),
                            ({"kind": "waste", "document": NUMBER, "details": {"sort": "gold", "pages": "1"}}, "gold"),
                            ({"kind": "waste", "document": NUMBER, "details": {"colour": "red"}}, "colour"),
                            ({"kind": "loan", "copies": ["ZZZZ"]}, "")):
            self.assertIn(word, self.failed(400, "zhaomin", "POST", "/v1/matters", given)["sentence"])
        self.failed(404, "chenli", "GET", f"/v1/matters/{self.circulation['id']}")
        self.failed(403, "root", "GET", "/v1/matters")

    def test_070_registers_and_slips_are_drawn(self):
        slip = self.sheet("circulation-slip", f"/v1/matters/{self.circulation['id']}/slip")
        for needed in ("传阅单", NUMBER, "机密★10年", "周宁", "逾期", self.serials[0]):
            self.assertIn(needed, slip.replace(" ", "") if needed == "传阅单" else slip)
        register = self.sheet("matters", "/v1/registers/matters")
        for needed in ("借阅", "起草", "2026-12-01", "000001", "000002", "李明", "已交出"):
            self.assertIn(needed, register)
        breaches = self.sheet("breaches", "/v1/registers/breaches")
        for needed in ("孙悦", "逾期", "被拒绝", "P7.传阅1"):
            self.assertIn(needed, breaches)
        self.assertTrue(re.search(r"第 *1 *页", breaches))

    def test_080_an_incident_freezes_everything_of_the_document(self):
        self.open("incident", who="chenli", copies=[self.serials[2]], purpose="清点时未见", details={"sort": "loss"})
        copies = self.ask("zhaomin", "GET", "/v1/copies?document=" + quoted(NUMBER)).json()["copies"]
        self.assertEqual({c["state"] for c in copies}, {"frozen"})
        said = self.open("loan", status=409, copies=[self.serials[0]], subject="李明", purpose="起草",
                         until="2026-12-01")
        self.assertTrue(said["sentence"])
        job = self.gate.send(2, self.notice, user="zhaomin", imprimatur_recipients="zhaomin")
        self.assertEqual(self.gate.proceed(job)["verdict"], "refuse")

    def test_090_the_log_fits_together(self):
        self.assertTrue(self.ask("qianjin", "GET", "/v1/audit/verify").json()["is_sound"])


if __name__ == "__main__":
    testing.main()
