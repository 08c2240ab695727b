"""Files that are no PDF: no page of any kind is lost on the way to the service (apple/cups 1117)."""

import os
import struct
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import print_room  # noqa: E402
from fake_service import FakeService  # noqa: E402
from print_room import OURS, SOCKET, PrintRoom, Settings, some_pages  # noqa: E402

ROOM = None


def setUpModule():
    global ROOM
    ROOM = PrintRoom(Settings.build, Settings.folder)
    ROOM.open()
    ROOM.add_plain_queues()


def tearDownModule():
    ROOM.close()


def tiff(pages):
    """So many pictures of 1 bit, 80 by 100 pixels, one behind the other."""
    out, last = b"II*\0\0\0\0\0", 4
    for page in range(pages):
        start = len(out)
        out += bytes([0xFF if row // 10 == page else 0 for row in range(100) for _ in range(10)])
        out += b"\0" * (len(out) % 2)
        out = out[:last] + struct.pack("<I", len(out)) + out[last + 4:]
        tags = [(256, 4, 1, 80), (257, 4, 1, 100), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 0), (273, 4, 1, start),
                (277, 3, 1, 1), (278, 4, 1, 100), (279, 4, 1, 1000)]
        out += struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags)
        last = len(out)
        out += b"\0\0\0\0"
    return out


class Kinds(unittest.TestCase):
    def setUp(self):
        self.room = ROOM
        self.room.clear()
        self.service = FakeService(SOCKET).start()
        self.addCleanup(self.service.stop)
        self.pdf = self.keep("three.pdf", some_pages(3))

    def keep(self, name, content):
        path = self.room.write(name, "")
        with open(path, "wb") as file:
            file.write(content)
        return path

    def printed(self, path, *words, state="completed"):
        number = self.room.lp("liming", *words, path)
        self.room.wait_for(number, state, seconds=30)
        return self.service.job(number)

    def text(self, content):
        return self.room.run("root", "pdftotext", self.keep("look.pdf", content), "-").stdout

    def pages(self, content):
        said = self.room.run("root", "pdfinfo", self.keep("look.pdf", content)).stdout
        return int(next(line.split()[1] for line in said.splitlines() if line.startswith("Pages:")))

    def raster(self, kind):
        """The three pages as a program sends them that knows no PDF."""
        def filtered(program, content, final):
            return subprocess.run(["/usr/lib/cups/filter/" + program, "1", "liming", "t", "1", "Resolution=100dpi"],
                                  env={**os.environ, "PPD": print_room.PPD, "CONTENT_TYPE": "application/pdf",
                                       "FINAL_CONTENT_TYPE": final},
                                  input=content, check=True, capture_output=True, cwd="/").stdout
        with open(self.pdf, "rb") as file:
            drawn = filtered("gstoraster", file.read(), "application/vnd.cups-raster")
        return self.keep("three." + kind[-3:], filtered("rastertopwg", drawn, kind))

    def test_a_tiff_goes_to_the_service_as_it_is_with_all_its_pages(self):
        sent = tiff(3)
        job = self.printed(self.keep("three.tif", sent))
        self.assertEqual((job.original, job.document), (None, sent))

    def test_a_pdf_inside_a_tiff_is_no_document(self):
        sent = tiff(3) + some_pages(1)
        job = self.printed(self.keep("both.tif", sent))
        self.assertEqual((job.original, job.document), (None, sent))

    def test_a_tiff_cannot_be_arranged_and_is_not_printed_otherwise(self):
        job = self.printed(self.keep("three.tif", tiff(3)), "-o", "page-ranges=2", state="canceled")
        self.assertTrue(job.cancelled)
        self.assertIsNone(job.document)

    def test_postscript_and_text_arrive_with_all_their_pages(self):
        path = os.path.join(self.room.folder, "three.ps")
        self.room.run("root", "pdftops", self.pdf, path)
        self.assertEqual(self.pages(self.printed(path).document), 3)
        lines = "\n".join(f"line {i} 第{i}行" for i in range(150))
        drawn = self.text(self.printed(self.keep("long.txt", lines.encode())).document)
        drawn = [line for line in drawn.split("\n") if line.strip("\f")]
        self.assertEqual(len(drawn), 150, "texttopdf does not say which letters it draws, but it draws every line")

    def test_raster_pages_arrive_as_pictures_none_lost(self):
        for kind in ("image/pwg-raster", "image/urf"):
            with self.subTest(kind=kind):
                job = self.printed(self.raster(kind))
                self.assertEqual(self.pages(job.document), 3)
                self.assertEqual(self.text(job.document).strip(), "", "each page is one picture: a scan")

    def test_pictures_of_one_page_are_one_page(self):
        for kind in ("png", "jpeg"):
            stem = os.path.join(self.room.folder, "one")
            self.room.run("root", "pdftoppm", "-r", "50", "-singlefile", "-" + kind, self.pdf, stem)
            path = stem + (".png" if kind == "png" else ".jpg")
            self.assertEqual(self.pages(self.printed(path).document), 1, kind)


if __name__ == "__main__":
    print_room.main()
