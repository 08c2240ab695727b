"""Setting the queue up in a real scheduler, and what check says when somebody opens a way around it."""

import grp
import os
import re
import shutil
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "backend"))
import print_room  # noqa: E402
from fake_service import FakeService, saying  # noqa: E402
from print_room import OURS, PPD, REAL, SOCKET, PrintRoom, Settings, one_page  # noqa: E402

CONF = "/etc/cups/cupsd.conf"
ROOM = None


def setUpModule():
    global ROOM
    ROOM = PrintRoom(Settings.build, Settings.folder)
    ROOM.open()
    path = ROOM.write("one.pdf", "")
    with open(path, "wb") as file:
        file.write(one_page())


def tearDownModule():
    ROOM.close()


def configuration():
    with open(CONF, encoding="utf-8") as file:
        return file.read()


class QueueTest(unittest.TestCase):
    def setUp(self):
        self.room = ROOM
        self.file = os.path.join(Settings.folder, "one.pdf")
        self.room.clear()
        self.service = FakeService(SOCKET).start()
        self.addCleanup(self.service.stop)
        self.room.add_queues()
        self.addCleanup(self.room.run, "root", "cancel", "-a")

    def findings(self):
        return [line for line in self.room.queue_tool("check", PPD) if not line.startswith("remark")]

    def reconfigure(self, old, new):
        """Changes cupsd.conf by hand, as an administrator would."""
        before = configuration()
        self.assertRegex(before, old)
        self.write_configuration(re.sub(old, new, before))
        self.addCleanup(self.write_configuration, before)

    def write_configuration(self, text):
        with open(CONF, "w", encoding="utf-8") as file:
            file.write(text)
        self.room.stop_cups()
        self.room.start_cups()

    def refused(self, account, *words):
        done = self.room.run(account, *words, check=False)
        self.assertNotEqual(done.returncode, 0, (words, done.stdout))
        return done.stderr


