"""Issued means printed: what a device does not say for sure is accounted for, and looked at (K19)."""

import os
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import print_room  # noqa: E402
from fake_service import FakeService  # noqa: E402
from print_room import OURS, REAL, SOCKET, PrintRoom, Settings, one_page  # noqa: E402

ROOM = None
PORT = 8631

# A device that takes the document, says what stands in the file "say" and ends, or stays.
TELLER = """#!/bin/sh
[ $# = 0 ] && exit 0
folder=%s
[ -e $folder/absent ] || cat > /dev/null
cat $folder/say >&2
while [ -e $folder/stay ]; do sleep 0.05; done
exit 0
"""
COMPLETED = """STATE: +cups-waiting-for-job-completed
DEBUG: Get-Job-Attributes: successful-ok (successful-ok)
DEBUG: job-state enum completed
"""
GONE = """DEBUG: job-state enum processing
STATE: +cups-ipp-conformance-failure-report,cups-ipp-missing-job-history
"""
# Prints until the file "slow" is gone.
PAPER_PATH = """#!/bin/sh
while [ -e {folder}/slow ]; do touch {folder}/begun; sleep 0.1; done
"""


def setUpModule():
    global ROOM
    ROOM = PrintRoom(Settings.build, Settings.folder)
    ROOM.open()
    ROOM.add_plain_queues()
    ROOM.install("https", TELLER % Settings.folder)
    with open(ROOM.write("one.pdf", ""), "wb") as file:
        file.write(one_page())
    with open(ROOM.write("path", ""), "w", encoding="ascii") as file:
        file.write(PAPER_PATH.format(folder=Settings.folder))
    os.chmod(os.path.join(Settings.folder, "path"), 0o755)


def tearDownModule():
    ROOM.close()


class DeviceTest(unittest.TestCase):
    device = ""

    def setUp(self):
        ROOM.clear()
        for name in ("stay", "absent", "slow"):
            ROOM.forget(name)
        ROOM.run("root", "lpadmin", "-p", OURS, "-v", self.device)
        self.service = FakeService(SOCKET).start()
        self.addCleanup(self.leave)

    def leave(self):
        for name in ("stay", "slow"):
            ROOM.forget(name)
        ROOM.run("root", "cancel", "-a", OURS)
        ROOM.wait("an idle queue", lambda: "is idle" in ROOM.run("root", "lpstat", "-p", OURS).stdout)
        self.service.stop()

    def send(self, copies=1):
        return ROOM.lp("liming", "-n", str(copies), os.path.join(Settings.folder, "one.pdf"))

    def settled(self, number):
        def done():
            return [c for job in self.service.jobs.values() if job.announcement["cups_job"] == number
                    for c in job.copies if "note" in c]
        return ROOM.wait("the settlement", done, seconds=40)[0]

    def message(self, number):
        return ROOM.attributes(number).get("job-printer-state-message", "")


class ADeviceThatTells(DeviceTest):
    device = "imprimatur:/https://host/print?imprimatur-patience=3"

    def test_a_copy_is_issued_when_the_printer_said_so(self):
        ROOM.write("say", COMPLETED)
        number = self.send()
        self.assertEqual(self.settled(number)["state"], "issued")
        ROOM.wait_for(number, "completed")

    def test_a_printer_that_knows_the_job_no_more_spoils_the_copy(self):
        ROOM.write("say", GONE)
        copy = self.settled(self.send())
        self.assertEqual(copy["state"], "spoiled")
        self.assertIn("switched off and on", copy["note"])
        self.assertIn("look at the printer", copy["note"])

    def test_a_backend_that_says_nothing_of_the_job_spoils_the_copy(self):
        for said in ("", "DEBUG: (monitor) job-state = completed\n", "DEBUG: job-state enum pending-held\n",
                     COMPLETED + "DEBUG: job-state enum canceled\n"):
            ROOM.write("say", said)
            copy = self.settled(self.send())
            self.assertEqual(copy["state"], "spoiled", said)
            self.assertIn("look at the printer", copy["note"])
            ROOM.run("root", "cancel", "-a", OURS)

    def test_a_printer_that_stays_silent_is_not_waited_for_for_ever(self):
        ROOM.write("say", "STATE: +connecting-to-device\n")
        ROOM.write("stay", "")
        number = self.send()
        ROOM.wait("the state", lambda: "connecting-to-device" in ROOM.run("root", "lpoptions", "-p", OURS).stdout)
        copy = self.settled(number)
        self.assertEqual(copy["state"], "spoiled")
        self.assertIn("stayed silent", copy["note"])

    def test_a_printer_that_never_took_it_voids_the_copy(self):
        ROOM.write("say", "STATE: +connecting-to-device\n")
        ROOM.write("stay", "")
        ROOM.write("absent", "")
        copy = self.settled(self.send())
        self.assertEqual(copy["state"], "void")
        self.assertIn("no paper", copy["note"])

    def test_a_device_gives_our_queue_no_orders(self):
        ROOM.write("say", "STATE: +paused\nATTR: auth-info-required=negotiate\nJOBSTATE: cups-retry-as-raster\n" + COMPLETED)
        number = self.send()
        self.assertEqual(self.settled(number)["state"], "issued")
        ROOM.wait_for(number, "completed")
        self.assertIn("is idle", ROOM.run("root", "lpstat", "-p", OURS).stdout)


