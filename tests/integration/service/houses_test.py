"""Rules of other houses at the service: a research institute (P10) with a school's reminders (P4). Scenes build on each
other, in the order of their numbers."""

import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway import Gateway, quoted  # noqa: E402
from office import people, testing  # noqa: E402

FORMULA = "研〔2026〕1号"


class Houses(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gate = Gateway(testing.Settings.build, testing.Settings.folder, program="tests/imprimaturd-killable",
                           profiles=("P4", "P10"))
        cls.gate.set_clock("2026-11-26 09:00")
        cls.gate.start()
        cls.addClassCleanup(cls.gate.stop)

    def ask(self, *words, status=200, **more):
        answer = self.gate.ask(*words, **more)
        self.assertEqual(answer.status, status, answer)
        return answer

    def events(self, what):
        return self.ask("qianjin", "GET", f"/v1/audit?what={what}").json()["entries"]

    def enter(self, person, status=200, roles=None, **more):
        return self.ask("root", "PUT", f"/v1/people/{person.account}",
                        {"full_name": person.full_name, "department": person.department,
                         "roles": list(roles or person.roles), **more}, status=status).json()

    def test_010_nobody_is_entered_without_an_agreement(self):  # K23: P10.9
        said = self.enter(people.STAFF[0], status=403)
        self.assertEqual(said["sentence_id"], "service.agreement-first")
        self.assertIn("P10.9", said["sentence"])
        table = "账号,姓名\r\nliming,李明\r\n".encode()
        mistakes = self.ask("root", "POST", "/v1/imports/people", table).json()["mistakes"]
        self.assertIn("P10.9", mistakes[0]["sentence"])
        roles = {"wanghua": ("user", "secrecy-committee")}
        for person in people.STAFF:
            self.enter(person, roles=roles.get(person.account), agreement="2026-01-05", training="2026-06-01")
        refused = self.events("person.refused")
        self.assertEqual([(e["subject"], e["clauses"]) for e in refused], [("person:liming", ["P10.9"])])

    def test_011_an_agreement_is_not_taken_away_from_somebody_in_office(self):  # K23: P10.9
        self.ask("root", "PUT", "/v1/people/liming", {"agreement": None}, status=403)
        self.ask("root", "PUT", "/v1/people/liming", {"agreement": None, "is_active": False})
        self.ask("root", "PUT", "/v1/people/liming", {"agreement": "2026-01-05", "is_active": True})

    def test_020_the_committee_sets_the_level(self):  # K1: P10.5.1
        self.ask("zhaomin", "POST", "/v1/documents", {"number": FORMULA, "title": "配方", "level": "秘密"}, status=201)
        path = "/v1/documents/" + quoted(FORMULA)
        letter = os.path.join(testing.Settings.folder, "letter.pdf")
        sample = os.path.join(os.path.dirname(__file__), "../../support/documents/letter.txt")
        subprocess.run([os.path.join(testing.Settings.build, "tests/typeset"), sample, letter], check=True)
        with open(letter, "rb") as file:
            self.ask("zhaomin", "PUT", path + "/file", file.read())
        said = self.ask("zhaomin", "POST", "/v1/requests", {"document": FORMULA, "count": 1}, status=403).json()
        self.assertEqual(said["sentence_id"], "policy.level-proposed")
        self.assertIn("P10.5.1", said["sentence"])
        said = self.ask("zhaomin", "POST", path + "/level", {}, status=403, language="zh").json()
        self.assertIn("P10.5.1", said["sentence"])
        self.assertEqual(self.events("document.level-refused")[0]["clauses"][0], "P10.5.1")
        self.assertEqual(self.ask("wanghua", "POST", path + "/level", {}).json()["level_set_by"], ["wanghua"])
        self.assertEqual(self.events("document.level-set")[0]["clauses"][0], "P10.5.1")
        self.assertEqual(self.ask("wanghua", "GET", "/v1/documents?proposed=yes").json()["documents"], [])

    def test_030_a_training_is_reminded_of_before_and_listed_after_its_day(self):  # K23, K36: P4.5, P4.6
        self.assertEqual(self.ask("root", "GET", "/v1/papers/due?within=30").json()["papers"][0]["account"], "root")
        self.gate.set_clock("2027-05-20 09:00")
        papers = [p for p in self.ask("root", "GET", "/v1/papers/due?within=30").json()["papers"]
                  if p["account"] == "liming"]
        self.assertEqual([(p["sort"], p["due"], p["is_overdue"]) for p in papers], [("training", "2027-06-01", False)])
        self.assertIn("P4.6", papers[0]["clauses"])
        breaches = "/v1/registers/breaches?person=liming"
        self.assertEqual(self.ask("zhaomin", "GET", breaches).json()["tables"][0]["rows"], [])
        self.gate.set_clock("2027-06-01 09:00")
        rows = self.ask("zhaomin", "GET", breaches, language="zh").json()["tables"][0]["rows"]
        self.assertEqual(len(rows), 1)
        self.assertIn("P4.5", rows[0][-1])
        self.ask("liming", "GET", "/v1/papers/due", status=403)


if __name__ == "__main__":
    testing.main()
