"""What the person sent and what CUPS made of it: both reach the service, or nothing is printed."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import print_room  # noqa: E402
from fake_service import FakeService  # noqa: E402
from print_room import OURS, REAL, SOCKET, PrintRoom, Settings, some_pages  # noqa: E402

ROOM = None
FILTER = "/usr/lib/cups/filter/imprimatur-topdf"
# Ends in the middle of what it has to say, once.
CUT_SHORT = """#!/bin/sh
if [ -e {folder}/cut ]; then
    {filter} "$@" > {folder}/whole
    rm {folder}/cut
    head -c $(($(stat -c %s {folder}/whole) - 1)) {folder}/whole
    exit 0
fi
exec {filter} "$@"
"""


def setUpModule():
    global ROOM
    ROOM = PrintRoom(Settings.build, Settings.folder)
    ROOM.open()
    ROOM.add_plain_queues()


def tearDownModule():
    ROOM.close()


class Parts(unittest.TestCase):
    def setUp(self):
        self.room = ROOM
        self.room.clear()
        self.service = FakeService(SOCKET).start()
        self.addCleanup(self.service.stop)
        self.sent = some_pages(4)
        self.file = self.keep("four.pdf", self.sent)

    def keep(self, name, content):
        path = self.room.write(name, "")
        with open(path, "wb") as file:
            file.write(content)
        return path

    def printed(self, *words, file=None, state="completed"):
        number = self.room.lp("liming", *words, file or self.file)
        self.room.wait_for(number, state)
        return self.service.job(number)

    def message(self, job):
        return self.room.attributes(job.announcement["cups_job"])["job-printer-state-message"]

    def assert_nothing_printed(self, job):
        self.assertTrue(job.cancelled)
        self.assertEqual((job.original, job.document, self.room.papers()), (None, None, []))

    def pages(self, content):
        path = self.keep("look.pdf", content)
        said = self.room.run("root", "pdfinfo", path).stdout
        return int(next(line.split()[1] for line in said.splitlines() if line.startswith("Pages:")))

    def test_both_arrive_whole_and_the_document_is_what_is_printed(self):
        job = self.printed("-o", "number-up=2", "-o", "page-ranges=1")
        self.assertEqual(job.original, self.sent)
        self.assertEqual(self.pages(job.document), 1)
        self.assertEqual(job.announcement["arrangement"], "number-up=2 page-ranges=1")
        order = [path.rsplit("/", 1)[1] for method, path, _ in self.service.calls if method == "PUT"]
        self.assertEqual(order, ["original", "document"])
        with open(self.room.papers()[0], "rb") as file:
            self.assertIn(job.document, file.read())

    def test_the_original_comes_without_options_too(self):
        job = self.printed()
        self.assertEqual((job.original, job.announcement["arrangement"]), (self.sent, ""))
        self.assertEqual(self.pages(job.document), 4)

    def test_raw_bytes_are_the_document_alone_whatever_they_begin_with(self):
        forged = b"imprimatur-parts" + (4).to_bytes(8, "big") + (4).to_bytes(8, "big") + b"goodevil"
        for content in (self.sent, forged):
            job = self.printed("-o", "raw", file=self.keep("raw", content))
            self.assertEqual((job.original, job.document), (None, content))

    def test_what_pdftopdf_cannot_read_comes_alone(self):
        broken = b"%PDF-1.7 nothing of a PDF"
        job = self.printed(file=self.keep("broken.pdf", broken))
        self.assertEqual((job.original, job.document), (None, broken))

    def test_what_cannot_be_arranged_as_asked_is_not_printed_otherwise(self):
        job = self.printed("-o", "page-ranges=2", file=self.keep("broken.pdf", b"%PDF-1.7 nothing"), state="canceled")
        self.assert_nothing_printed(job)
        self.assertIn("page-ranges=2", self.message(job))

    def test_pages_that_the_options_leave_out_are_not_printed_instead(self):
        for options in ("page-ranges=9-10", "number-up=2 page-ranges=3", "page-set=even page-ranges=1"):
            with self.subTest(options=options):
                job = self.printed(*(word for option in options.split() for word in ("-o", option)), state="canceled")
                self.assert_nothing_printed(job)
                self.assertIn("no such pages", self.message(job))

    def test_a_label_of_the_persons_own_is_not_on_paper(self):
        plain = self.printed().document
        for name in ("page-label", "Page-Label"):
            labelled = self.printed("-o", name + "=TOP SECRET", "-o", "landscape=false").document
            self.assertEqual(self.text(labelled), self.text(plain))

    def text(self, content):
        return self.room.run("root", "pdftotext", self.keep("look.pdf", content), "-").stdout

    def test_a_job_is_known_by_more_than_a_person_can_choose(self):
        for _ in range(2):
            told = self.printed("-o", "job-uuid=urn:uuid:11111111-2222-3333-4444-555555555555").announcement
            self.assertRegex(told["cups_uuid"], r"^urn:uuid:[-0-9a-f]{36}#\d{9,}$")

    def test_a_stream_that_is_cut_off_is_no_document(self):
        inner = FILTER + "-inner"
        os.rename(FILTER, inner)
        self.addCleanup(os.rename, inner, FILTER)
        with open(FILTER, "w", encoding="ascii") as file:
            file.write(CUT_SHORT.format(folder=self.room.folder, filter=inner))
        os.chmod(FILTER, 0o755)
        self.room.write("cut", "")
        number = self.room.lp("liming", self.file)
        self.room.wait("a sentence",
                       lambda: "did not arrive whole" in self.room.attributes(number).get("job-printer-state-message", ""))
        self.assertEqual(self.room.papers(), [])
        self.assertIsNone(self.service.job(number).document)
        self.room.wait_for(number, "completed")
        self.assertEqual(self.service.job(number).original, self.sent)
        self.assertEqual(len(self.room.papers()), 1, "by itself, when the filter does better")


if __name__ == "__main__":
    print_room.main()
