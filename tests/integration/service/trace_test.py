"""Traces through the service and the command: one question is one trace; long, damaged and inverted files of pages.
Scenes build on each other, in the order of their numbers."""

import hashlib
import json
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway import Gateway  # noqa: E402
from office import people, pictures, testing  # noqa: E402

PAGES = 100


def run(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


class Traces(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gate = Gateway(testing.Settings.build, testing.Settings.folder)
        cls.gate.start()
        cls.addClassCleanup(cls.gate.stop)
        for person in people.STAFF:
            cls.gate.ask("root", "PUT", f"/v1/people/{person.account}",
                         {"full_name": person.full_name, "department": person.department,
                          "roles": list(person.roles), "agreement": "2026-01-05", "training": "2026-06-01"})
        os.makedirs(cls.path("desk"))
        os.chmod(cls.path("desk"), 0o1777)
        sample = os.path.join(os.path.dirname(__file__), "../../support/documents/letter.txt")
        run(os.path.join(testing.Settings.build, "tests/typeset"), sample, cls.path("letter.pdf"))
        run("qpdf", "--empty", "--pages", *([cls.path("letter.pdf"), "1"] * PAGES), "--", cls.path("long.pdf"))
        cls.serial, cls.copy = cls.printed(1, "letter.pdf")
        cls.long_serial, cls.long_copy = cls.printed(2, "long.pdf")
        cls.photo = pictures.photo(cls.copy, cls.path("photo.jpg"))

    @classmethod
    def path(cls, name):
        return os.path.join(testing.Settings.folder, name)

    @classmethod
    def write(cls, name, bytes_):
        with open(cls.path(name), "wb") as file:
            file.write(bytes_)
        os.chmod(cls.path(name), 0o644)
        return cls.path(name)

    @classmethod
    def printed(cls, number, document):
        """A copy that came out of the printer: serial as people write it, and its PDF."""
        job = cls.gate.send(number, cls.path(document))
        copy = cls.gate.proceed(job)["copies"][0]
        pdf = cls.write(f"copy-of-{document}", cls.gate.deliver(job, copy))
        return "-".join(re.findall("....", copy["serial"])), pdf

    def traced(self, path):
        """The answer to 赵敏; nothing is asked twice."""
        answer = self.gate.ask("zhaomin", "POST", "/v1/trace", open(path, "rb").read())
        self.assertEqual(answer.status, 200, answer)
        return answer.json()

    def named(self, answer):
        return [story["copy"]["serial"] for story in answer["stories"]]

    def cli(self, *words):
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai",
                       "IMPRIMATUR_SOCKET": self.gate.socket}
        return subprocess.run([os.path.join(testing.Settings.build, "bin/imprimatur"), *words], env=environment,
                              capture_output=True, text=True, timeout=900, cwd="/", **people.run_as("zhaomin"))

    def entries(self, what):
        entries = self.gate.ask("qianjin", "GET", "/v1/audit?limit=10000&what=" + what).json()["entries"]
        return [entry["details"] for entry in entries]

    # One question

    def test_010_answer_report_and_picture_are_of_one_trace(self):
        report, picture = self.path("desk/report.pdf"), self.path("desk/picture.png")
        done = self.cli("trace", self.photo, "--report", report, "--picture", picture)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(self.serial, done.stdout)
        self.assertEqual(len(self.entries("trace.asked")), 1)
        made = self.entries("trace.reported")
        self.assertEqual([m["report"] for m in made], [hashlib.sha256(open(report, "rb").read()).hexdigest()])
        self.assertEqual(made[0]["sha256"], hashlib.sha256(open(self.photo, "rb").read()).hexdigest())
        self.assertEqual(self.cli("verify", report).returncode, 0)
        self.assertTrue(open(picture, "rb").read().startswith(b"\x89PNG"))

    def test_011_a_page_that_is_not_there_costs_the_picture_only(self):
        picture = self.path("desk/none.png")
        done = self.cli("trace", self.photo, "--picture", picture, "--page", "9")
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertIn(self.serial, done.stdout)
        self.assertIn("page", done.stderr)
        self.assertFalse(os.path.exists(picture))
        self.assertEqual(len(self.entries("trace.asked")), 2)

    def test_012_what_is_wrong_in_the_question_is_said_before_any_work(self):
        picture = open(self.photo, "rb").read()
        for query in ("attach=everything", "attach=picture&page=x", "format=png&page=0"):
            self.assertEqual(self.gate.ask("zhaomin", "POST", "/v1/trace?" + query, picture).status, 400, query)
        wrong = self.gate.ask("zhaomin", "GET", f"/v1/trace?serial={self.serial}&attach=picture")
        self.assertEqual(wrong.status, 400)
        self.assertEqual(len(self.entries("trace.asked")), 2)
        right = self.gate.ask("zhaomin", "GET", f"/v1/trace?serial={self.serial}&attach=report").json()
        self.assertEqual(right["report"]["type"], "application/pdf")
        self.assertEqual(self.entries("trace.reported")[-1]["asked"].replace("-", ""), self.serial.replace("-", ""))

    # Long files

    def test_020_a_hundred_pages_come_to_one_answer(self):
        done = self.cli("--json", "trace", self.long_copy)
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout)[0]
        self.assertEqual(self.named(answer), [self.long_serial])
        # A slow machine may not come to an end in the ten minutes that there are; no page is passed over in silence.
        seen = {r["page"] for r in answer["regions"]}
        self.assertEqual(sorted([*seen, *answer["unread_pages"]]), list(range(1, PAGES + 1)))
        self.assertGreater(len(seen), PAGES / 10)

    def broken_pdf(self, name, page, instead):
        """Nine pages of the long copy, with another page object at one place."""
        plain = self.path("plain.pdf")
        run("qpdf", "--qdf", "--object-streams=disable", self.long_copy, "--pages", ".", "1-9", "--", plain)
        text = open(plain, "rb").read()
        objects = list(re.finditer(rb"\n\d+ 0 obj\n<<(?:(?!endobj).)*?/Type /Page\n(?:(?!endobj).)*?endobj", text, re.S))
        found = objects[page - 1]
        number = found.group().split(b" ", 1)[0]
        text = text[:found.start()] + number + b" 0 obj\n" + instead + b"\nendobj" + text[found.end():]
        self.write(name, text)
        fixed = self.path("fixed-" + name)
        with open(fixed, "wb") as file:  # the table of places only
            subprocess.run(["fix-qdf", self.path(name)], stdout=file, check=True)
        return fixed

    def test_021_a_broken_page_of_a_pdf_is_said_and_the_others_are_traced(self):
        # Pages are counted as Poppler counts them: those behind one that is no object move up.
        for name, instead, unread in (("null.pdf", b"null", 9),
                                      ("huge.pdf", b"<< /Type /Page /MediaBox [0 0 900000000 900000000] >>", 5)):
            answer = self.traced(self.broken_pdf(name, 5, instead))
            self.assertEqual(self.named(answer), [self.long_serial], name)
            self.assertEqual(answer["unread_pages"], [unread], name)
            self.assertEqual({r["page"] for r in answer["regions"]}, set(range(1, 10)) - {unread}, name)
            self.assertIn(f"not looked at: {unread}.", " ".join(answer["warnings"]), name)

    def test_022_a_broken_frame_of_a_tiff_is_said_and_the_others_are_traced(self):
        frames = self.path("frames.pdf")
        run("qpdf", self.long_copy, "--pages", ".", "1-5", "--", frames)
        pages = pictures.previews(frames, self.path("desk"), "frame", 150)
        for compression in ("jpeg", "lzw", "group4"):
            tiff = self.path(compression + ".tif")
            bits = ["-threshold", "60%"] if compression == "group4" else ["-colorspace", "Gray"]
            run("/usr/bin/convert", *pages, *bits, "-density", "150", "-compress", compression, tiff)
            run("python3", "-c", BREAK_FRAME, tiff, "2")
            answer = self.traced(tiff)
            self.assertEqual(self.named(answer), [self.long_serial], compression)
            self.assertEqual({r["page"] for r in answer["regions"]} - {3}, {1, 2, 4, 5}, compression)
            if compression != "group4":  # whose noise is a picture as well
                self.assertEqual(answer["unread_pages"], [3], compression)

    # Pictures that came to harm

    def test_030_a_jpeg_that_was_cut_off_is_read_as_far_as_it_goes_or_refused(self):
        whole = open(self.photo, "rb").read()
        for part in (0.9, 0.5, 0.01):
            cut = whole[:int(len(whole) * part)]
            answer = self.gate.ask("zhaomin", "POST", "/v1/trace", cut)
            if answer.status == 200:
                self.assertIn(self.named(answer.json()), ([], [self.serial]), part)
                if part == 0.9:
                    self.assertEqual(self.named(answer.json()), [self.serial])
            else:
                self.assertEqual(answer.status, 400, answer)
                self.assertNotEqual(answer.json()["sentence"], answer.json()["sentence_id"])

    def test_031_a_negative_is_traced(self):
        for name, words in (("negative.jpg", ["-negate"]), ("negative.png", ["-negate", "-colorspace", "Gray"])):
            run("/usr/bin/convert", self.photo, *words, self.path(name))
            self.assertEqual(self.named(self.traced(self.path(name))), [self.serial], name)

    def test_032_a_negative_of_a_scrap_is_traced_by_its_dots(self):
        scrap = pictures.scrap(self.copy, self.path("scrap.jpg"))
        self.assertEqual(self.named(self.traced(scrap)), [self.serial])
        run("/usr/bin/convert", scrap, "-negate", self.path("negative-scrap.jpg"))
        self.assertEqual(self.named(self.traced(self.path("negative-scrap.jpg"))), [self.serial])