class Adding(QueueTest):
    def test_a_queue_just_added_has_nothing_wrong(self):
        self.assertEqual(self.findings(), [])

    def test_adding_again_changes_nothing_and_keeps_what_was_there_first(self):
        first = configuration()
        kept = CONF + ".before-imprimatur"
        with open(kept, encoding="utf-8") as file:
            self.assertNotIn("imprimatur", file.read())
        said = self.room.add_queues()
        self.assertIn("queue.configured-already", said[0])
        self.assertEqual(configuration(), first)
        self.assertEqual(first.count("<Policy imprimatur>"), 1)

    def test_a_person_prints_through_it_and_copies_are_not_multiplied(self):
        number = self.room.lp("liming", "-n", "3", self.file)
        self.room.wait_for(number, "completed")
        self.assertEqual(len(self.room.papers()), 3)
        self.assertEqual({title[-4:] for title in self.room.titles()}, {" (1)"})

    def test_nobody_prints_on_the_real_queue(self):
        self.refused("liming", "lp", "-d", REAL, self.file)
        self.refused("liming", "lp", "-U", "lp", "-d", REAL, self.file)
        self.refused("liming", "lp", "-h", "localhost:631", "-U", "lp", "-d", REAL, self.file)
        self.assertEqual(self.room.papers(), [])

    def test_nobody_prints_in_anothers_name(self):
        self.refused("chenli", "lp", "-U", "liming", "-d", OURS, self.file)
        self.refused("chenli", "lp", "-h", "localhost:631", "-U", "liming", "-d", OURS, self.file)
        self.refused("chenli", "lp", "-h", "localhost:631", "-d", OURS, self.file)
        self.assertEqual(self.service.calls, [])

    def test_a_held_job_is_let_go_by_the_service_and_not_by_strangers(self):
        self.service.plan = saying("hold", "wait")
        number = self.room.lp("liming", self.file)
        self.room.wait_for(number, "pending-held")
        name = f"{OURS}-{number}"
        self.refused("chenli", "lp", "-i", name, "-H", "resume")
        self.refused("chenli", "cancel", name)
        self.room.run("root", "lpadmin", "-p", "Other", "-E", "-v", "keep:/other")
        self.addCleanup(self.room.run, "root", "lpadmin", "-x", "Other")
        self.refused("liming", "lpmove", name, "Other")
        self.refused("liming", "lp", "-i", name, "-H", "restart")
        for account in ("liming", "chenli", "imprimatur"):
            for operation in ("CUPS-Get-Document", "Reprocess-Job", "Restart-Job"):
                self.assert_denied(account, operation, number)
        self.assertEqual(self.room.state(number), "pending-held")
        self.service.plan = print_room_granted
        self.ipp("imprimatur", "Release-Job", number)
        self.room.wait_for(number, "completed")

    def test_a_printed_job_is_not_printed_again_or_read(self):
        number = self.room.lp("liming", self.file)
        self.room.wait_for(number, "completed")
        for operation in ("Restart-Job", "Reprocess-Job", "CUPS-Get-Document"):
            self.assert_denied("liming", operation, number)
        spool = os.listdir("/var/spool/cups")
        self.assertEqual([name for name in spool if name.startswith("d")], [], "documents stay in the spool")

    def test_the_owner_may_cancel(self):
        self.service.plan = saying("hold", "wait")
        number = self.room.lp("liming", self.file)
        self.room.wait_for(number, "pending-held")
        self.room.run("liming", "cancel", f"{OURS}-{number}")
        self.assertEqual(self.room.state(number), "canceled")

    def assert_denied(self, account, operation, number):
        status = re.search(r"status-code = (\S+)", self.ipp(account, operation, number, check=False))
        self.assertTrue(status and not status[1].startswith("successful"), (account, operation, status))

    def ipp(self, account, operation, number, check=True):
        """As `account` through the socket, which knows who it is."""
        test = self.room.write("job.test", "{ OPERATION %s GROUP operation-attributes-tag\n"
                               "ATTR charset attributes-charset utf-8 ATTR language attributes-natural-language en\n"
                               "ATTR uri job-uri ipp://localhost/jobs/%d ATTR name requesting-user-name %s\n"
                               "ATTR integer document-number 1\nSTATUS successful-ok }\n" % (operation, number, account))
        done = self.room.run(account, "ipptool", "-tv", f"ipp://%2Frun%2Fcups%2Fcups.sock/jobs/{number}", test, check=False)
        if check:
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_wrong_plans_change_nothing(self):
        before = configuration(), self.room.run("root", "lpstat", "-v").stdout
        for name, target in (("a b", REAL), ("", REAL), ("x/y", REAL), ("New", "no-such-queue"), ("New", OURS), (REAL, REAL),
                             ("New", "imprimatur:/Paper"), ("New", "a b")):
            said = self.room.queue_tool("add", name, target, PPD, CONF, check=False)
            self.assertTrue(said[0].startswith("failed"), (name, target, said))
        self.assertEqual((configuration(), self.room.run("root", "lpstat", "-v").stdout), before)

    def test_removing_gives_everything_back(self):
        said = self.room.queue_tool("remove", OURS, CONF)
        self.assertEqual([line.split()[0] for line in said], ["queue.removed", "queue.opened", "queue.unconfigured"])
        with open(CONF + ".before-imprimatur", encoding="utf-8") as file:
            self.assertEqual(configuration(), file.read())
        self.room.wait("the scheduler", lambda: self.room.run("liming", "lp", "-d", REAL, self.file, check=False).returncode == 0)
        self.assertTrue(self.room.queue_tool("remove", REAL, check=False)[0].startswith("failed queue.not-ours"))
        self.assertTrue(self.room.queue_tool("check", PPD, check=False)[0].startswith("failed queue.none"))