class AQueueThatDoesNotKnow(DeviceTest):
    device = f"imprimatur:/{REAL}"

    def test_spoils_the_copy_and_gets_no_further_one_until_it_is_set_right(self):
        ROOM.run("root", "lpadmin", "-p", REAL, "-v", "https://host/print")
        ROOM.write("say", GONE)
        number = self.send(copies=2)
        copy = self.settled(number)
        self.assertEqual(copy["state"], "spoiled")
        ROOM.wait("a sentence", lambda: "cups-ipp-missing-job-history" in self.message(number), seconds=30)
        self.assertEqual(len(self.service.called("/deliver")), 1)
        ROOM.write("say", COMPLETED)
        ROOM.run("root", "lpadmin", "-p", REAL, "-v", "keep:/somewhere", "-m", "raw")
        ROOM.wait_for(number, "completed", seconds=30)
        self.assertEqual([c["state"] for c in self.service.job(number).copies], ["spoiled", "issued"])


class APrinter(DeviceTest):
    """A real one, by CUPS's own ipp backend."""

    device = f"imprimatur:/ipp://localhost:{PORT}/ipp/print?imprimatur-patience=20"

    @classmethod
    def setUpClass(cls):
        cls.running = []
        os.makedirs("/run/dbus", exist_ok=True)
        cls.start(["dbus-daemon", "--system", "--nofork", "--nopidfile"])
        ROOM.wait("the message bus", lambda: os.path.exists("/run/dbus/system_bus_socket"))
        cls.start(["avahi-daemon", "--no-chroot", "--no-drop-root", "--no-rlimits"])

    @classmethod
    def tearDownClass(cls):
        for process in cls.running:
            process.kill()
            process.wait()

    @classmethod
    def start(cls, words):
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        cls.running.append(process)
        return process

    def switch_on(self):
        printer = self.start(["ippeveprinter", "-c", os.path.join(Settings.folder, "path"), "-f", "application/pdf",
                              "-d", os.path.join(Settings.folder, "paper"), "-p", str(PORT), "-n", "localhost", "Real"])
        ROOM.wait("the printer", lambda: subprocess.run(
            ["ipptool", "-q", "-T", "2", f"ipp://localhost:{PORT}/ipp/print", "get-printer-attributes.test"],
            check=False, capture_output=True).returncode == 0)
        return printer

    def switch_off(self, printer):
        printer.send_signal(signal.SIGKILL)
        printer.wait()

    def test_that_prints_issues_the_copy(self):
        printer = self.switch_on()
        self.addCleanup(self.switch_off, printer)
        copy = self.settled(self.send())
        self.assertEqual(copy["state"], "issued", copy["note"])

    def test_that_was_switched_off_and_on_leaves_the_copy_to_be_looked_for(self):
        ROOM.write("slow", "")
        printer = self.switch_on()
        number = self.send()
        ROOM.wait("the paper", lambda: os.path.exists(os.path.join(Settings.folder, "begun")))
        self.switch_off(printer)
        ROOM.forget("slow")
        self.addCleanup(self.switch_off, self.switch_on())
        copy = self.settled(number)
        self.assertEqual(copy["state"], "spoiled")
        self.assertIn("look at the printer", copy["note"])


if __name__ == "__main__":
    print_room.main()
