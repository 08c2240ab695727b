"""What goes wrong in an office: each gives one clear sentence, a line in the log, and loses nothing."""

import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from office import pictures, testing  # noqa: E402
from office.office import Office, QUEUE, wait_for  # noqa: E402
from story import NUMBER, Story, pages_of, text_of  # noqa: E402

ENDED = ("canceled", "aborted", "completed")


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = Office(testing.Settings.build, testing.Settings.folder)
        cls.addClassCleanup(cls.office.__exit__)
        cls.office.__enter__()
        cls.story = Story(cls.office, testing.Settings.build)
        cls.story.write_documents()
        cls.story.register()

    def desk(self, name):
        return os.path.join(self.story.desk, name)

    def put(self, name, bytes_):
        with open(self.desk(name), "wb") as file:
            file.write(bytes_)
        os.chmod(self.desk(name), 0o644)
        return self.desk(name)

    def make(self, name, *words):
        subprocess.run([*words[:-1], words[-1]], check=True, capture_output=True)
        os.chmod(self.desk(name), 0o644)
        return self.desk(name)

    def sentence(self, number):
        found = self.office.job_attributes(number)
        return found.get("job-printer-state-message", "") or found.get("job-state-message", "")

    def refused(self, number, *words):
        """The job ends without paper, and its sentence holds these words."""
        before = len(self.office.sheets())
        state = self.office.wait_for_job(number, *ENDED)
        self.assertIn(state, ("canceled", "aborted"))
        said = self.sentence(number)
        for word in words:
            self.assertIn(word, said)
        self.assertEqual(len(self.office.sheets()), before)
        return said

    def waiting_for(self, number):
        """The request that this CUPS job waits for."""
        self.office.wait_for_job(number, "pending-held")
        jobs = [j for j in self.office.json("root", "job", "list") if j["cups_job"] == number]
        return jobs[-1]["request"]

    def grant(self, number, copies, recipients, until="2099-12-31"):
        request = self.waiting_for(number)
        self.office.cli("wanghua", "grant", request, "--copies", copies, "--recipients", recipients, "--until", until)

    def test_a_file_that_is_not_what_it_says(self):
        path = self.put("liar.pdf", b"%PDF-1.4\n" + os.urandom(20000))
        self.assertNotIn("Filter", self.refused(self.office.lp("liming", path)))

    def test_a_truncated_pdf_is_repaired_or_refused_but_never_half_printed(self):
        whole = open(self.story.notice, "rb").read()
        number = self.office.lp("liming", self.put("cut.pdf", whole[: len(whole) // 3]))
        before = len(self.office.sheets())
        if self.office.wait_for_job(number, *ENDED) == "completed":
            sheet = wait_for("the sheet", lambda: len(self.office.sheets()) > before and self.office.sheets()[-1])
            for page in range(1, pages_of(sheet) + 1):
                self.assertRegex(text_of(sheet, "-f", str(page), "-l", str(page)), r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")
        else:
            self.assertEqual(len(self.office.sheets()), before)
            self.assertNotIn("Filter", self.sentence(number))

    def test_an_encrypted_pdf(self):
        path = self.make("locked.pdf", "qpdf", "--encrypt", "user", "owner", "256", "--", self.story.memo,
                         self.desk("locked.pdf"))
        self.refused(self.office.lp("liming", path), "password")

    def test_five_thousand_pages_are_all_marked(self):
        self.make("page.pdf", "qpdf", self.story.memo, "--pages", ".", "1", "--", self.desk("page.pdf"))
        path = self.make("many.pdf", "qpdf", "--empty", "--pages", *([self.desk("page.pdf")] * 5000), "--",
                         self.desk("many.pdf"))
        before = len(self.office.sheets())
        number = self.office.lp("liming", path)
        self.assertEqual(self.office.wait_for_job(number, *ENDED, seconds=240), "completed")
        sheet = wait_for("the sheets", lambda: len(self.office.sheets()) > before and self.office.sheets()[-1])
        self.assertEqual(pages_of(sheet), 5000)
        for page in (1, 2500, 5000):
            self.assertRegex(text_of(sheet, "-f", str(page), "-l", str(page)), r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")

    def test_a_title_of_64_kib_with_newlines_and_invalid_utf8_is_only_a_title(self):
        evil = (b"a\nATTR: job-state=9\n%s%n$(touch /tmp/owned)`id`\xff\xfe" + b"x" * 60000)
        words = ["lp", "-d", QUEUE, "-t", evil, self.story.memo]
        before = len(self.office.sheets())
        from office import people
        answer = subprocess.run(words, capture_output=True, cwd="/", env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                                **people.run_as("liming"))
        if answer.returncode != 0:  # CUPS itself will not take such a title: a sentence, and nothing happens
            self.assertTrue(answer.stderr)
            title = "x" * 900 + "\n%s`id`"
            number = self.office.lp("liming", self.story.memo, title=title)
        else:
            number = int(answer.stdout.decode().split(f"{QUEUE}-")[1].split()[0])
        self.assertEqual(self.office.wait_for_job(number, *ENDED), "completed")
        wait_for("the sheet", lambda: len(self.office.sheets()) > before)
        self.assertFalse(os.path.exists("/tmp/owned"))

    def test_an_unknown_document_number(self):
        self.refused(self.office.lp("liming", self.story.notice, imprimatur_document="没有这个号"), "没有这个号")

    def test_a_number_that_belongs_to_another_file(self):
        self.refused(self.office.lp("liming", self.story.memo, imprimatur_document=NUMBER), NUMBER)

    def test_recipients_that_do_not_match_the_count(self):
        number = self.office.lp("liming", self.story.notice, copies=3, imprimatur_recipients="chenli,zhouning")
        self.refused(number, "3", "2")

    def test_a_grant_that_has_run_out_of_copies(self):
        number = self.office.lp("liming", self.story.notice, imprimatur_recipients="chenli")
        self.grant(number, 1, "chenli")
        self.assertEqual(self.office.wait_for_job(number, *ENDED), "completed")
        again = self.office.lp("liming", self.story.notice, copies=1, imprimatur_document=NUMBER)
        self.refused(again, "P7")

    def test_a_grant_for_another_file_is_no_grant(self):
        text = open(os.path.join(os.path.dirname(__file__), "..", "support", "documents", "notice.txt"),
                    encoding="utf-8").read()
        changed = self.put("changed.txt", text.replace("2026", "2027").encode())
        other = self.desk("changed.pdf")
        subprocess.run([os.path.join(self.story.build, "tests", "typeset"), changed, other], check=True)
        os.chmod(other, 0o644)
        number = self.office.lp("sunyue", other, imprimatur_level="机密", imprimatur_recipients="chenli")
        self.office.wait_for_job(number, "pending-held")
        self.office.run("sunyue", "cancel", f"{QUEUE}-{number}")
        self.office.wait_for_job(number, "canceled")

    def test_a_scan_with_two_serials(self):
        number = self.office.lp("zhouning", self.story.notice, copies=2, imprimatur_recipients="chenli,sunyue")
        before = set(self.office.sheets())
        self.grant(number, 2, "chenli,sunyue")
        self.office.wait_for_job(number, "completed", seconds=90)
        two = sorted(wait_for("two sheets", lambda: len(set(self.office.sheets()) - before) == 2
                              and set(self.office.sheets()) - before))
        mixed = self.make("mixed.pdf", "qpdf", "--empty", "--pages", two[0], "1", two[1], "2", "--",
                          self.desk("mixed.pdf"))
        scan = pictures.scan(mixed, self.desk("mixed-scan.pdf"))
        os.chmod(scan, 0o644)
        said = self.refused(self.office.lp("liming", scan))
        self.assertEqual(len(re.findall(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}", said)), 2, said)

    def test_a_service_that_is_down_delays_the_job_and_loses_nothing(self):
        self.office.stop("service")
        before = len(self.office.sheets())
        number = self.office.lp("liming", self.story.memo)
        wait_for("a sign that the gateway is away", lambda: self.sentence(number))
        self.assertEqual(len(self.office.sheets()), before, "paper without the gateway")
        self.office.start_service()
        self.assertEqual(self.office.wait_for_job(number, *ENDED, seconds=90), "completed")
        wait_for("the sheet", lambda: len(self.office.sheets()) == before + 1)

    def test_a_printer_that_is_off_delays_the_job_and_loses_nothing(self):
        self.office.stop("printer")
        before = len(self.office.sheets())
        number = self.office.lp("liming", self.story.memo)
        wait_for("a copy on its way", lambda: any(c["state"] == "delivering" for c in
                                                  self.office.json("zhaomin", "copy", "list")))
        self.assertNotIn(self.office.job_state(number), ENDED)
        self.office.start_printer()
        self.assertEqual(self.office.wait_for_job(number, *ENDED, seconds=120), "completed")
        wait_for("the sheet", lambda: len(self.office.sheets()) == before + 1)

    def test_a_full_disk_stops_printing_with_a_sentence_and_goes_on_when_there_is_room(self):
        store = os.path.join(self.office.folder, "registry", "store")
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k,mode=0777", "full", store], check=True)
        before = len(self.office.sheets())
        try:
            number = self.office.lp("liming", self.story.memo)
            wait_for("the sentence", lambda: self.sentence(number))
            self.assertEqual(len(self.office.sheets()), before)
            self.assertNotEqual(self.office.job_state(number), "completed")
        finally:
            subprocess.run(["umount", store], check=True)
        self.assertEqual(self.office.wait_for_job(number, *ENDED, seconds=120), "completed")

    def test_another_person_cannot_print_in_somebodys_name(self):
        answer = self.office.run("chenli", "lp", "-U", "liming", "-d", QUEUE, self.story.memo, check=False)
        self.assertNotEqual(answer.returncode, 0, answer.stdout)

    def test_two_files_in_one_job_are_refused_or_both_marked(self):
        before = len(self.office.sheets())
        answer = self.office.run("liming", "lp", "-d", QUEUE, self.story.memo, self.story.memo, check=False)
        number = int(answer.stdout.split(f"{QUEUE}-")[1].split()[0])
        state = self.office.wait_for_job(number, *ENDED)
        self.assertTrue(self.sentence(number))
        if state == "completed":
            pages = sum(pages_of(p) for p in self.office.sheets()[before:])
            self.assertEqual(pages, 2 * pages_of(self.story.memo))


if __name__ == "__main__":
    testing.main()