# Overwrites the picture of one frame of a TIFF, the folders stay.
BREAK_FRAME = r"""
import struct, sys
path, frame = sys.argv[1], int(sys.argv[2])
data = bytearray(open(path, "rb").read())
order = "<" if data[:2] == b"II" else ">"
folder = struct.unpack_from(order + "I", data, 4)[0]
for _ in range(frame):
    count = struct.unpack_from(order + "H", data, folder)[0]
    folder = struct.unpack_from(order + "I", data, folder + 2 + 12 * count)[0]
count = struct.unpack_from(order + "H", data, folder)[0]
fields = {}
for i in range(count):
    tag, kind, number, value = struct.unpack_from(order + "HHII", data, folder + 2 + 12 * i)
    fields[tag] = (kind, number, folder + 2 + 12 * i + 8, value)
def values(tag):
    kind, number, at, value = fields[tag]
    size, code = {3: (2, "H"), 4: (4, "I")}[kind]
    return struct.unpack_from(order + str(number) + code, data, at if size * number <= 4 else value)
for start, length in zip(values(273), values(279)):
    data[start:start + length] = b"\xff\xd8\x00\xa5" * (length // 4) + b"\0" * (length % 4)
open(path, "wb").write(data)
"""


if __name__ == "__main__":
    testing.main()
