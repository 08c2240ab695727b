"""Who printed first owns nothing: a draft that was printed before it was registered becomes the registered document, its
file is kept, and no number is entered without its file. Scenes build on each other, in the order of their numbers."""

import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway import Gateway, quoted  # noqa: E402
from office import people, testing  # noqa: E402

NUMBER = "鼓委办〔2026〕21号"
PATH = "/v1/documents/" + quoted(NUMBER)


class Registering(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gate = Gateway(testing.Settings.build, testing.Settings.folder)
        cls.gate.start()
        cls.addClassCleanup(lambda: cls.gate.stop())
        for name in ("notice", "letter"):
            sample = os.path.join(os.path.dirname(__file__), "../../support/documents", name + ".txt")
            subprocess.run([os.path.join(testing.Settings.build, "tests/typeset"), sample, cls.path(name + ".pdf")],
                           check=True)
        for person in people.STAFF:
            cls.gate.ask("root", "PUT", f"/v1/people/{person.account}",
                         {"full_name": person.full_name, "department": person.department, "roles": list(person.roles),
                          "agreement": "2026-01-05", "training": "2026-06-01"})

    @classmethod
    def path(cls, name):
        return os.path.join(testing.Settings.folder, name)

    def bytes_of(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def ask(self, *words, status=200, **more):
        answer = self.gate.ask(*words, **more)
        self.assertEqual(answer.status, status, answer)
        return answer.json()

    def upload(self, name, who="zhaomin"):
        return self.ask(who, "POST", "/v1/files", self.bytes_of(name), status=201)["file"]

    def objects(self):
        return {name for _, _, names in os.walk(os.path.join(self.gate.registry, "store")) for name in names
                if len(name) == 32}

    def events(self, what):
        return self.ask("qianjin", "GET", f"/v1/audit?what={what}")["entries"]

    def register(self, number, name, status=201, **more):
        return self.ask("zhaomin", "POST", "/v1/documents",
                        {"number": number, "title": "通知", "level": "机密", "period": "10y", "file": self.upload(name), **more},
                        status=status)

    def test_010_a_draft_that_nobody_registered_is_printed_and_entered(self):
        cls = type(self)
        job = self.gate.send(10, self.path("notice.pdf"))
        answer = self.gate.proceed(job)
        self.assertEqual(answer["verdict"], "deliver", answer)
        cls.copy = answer["copies"][0]
        self.gate.deliver(job, cls.copy)
        documents = self.ask("zhaomin", "GET", "/v1/documents")["documents"]
        self.assertEqual([d["is_provisional"] for d in documents], [True])
        cls.draft = documents[0]["number"]
        self.assertRegex(cls.draft, "^P-")

    def test_020_what_is_wrong_with_a_registration_leaves_no_number_behind(self):
        for wrong, status in (({"level": "超密"}, 400), ({"file": "0" * 32}, 404), ({"join": ["没有这号"]}, 409)):
            given = {"number": NUMBER, "title": "通知", "level": "机密", "file": self.upload("notice.pdf"), **wrong}
            self.ask("zhaomin", "POST", "/v1/documents", given, status=status)
            self.ask("zhaomin", "GET", PATH, status=404)
        self.ask("zhaomin", "POST", "/v1/files", b"no document at all", status=400)
        other = {"number": NUMBER, "title": "通知", "level": "机密", "file": self.upload("letter.pdf")}
        self.ask("qianjin", "POST", "/v1/documents", other, status=403)

    def test_030_the_draft_becomes_the_registered_document_and_its_copy_is_told(self):
        document = self.register(NUMBER, "notice.pdf")
        self.assertTrue(document["is_file_kept"])
        joined = document["joined"]
        self.assertEqual([(j["number"], j["is_provisional"]) for j in joined], [(self.draft, True)])
        out = joined[0]["out"]
        self.assertEqual([(c["serial"].replace("-", ""), c["holder"], c["state"]) for c in out],
                         [(self.copy["serial"].replace("-", ""), "liming", "issued")])
        self.assertNotIn("机密", out[0]["level_mark"], "what stands on that paper")
        self.assertEqual(self.ask("zhaomin", "GET", "/v1/documents/" + quoted(self.draft))["number"], NUMBER)
        self.assertEqual(self.ask("zhaomin", "GET", PATH)["other_numbers"], [self.draft])
        copies = self.ask("zhaomin", "GET", PATH + "/copies")["copies"]
        self.assertEqual([c["serial"].replace("-", "") for c in copies], [self.copy["serial"].replace("-", "")])
        event = self.events("document.joined")[0]
        self.assertEqual((event["subject"], event["details"]["number"]), ("document:" + NUMBER, self.draft))
        self.assertIn("P7.13.1", event["clauses"])

    def test_040_from_then_on_it_is_not_printed_without_approval(self):
        job = self.gate.send(40, self.path("notice.pdf"))
        answer = self.gate.proceed(job)
        self.assertEqual(answer["verdict"], "refuse", "the level is only proposed (K1)")
        self.gate.set_level(NUMBER)
        answer = self.gate.proceed(self.gate.send(41, self.path("notice.pdf")))
        self.assertEqual((answer["verdict"], answer["reason"]), ("hold", "imprimatur-approval-needed"), answer)
        self.assertIn("P7.13.1", answer["clauses"])

    def test_050_the_same_again_is_told_clearly(self):
        said = self.register(NUMBER, "notice.pdf", status=409)
        self.assertEqual(said["sentence_id"], "service.registered-already")
        said = self.register("鼓委办〔2026〕22号", "notice.pdf", status=409)
        self.assertEqual(said["sentence_id"], "service.file-known")
        self.assertIn(NUMBER, said["sentence"])
        self.assertIn("--join", said["sentence"])
        self.ask("zhaomin", "GET", "/v1/documents/" + quoted("鼓委办〔2026〕22号"), status=404)

    def test_060_a_join_does_not_take_a_level_down(self):
        said = self.ask("zhaomin", "POST", "/v1/documents",
                        {"number": "鼓委办〔2026〕22号", "title": "通知", "level": "内部", "join": [NUMBER],
                         "file": self.upload("notice.pdf")}, status=403)
        self.assertEqual(said["sentence_id"], "service.level-not-theirs")
        self.assertEqual(self.ask("zhaomin", "GET", PATH)["level"], "secret")
        self.assertEqual(self.events("document.level-refused")[-1]["actor"], "zhaomin")

    def test_070_two_numbers_of_officers_become_one_document_by_their_word(self):
        second = "鼓委办〔2026〕22号"
        document = self.register(second, "notice.pdf", join=[NUMBER])
        self.assertEqual(document["number"], second)
        for number in (NUMBER, second, self.draft):
            self.assertEqual(self.ask("zhaomin", "GET", "/v1/documents/" + quoted(number))["number"], second)
        self.assertEqual(sorted(self.ask("zhaomin", "GET", PATH)["other_numbers"]), sorted([self.draft, NUMBER]))
        copies = self.ask("zhaomin", "GET", PATH + "/copies")["copies"]
        self.assertEqual(len(copies), 1, "the draft's copy is on record through both")
        self.ask("zhaomin", "POST", "/v1/documents", {"number": NUMBER, "title": "x", "level": "机密"}, status=409)

    def test_080_files_of_documents_stay_in_custody_and_others_do_not(self):
        documents = self.ask("zhaomin", "GET", "/v1/documents")["documents"]
        self.upload("letter.pdf")
        before = self.objects()
        self.gate.stop()
        self.gate.start()
        self.assertLess(len(self.objects()), len(before), "what was only handed in is gone")
        self.assertTrue(all(d["is_file_kept"] for d in documents))
        given = self.ask("zhaomin", "PUT", PATH + "/file", self.bytes_of("notice.pdf"))
        self.assertTrue(given["is_file_kept"])
        self.assertEqual(self.gate.ask("zhaomin", "PUT", PATH + "/file", self.bytes_of("letter.pdf")).status, 409)


if __name__ == "__main__":
    testing.main()
