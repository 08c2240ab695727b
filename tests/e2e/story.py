"""The main job, told once: the demo narrates it, the tests assert it."""

import os
import re
import subprocess

from office import pictures
from office.office import QUEUE, wait_for

NUMBER = "鼓委办〔2026〕12号"
TITLE = "关于印发2027年度全区重点工作安排（征求意见稿）的通知"
RECIPIENTS = ("chenli", "zhouning", "sunyue")
NAMES = ("陈立", "周宁", "孙悦")


def text_of(pdf, *options):
    return subprocess.run(["pdftotext", "-raw", *options, pdf, "-"], capture_output=True, text=True, check=True).stdout


def pages_of(pdf):
    answer = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", answer).group(1))


class Story:
    """Each method is one scene, leaves its facts on self, and fails loudly when it does not come out."""

    def __init__(self, office, build):
        self.office = office
        self.build = build
        self.desk = os.path.join(office.folder, "desk")

    def _typeset(self, text, name):
        out = os.path.join(self.desk, name)
        sample = os.path.join(os.path.dirname(__file__), "..", "support", "documents", text)
        subprocess.run([os.path.join(self.build, "tests", "typeset"), sample, out], check=True)
        os.chmod(out, 0o644)
        return out

    def write_documents(self):
        self.notice = self._typeset("notice.txt", "notice.pdf")
        self.memo = self._typeset("letter.txt", "memo.pdf")
        assert pages_of(self.notice) >= 3

    def register(self):
        self.office.cli("zhaomin", "document", "add", self.notice, "--number", NUMBER, "--title", TITLE,
                        "--level", "机密", "--period", "10y", "--issued", "2026-11-20", "--department", "综合科",
                        "--keeper-original", "zhaomin", "--keeper-duplicate", "wanghua")
        proposed = self.office.json("zhaomin", "document", "show", NUMBER)
        assert proposed["level"] == "secret" and proposed["is_level_proposed"], proposed
        self.office.cli("wanghua", "document", "set-level", NUMBER)
        document = self.office.json("zhaomin", "document", "show", NUMBER)
        assert document["level_set_by"] == ["wanghua"] and not document["is_level_proposed"], document
        return document

    def print_without_grant(self):
        """Three copies, by plain lp. The job is held; lpstat says why."""
        self.first_job = self.office.lp("liming", self.notice, copies=3, title=TITLE,
                                        imprimatur_purpose="传达学习", imprimatur_recipients=",".join(RECIPIENTS))
        self.office.wait_for_job(self.first_job, "pending-held")
        self.why_held = self.office.run("liming", "lpstat", "-l", "-o", QUEUE, language="C.UTF-8").stdout
        assert "P7.13.1" in self.why_held, self.why_held
        assert not self.office.sheets(), "paper without a grant"

    def grant_three(self):
        waiting = self.office.json("wanghua", "request", "list")
        assert len(waiting) == 1, waiting
        self.request = waiting[0]
        self.office.cli("wanghua", "grant", self.request["id"], "--copies", 3, "--recipients", ",".join(RECIPIENTS),
                        "--until", "2099-12-31")
        self.office.wait_for_job(self.first_job, "completed", seconds=120)
        self.copies = wait_for("three sheets", lambda: len(self.office.sheets()) == 3 and self.office.sheets())

    def look_at_copies(self):
        seen = set()
        for pdf in self.copies:
            assert pages_of(pdf) == pages_of(self.notice)
            for page in range(1, pages_of(pdf) + 1):
                text = text_of(pdf, "-f", str(page), "-l", str(page))
                assert "机密★10年" in text, f"{pdf} page {page} lacks its level:\n{text}"
                numbers = set(re.findall(r"\b\d{6}\b", text)) & {"000001", "000002", "000003"}
                assert len(numbers) == 1, f"{pdf} page {page}: {numbers}"
                name = [n for n in NAMES if n in text]
                assert len(name) == 1, f"{pdf} page {page}: recipients {name}"
            serials = set(re.findall(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b", text_of(pdf)))
            assert len(serials) == 1, serials
            seen.add((numbers.pop(), name[0], serials.pop()))
        assert {n for n, _, _ in seen} == {"000001", "000002", "000003"}, seen
        assert len({s for _, _, s in seen}) == 3
        self.by_number = {number: pdf for pdf in self.copies for number in ("000001", "000002", "000003")
                          if number in text_of(pdf)}
        registered = self.office.json("zhaomin", "copy", "list", "--document", NUMBER)
        assert sorted(c["number"] for c in registered) == [1, 2, 3], registered
        assert {c["state"] for c in registered} == {"issued"}, registered

    def fourth_is_refused(self):
        number = self.office.lp("liming", self.notice, copies=1, title=TITLE, imprimatur_document=NUMBER)
        self.office.wait_for_job(number, "canceled", "aborted")
        attributes = self.office.job_attributes(number)
        self.why_refused = attributes.get("job-printer-state-message", "") or attributes.get("job-state-message", "")
        assert "P7" in self.why_refused, attributes
        assert len(self.office.sheets()) == 3

    def print_arranged(self, name, **options):
        """The registered file with page options: held or refused, and no sheet. @return what lpstat says"""
        before = len(self.office.sheets())
        number = self.office.lp("liming", self.notice, title=name, imprimatur_recipients="qianjin", **options)
        state = self.office.wait_for_job(number, "pending-held", "canceled", "aborted", "completed")
        assert state != "completed" and len(self.office.sheets()) == before, f"{name}: printed at once"
        said = self.office.run("liming", "lpstat", "-l", "-o", QUEUE, language="C.UTF-8").stdout
        if state == "pending-held":
            waiting = self.office.json("wanghua", "request", "list")
            assert [w["document"]["number"] for w in waiting] == [NUMBER], f"{name}: {waiting}"
            self.office.run("liming", "cancel", str(number))
            self.office.wait_for_job(number, "canceled")
            wait_for("the request to go", lambda: not self.office.json("wanghua", "request", "list"))
        return said

    def two_on_a_sheet_are_held(self):
        self.why_arranged_held = self.print_arranged("two-up", number_up=2)
        assert "P7.13.1" in self.why_arranged_held, self.why_arranged_held

    def no_page_option_hides_it(self):
        for name, options in {"four-up": {"number_up": 4}, "range": {"page_ranges": "2"}, "odd": {"page_set": "odd"},
                              "reverse": {"outputorder": "reverse"}, "landscape": {"landscape": "true"},
                              "booklet": {"booklet": "true"}, "border": {"number_up": 2, "page_border": "double"},
                              "mirror": {"mirror": "true"}, "a5": {"media": "A5", "fit_to_page": "true"},
                              "label": {"page_label": "memo"}}.items():
            self.print_arranged(name, **options)

    def unregistered_is_internal(self):
        number = self.office.lp("liming", self.memo, title="便函")
        self.office.wait_for_job(number, "completed")
        self.memo_copy = wait_for("the memo", lambda: len(self.office.sheets()) == 4 and self.office.sheets()[-1])
        text = text_of(self.memo_copy)
        assert "机密" not in text and re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", text), text

    def copy_of_a_copy(self):
        """A scan of copy 2 comes to the same queue."""
        self.scan = pictures.scan(self.by_number["000002"], os.path.join(self.desk, "scan.pdf"))
        os.chmod(self.scan, 0o644)
        number = self.office.lp("liming", self.scan, title="扫描件", imprimatur_recipients="qianjin")
        self.office.wait_for_job(number, "pending-held")
        waiting = self.office.json("wanghua", "request", "list")
        assert len(waiting) == 1 and waiting[0]["action"] == "copy", waiting
        self.office.cli("wanghua", "grant", waiting[0]["id"], "--copies", 1, "--recipients", "qianjin",
                        "--until", "2099-12-31")
        self.office.wait_for_job(number, "completed", seconds=120)
        self.copied = wait_for("copy 4", lambda: len(self.office.sheets()) == 5 and self.office.sheets()[-1])
        text = text_of(self.copied)
        assert "000004" in text and "机密★10年" in text, text
        copies = {c["number"]: c for c in self.office.json("zhaomin", "copy", "list", "--document", NUMBER)}
        assert copies[4]["parent"] == copies[2]["serial"], copies[4]

    def registers(self):
        self.register_pdfs = []
        for name, words in (("copy-record", ("copy-record", NUMBER)), ("issue-register", ("issue",))):
            out = os.path.join(self.desk, name + ".pdf")
            self.office.cli("zhaomin", "register", *words, "--pdf", out, language="zh_CN.UTF-8")
            assert pages_of(out) >= 1
            self.register_pdfs.append(out)
        text = text_of(self.register_pdfs[0])
        for needed in (NUMBER, "000001", "000004", "王华", *NAMES):
            assert needed in text.replace("\n", ""), f"the copy record lacks {needed}:\n{text}"

    def trace(self):
        photo = pictures.photo(self.by_number["000003"], os.path.join(self.desk, "photo.jpg"), page=2)
        os.chmod(photo, 0o644)
        self.story = self.office.cli("zhaomin", "trace", photo, language="zh_CN.UTF-8").stdout
        for needed in ("000003", NUMBER, "liming", "wanghua"):
            assert needed in self.story, self.story
        return photo

    def trace_scrap(self):
        """A torn piece of 5 × 5 cm of copy 3, without a code, is known by its dots; the report is signed."""
        scrap = pictures.scrap(self.by_number["000003"], os.path.join(self.desk, "scrap.jpg"), page=2)
        os.chmod(scrap, 0o644)
        self.scrap_story = self.office.cli("zhaomin", "trace", scrap, language="zh_CN.UTF-8").stdout
        for needed in ("000003", NUMBER, "隐写点阵", "10^-"):
            assert needed in self.scrap_story, self.scrap_story
        found = self.office.json("zhaomin", "trace", scrap)[0]
        assert [region["marks"] for region in found["regions"]] == [["dots"]], found["regions"]
        assert found["regions"][0]["chance_of_error"] < 1e-9, found["regions"]
        report, picture = os.path.join(self.desk, "report.pdf"), os.path.join(self.desk, "outlined.png")
        self.office.cli("zhaomin", "trace", scrap, "--picture", picture, "--report", report)
        with open(picture, "rb") as file:
            assert file.read(8) == b"\x89PNG\r\n\x1a\n"
        assert "000003" in text_of(report)
        self.checked = self.office.cli("zhaomin", "verify", report).stdout
        return scrap

    def copy_without_corner(self):
        """Copy 2 photocopied with its codes folded under: known by its dots, and asked for as its copy."""
        torn = pictures.without_corners(self.by_number["000002"], os.path.join(self.desk, "torn.pdf"))
        os.chmod(torn, 0o644)
        number = self.office.lp("liming", torn, title="复印件", imprimatur_recipients="qianjin")
        self.office.wait_for_job(number, "pending-held")
        waiting = self.office.json("wanghua", "request", "list")
        assert len(waiting) == 1 and waiting[0]["action"] == "copy", waiting
        assert waiting[0]["parent_number"] == 2, waiting
        assert waiting[0]["document"]["number"] == NUMBER, waiting

    def audit(self):
        self.verified = self.office.cli("qianjin", "audit", "verify").stdout