class Checking(QueueTest):
    """Each way around the gateway is found, and named."""

    def expect(self, finding):
        found = self.findings()
        self.assertIn(finding, [line.split(" ")[0] + " " + line.split(" ")[1] for line in found], found)

    def lay_open(self, queue, rules="", device=None):
        """Gives a queue a policy as an administrator may write one."""
        self.reconfigure("# END imprimatur\n", "# END imprimatur\n<Policy lax>\n<Limit All>\n" + rules +
                         "Order deny,allow\n</Limit>\n</Policy>\n")
        self.room.run("root", "lpadmin", "-p", queue, "-E", *(("-v", device) if device else ()), "-o", "printer-op-policy=lax")

    def test_a_real_queue_open_to_all(self):
        self.lay_open(REAL)
        self.expect("breach queue.real-open")

    def test_a_real_queue_open_to_all_who_log_in(self):
        self.lay_open(REAL, "AuthType Default\nRequire valid-user\n")
        self.expect("breach queue.real-open")
        self.expect("breach queue.real-other-policy")

    def test_another_queue_to_the_same_device(self):
        self.addCleanup(self.room.run, "root", "lpadmin", "-x", "Aside")
        self.lay_open("Aside", device="keep:/somewhere")
        self.expect("breach queue.second-way")

    def test_a_queue_beside_the_gateway(self):
        self.addCleanup(self.room.run, "root", "lpadmin", "-x", "Aside")
        self.lay_open("Aside", "AuthType Default\nRequire valid-user\n", device="keep:/elsewhere")
        self.expect("breach queue.beside")

    def test_a_class_that_leads_to_the_real_queue(self):
        self.reconfigure("# END imprimatur\n", "# END imprimatur\n<Policy lax>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n")
        self.room.run("root", "lpadmin", "-p", REAL, "-c", "All")
        self.addCleanup(self.room.run, "root", "lpadmin", "-x", "All")
        self.room.run("root", "cupsenable", "All")
        self.room.run("root", "cupsaccept", "All")
        self.assertNotIn("All", " ".join(self.findings()))
        self.refused("liming", "lp", "-d", "All", self.file)
        self.room.run("root", "lpadmin", "-p", "All", "-o", "printer-op-policy=lax")
        self.expect("breach queue.beside")

    def test_a_queue_beside_the_gateway_that_nobody_may_use_is_no_way_around_it(self):
        self.room.run("root", "lpadmin", "-p", "Aside", "-E", "-v", "keep:/elsewhere")
        self.addCleanup(self.room.run, "root", "lpadmin", "-x", "Aside")
        self.assertEqual(self.findings(), [])

    def test_names_that_are_believed(self):
        self.lay_open(OURS)
        self.expect("breach queue.names-believed")
        self.expect("breach queue.other-policy")
        self.expect("breach queue.jobs-seen")

    def test_a_scheduler_that_asks_nobody(self):
        self.reconfigure("DefaultAuthType Basic", "DefaultAuthType None")
        self.expect("breach queue.names-believed")

    def test_documents_that_are_kept(self):
        self.reconfigure("PreserveJobFiles No", "PreserveJobFiles Yes")
        self.expect("danger queue.files-kept")
        self.expect("danger queue.configuration-differs")

    def test_a_later_line_that_undoes_ours(self):
        self.reconfigure("# END imprimatur\n", "# END imprimatur\npreservejobfiles 3600\nDirtyCleanInterval 30\n")
        self.expect("danger queue.files-kept")
        self.expect("danger queue.states-late")

    def test_banner_pages_and_levels_of_the_schedulers_own(self):
        self.reconfigure("# END imprimatur\n", "# END imprimatur\nClassification secret\nMaxHoldTime 3600\n")
        self.expect("danger queue.classification")
        self.expect("danger queue.holds-timed")

    def test_documents_of_no_job(self):
        for name, hours in (("d99998-001", 1), ("d99999-001", 0)):
            path = os.path.join("/var/spool/cups", name)
            open(path, "wb").close()
            os.utime(path, (time.time() - 3600 * hours,) * 2)
            self.addCleanup(os.unlink, path)
        self.assertEqual(self.findings(), ["danger queue.documents-left count=1 folder=/var/spool/cups"])

    def test_a_policy_that_was_opened(self):
        self.reconfigure("CUPS-Move-Job CUPS-Get-Document>", "CUPS-Get-Document>")
        self.expect("danger queue.configuration-differs")

    def test_operations_that_were_opened(self):
        """Each is tried, and named; what was tried changes nothing and leaves nothing."""
        for opened in ("Set-Printer-Attributes", "Create-Printer-Subscriptions", "Purge-Jobs", "CUPS-Add-Modify-Printer"):
            with self.subTest(operation=opened):
                before = configuration()
                self.write_configuration(before.replace("<Limit Create-Job ", f"<Limit {opened} Create-Job "))
                found = [line for line in self.findings() if line.startswith("breach queue.door-open")]
                self.assertEqual(found, [f"breach queue.door-open operations={opened} queue={OURS}"])
                self.write_configuration(before)
        self.assertEqual(self.findings(), [])

    def test_anothers_job_that_is_open(self):
        self.reconfigure("<Limit Get-Job-Attributes Hold-Job Release-Job>\n    AuthType Default\n    Require user @OWNER",
                         "<Limit Get-Job-Attributes Hold-Job Release-Job>\n    AuthType Default\n    Require user nobody @OWNER")
        number = self.room.lp("liming", "-H", "hold", self.file)
        jobs = self.room.run("root", "lpstat", "-W", "all", "-o").stdout
        said = " ".join(self.findings())
        self.assertIn("breach queue.door-open operations=Get-Job-Attributes, Hold-Job, Release-Job queue=" + OURS, said)
        self.assertEqual(self.room.state(number), "pending-held")
        self.assertEqual(self.room.run("root", "lpstat", "-W", "all", "-o").stdout, jobs)

    def test_a_scheduler_that_lets_anybody_bring_printers(self):
        self.reconfigure("<Limit CUPS-Get-Printers", "<Limit CUPS-Create-Local-Printer CUPS-Add-Modify-Printer CUPS-Get-Printers")
        before = self.room.run("root", "lpstat", "-v").stdout
        self.expect("breach queue.scheduler-open")
        self.assertEqual(self.room.run("root", "lpstat", "-v").stdout, before)

    def test_values_of_others_jobs(self):
        self.reconfigure("JobPrivateValues all", "JobPrivateValues none")
        self.expect("breach queue.jobs-seen")

    def test_settings_and_logs_that_anybody_reads(self):
        self.reconfigure("<Location /admin/log>\n  AuthType Default\n  Require user @SYSTEM", "<Location /admin/log>")
        self.expect("breach queue.pages-open")

    def test_accounts_that_read_the_spool(self):
        spool = "/var/spool/cups"
        before = os.stat(spool).st_gid
        with open("/etc/group", encoding="utf-8") as file:
            text = file.read()
        self.addCleanup(self.write_over, "/etc/group", text)
        self.write_over("/etc/group", re.sub(r"(?m)^lp:(.*):$", r"lp:\1:liming", text))
        self.addCleanup(os.chown, spool, -1, before)
        os.chown(spool, -1, grp.getgrnam("lp").gr_gid)
        self.assertEqual(self.findings(), [f"breach queue.group-reads accounts=liming folder={spool}"])

    def write_over(self, path, text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def test_discovery(self):
        program = os.path.join(Settings.folder, "cups-browsed")
        shutil.copy2("/bin/sleep", program)
        os.chmod(program, 0o755)
        running = subprocess.Popen([program, "60"])
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        self.expect("danger queue.browsed")

    def test_an_error_policy_that_drops_jobs(self):
        self.room.run("root", "lpadmin", "-p", OURS, "-o", "printer-error-policy=abort-job")
        self.expect("danger queue.error-policy")

    def test_banner_pages(self):
        self.room.run("root", "lpadmin", "-p", OURS, "-o", "job-sheets-default=standard,none")
        self.expect("danger queue.sheets")

    def test_a_description_that_multiplies_copies(self):
        self.change_ppd("*cupsManualCopies: False", "*cupsManualCopies: True")
        self.expect("danger queue.copies-multiplied")

    def test_a_description_with_another_filter(self):
        self.change_ppd('application/pdf 0 imprimatur-topdf"', 'application/pdf 0 gstopdf"')
        self.expect("danger queue.ppd-changed")

    def change_ppd(self, old, new):
        with open(PPD, encoding="utf-8") as file:
            text = file.read()
        self.assertIn(old, text)
        self.room.run("root", "lpadmin", "-p", OURS, "-P", self.room.write("changed.ppd", text.replace(old, new)))

    def test_a_backend_that_others_can_change(self):
        for program, missing in (("/usr/lib/cups/backend/imprimatur", "queue.no-backend"),
                                 ("/usr/lib/cups/daemon/imprimatur-guard", "queue.no-guard"),
                                 ("/usr/lib/cups/filter/imprimatur-topdf", "queue.no-filter")):
            os.chmod(program, 0o777)
            self.expect("breach queue.backend-unsafe")
            os.chmod(program, 0o755)
            os.rename(program, program + ".away")
            self.expect("danger " + missing)
            os.rename(program + ".away", program)

    def test_a_real_queue_that_is_gone(self):
        self.room.run("root", "lpadmin", "-x", REAL)
        self.expect("danger queue.no-target")


class Documents(QueueTest):
    """What reaches the gateway is one PDF, whole, whatever was sent."""

    def arrived(self, path, *words):
        number = self.room.lp("liming", *words, path)
        self.room.wait_for(number, "completed", seconds=40)
        out = os.path.join(Settings.folder, "arrived.pdf")
        with open(out, "wb") as file:
            file.write(self.service.job(number).document)
        return out

    def made(self, name, *command, text=None):
        path = os.path.join(Settings.folder, name)
        subprocess.run([w if w != "OUT" else path for w in command], check=True, input=text, capture_output=True)
        os.chmod(path, 0o644)
        return path

    def pages(self, path):
        said = subprocess.run(["pdfinfo", "-l", "999", path], check=True, capture_output=True, text=True).stdout
        return [tuple(round(float(x)) for x in pair) for pair in re.findall(r"Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)", said)]

    def corners(self, path):
        """The four words in the corners, as places on the first page."""
        said = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True).stdout
        return {word: tuple(float(x) for x in box) for *box, word in
                re.findall(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(\w+)<', said)}

    def drawn(self, path):
        """The first page in rows of pixels, 12 dpi, black or white: fine enough to know left from right."""
        size = "99x140"
        text = subprocess.run(f"pdftoppm -r 72 -gray -singlefile '{path}' | convert - -resize {size}! -threshold 85% "
                              "-compress none pbm:-", shell=True, check=True, capture_output=True, text=True).stdout
        bits = "".join(text.split()[3:])
        return [bits[i:i + 99] for i in range(0, len(bits), 99)]

    def page_with_corners(self, name, width, height):
        program = (f"<</PageSize[{width} {height}]>>setpagedevice /Helvetica findfont 12 scalefont setfont "
                   f"20 20 moveto (LL) show {width - 40} 20 moveto (LR) show 20 {height - 30} moveto (UL) show "
                   f"{width - 40} {height - 30} moveto (UR) show showpage")
        return self.made(name, "gs", "-q", "-sDEVICE=pdfwrite", "-o", "OUT", "-c", program)

    def test_a_page_larger_than_the_paper_is_made_to_fit(self):
        page = self.arrived(self.page_with_corners("a3.pdf", 842, 1191))
        self.assertEqual(self.pages(page), [(595, 842)])
        found = self.corners(page)
        self.assertEqual(set(found), {"LL", "LR", "UL", "UR"})
        for left, top, right, bottom in found.values():
            self.assertTrue(0 <= left and right <= 595.3 and 0 <= top and bottom <= 841.9, found)

    def test_a_page_as_large_as_the_paper_keeps_its_size(self):
        before = self.page_with_corners("a4.pdf", 595, 842)
        after = self.corners(self.arrived(before))
        for word, box in self.corners(before).items():
            for a, b in zip(box, after[word]):
                self.assertAlmostEqual(a, b, delta=1.0)

    def test_a_page_in_units_of_its_own_arrives_in_its_true_size(self):
        small = self.page_with_corners("a6.pdf", 298, 421)
        with open(small, "rb") as file:
            text = file.read()
        self.assertEqual(text.count(b"/MediaBox [0 0 298 421]"), 1)
        page = os.path.join(Settings.folder, "units.pdf")
        with open(page, "wb") as file:
            file.write(text.replace(b"/MediaBox [0 0 298 421]", b"/UserUnit 2 /MediaBox [0 0 298 421]"))  # the table of places is off; qpdf mends it
        arrived = self.arrived(page)
        self.assertEqual(self.pages(arrived), [(595, 842)])
        for word, box in self.corners(small).items():
            for a, b in zip(box, self.corners(arrived)[word]):
                self.assertAlmostEqual(2 * a, b, delta=1.5)

    def test_other_paper_is_kept_when_it_is_chosen(self):
        self.assertEqual(self.pages(self.arrived(self.page_with_corners("a3.pdf", 842, 1191), "-o", "media=A3")), [(842, 1191)])

    def numbered_pages(self, count):
        """A4; on each page a word in each upper corner: left1, right1, left2, …"""
        program = "".join("/Helvetica findfont 12 scalefont setfont 40 780 moveto "
                          f"(left{i}) show 500 780 moveto (right{i}) show showpage " for i in range(1, count + 1))
        return self.made("numbered.pdf", "gs", "-q", "-sDEVICE=pdfwrite", "-dDEVICEWIDTHPOINTS=595",
                         "-dDEVICEHEIGHTPOINTS=842", "-o", "OUT", "-c", program)

    def words_by_page(self, path):
        return [set(self.corners_of_page(path, i + 1)) for i in range(len(self.pages(path)))]

    def corners_of_page(self, path, page):
        one = self.made("page.pdf", "pdfseparate", "-f", str(page), "-l", str(page), path, "OUT")
        return self.corners(one)

    # The dialog's own arrangements are done before the gateway marks: its marks then have their size on every sheet.

    def test_two_pages_on_a_sheet_are_put_together_before_they_are_marked(self):
        sheets = self.arrived(self.numbered_pages(4), "-o", "number-up=2")
        self.assertEqual({tuple(sorted(size)) for size in self.pages(sheets)}, {(595, 842)})
        self.assertEqual(self.words_by_page(sheets), [{"left1", "right1", "left2", "right2"},
                                                      {"left3", "right3", "left4", "right4"}])

    def test_a_booklet_is_folded_before_it_is_marked(self):
        sheets = self.arrived(self.numbered_pages(4), "-o", "booklet=true", "-o", "number-up=2")
        self.assertEqual(self.words_by_page(sheets), [{"left4", "right4", "left1", "right1"},
                                                      {"left2", "right2", "left3", "right3"}])

    def test_only_the_pages_that_are_wanted_are_marked(self):
        some = self.arrived(self.numbered_pages(5), "-o", "page-ranges=2-3,5")
        self.assertEqual(self.words_by_page(some), [{"left2", "right2"}, {"left3", "right3"}, {"left5", "right5"}])

    def test_a_mirrored_page_is_mirrored_before_it_is_marked(self):
        document = self.numbered_pages(1)
        straight = self.drawn(self.arrived(document))
        mirrored = self.drawn(self.arrived(document, "-o", "mirror=true"))
        self.assertNotEqual(straight, mirrored)
        self.assertEqual([row[::-1] for row in mirrored], straight)

    def test_a_small_page_is_enlarged_before_it_is_marked(self):
        before = self.page_with_corners("a6.pdf", 298, 420)
        large = self.arrived(before, "-o", "print-scaling=fit")
        self.assertEqual(self.pages(large), [(595, 842)])
        wide = [corners["LR"][0] - corners["LL"][0] for corners in (self.corners(large), self.corners(before))]
        self.assertGreater(wide[0] / wide[1], 1.8)

    def test_copies_do_not_multiply_pages(self):
        for words in (("-n", "4"), ("-n", "4", "-o", "collate=true"), ("-n", "2", "-o", "Collate=False")):
            self.assertEqual(len(self.pages(self.arrived(self.file, *words))), 1, words)

    def test_every_common_format_but_tiff_arrives_as_pdf(self):
        picture = self.made("in.png", "convert", "-size", "300x200", "xc:white", "-fill", "black", "-draw", "circle 99,99 99,9", "OUT")
        kinds = {
            "text": self.made("in.txt", "tee", "OUT", text=b"hello\nworld\n"),
            "PostScript": self.made("in.ps", "tee", "OUT", text=b"%!PS\n/Helvetica findfont 20 scalefont setfont 72 72 moveto (hello) show showpage\n"),
            "PNG": picture,
            "JPEG": self.made("in.jpg", "convert", picture, "OUT"),
        }
        for kind, path in kinds.items():
            with self.subTest(kind=kind):
                self.assertEqual(len(self.pages(self.arrived(path))), 1)

    def test_a_tiff_arrives_as_it_is_since_filters_lose_its_pages(self):
        picture = self.made("in.png", "convert", "-size", "300x200", "xc:white", "-draw", "circle 99,99 99,9", "OUT")
        path = self.made("in.tiff", "convert", picture, picture, "-depth", "8", "-type", "TrueColor", "OUT")
        with open(path, "rb") as sent, open(self.arrived(path), "rb") as found:
            self.assertEqual(found.read(), sent.read())


print_room_granted = FakeService("/nowhere").plan

if __name__ == "__main__":
    print_room.main()
