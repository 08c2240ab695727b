"""The backend in a real scheduler, with a service that says what a test wants."""

import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import print_room  # noqa: E402
from fake_service import FakeService, granted, saying  # noqa: E402
from print_room import BEHIND_A_BACKEND, OURS, REAL, SOCKET, PrintRoom, Settings, one_page  # noqa: E402

ENDED = ("completed", "canceled", "aborted")

ROOM = None


def setUpModule():
    global ROOM
    ROOM = PrintRoom(Settings.build, Settings.folder)
    ROOM.open()
    ROOM.add_plain_queues()
    path = ROOM.write("one.pdf", "")
    with open(path, "wb") as file:
        file.write(one_page())


def tearDownModule():
    ROOM.close()


class PrintTest(unittest.TestCase):
    def setUp(self):
        self.room = ROOM
        self.file = os.path.join(Settings.folder, "one.pdf")
        self.room.clear()
        self.room.run("root", "lpadmin", "-p", OURS, "-v", self.device)
        self.service = FakeService(SOCKET).start()
        self.addCleanup(lambda: os.path.exists(SOCKET) and self.service.stop())

    def settled(self, number):
        return [c["state"] for c in self.service.job(number).copies]


class AnyDevice:
    """Rules that hold whatever the copies go to."""

    def test_each_granted_copy_comes_out_once_and_alone(self):
        number = self.room.lp("liming", "-n", "3", "-t", "通知", "-o", "imprimatur-recipients=甲,乙,丙", self.file)
        self.room.wait_for(number, "completed")
        job = self.service.job(number)
        self.assertEqual(self.room.titles(), [f"{c['name']} (1)" for c in job.copies])
        self.assertEqual(self.settled(number), ["issued"] * 3)
        told = job.announcement
        self.assertEqual((told["user"], told["title"], told["copies"], told["queue"]), ("liming", "通知", 3, OURS))
        self.assertEqual(told["options"], {"imprimatur-recipients": "甲,乙,丙"})
        self.assertTrue(told["cups_uuid"].startswith("urn:uuid:"))
        self.assertTrue(job.document.startswith(b"%PDF-"))
        for copy in job.copies:
            order = [path.rsplit("/", 1)[1] for _, path, _ in self.service.calls if copy["serial"] in path]
            self.assertEqual(order, ["deliver", "document", "settle"])

    def test_a_held_job_says_why_to_its_owner_and_to_nobody_else(self):
        self.service.plan = saying("hold", "机密文件需要区委领导批准(P7.2)。")
        number = self.room.lp("liming", self.file)
        self.room.wait_for(number, "pending-held")
        self.assertEqual(self.room.attributes(number)["job-printer-state-message"], "机密文件需要区委领导批准(P7.2)。")
        self.assertIn("机密文件需要区委领导批准(P7.2)。", self.room.run("liming", "lpstat", "-l", "-o", OURS).stdout)
        self.assertNotIn("机密", self.room.run("chenli", "lpstat", "-l", "-p", OURS).stdout)
        self.assertIn("is idle", self.room.run("liming", "lpstat", "-p", OURS).stdout)
        self.service.plan = granted
        self.room.run("root", "lp", "-i", f"{OURS}-{number}", "-H", "resume")
        self.room.wait_for(number, "completed")
        self.assertEqual(len(self.service.called("/document")), 2, "one document in, one copy out")
        self.assertEqual(self.settled(number), ["issued"])

    def test_the_queue_goes_on_while_a_job_is_held(self):
        self.service.plan = saying("hold", "wait")
        held = self.room.lp("liming", self.file)
        self.room.wait_for(held, "pending-held")
        self.service.plan = granted
        self.room.wait_for(self.room.lp("chenli", self.file), "completed")
        self.assertEqual(self.room.state(held), "pending-held")
        self.room.run("root", "cancel", f"{OURS}-{held}")

    def test_a_refused_job_is_cancelled_with_the_reason(self):
        self.service.plan = saying("refuse", "绝密文件不得复印(P7.8)。")
        number = self.room.lp("liming", self.file)
        self.room.wait_for(number, "canceled")
        self.assertEqual(self.room.attributes(number)["job-printer-state-message"], "绝密文件不得复印(P7.8)。")
        self.assertEqual(self.room.papers(), [])

    def test_the_service_may_ask_for_a_login(self):
        self.service.plan = saying("authenticate", "log in first")
        number = self.room.lp("liming", self.file)
        self.room.wait_for(number, "pending-held")
        self.assertIn("cups-held-for-authentication", self.room.attributes(number)["job-state-reasons"])
        self.room.run("root", "cancel", f"{OURS}-{number}")
        self.service.plan = granted
        self.room.wait_for(self.room.lp("liming", self.file), "completed")

    def test_a_service_that_is_away_delays_and_loses_nothing(self):
        self.service.stop()
        number = self.room.lp("liming", self.file)
        said = self.room.wait("a sentence", lambda: self.room.attributes(number).get("job-printer-state-message"))
        self.assertIn(SOCKET, said)
        self.assertEqual(self.room.papers(), [])
        self.service.start()
        self.room.wait_for(number, "completed")
        self.assertEqual(len(self.room.papers()), 1)

    def test_a_full_store_delays_and_loses_nothing(self):
        full = (507, {"fault": "Exhausted", "sentence_id": "file.no-room", "sentence": "no room left"})
        self.service.answers["document"] = [full]
        number = self.room.lp("liming", self.file)
        self.room.wait("the sentence",
                       lambda: self.room.attributes(number).get("job-printer-state-message") == "no room left")
        self.room.wait_for(number, "completed")

    def test_a_file_that_the_service_cannot_read_is_cancelled_with_its_sentence(self):
        self.service.answers["document"] = [(400, {"fault": "BadInput", "sentence_id": "x", "sentence": "not a PDF"})]
        number = self.room.lp("liming", self.file)
        self.room.wait_for(number, "canceled")
        self.assertEqual(self.room.attributes(number)["job-printer-state-message"], "not a PDF")

    def test_a_service_that_fails_holds_the_job(self):
        self.service.answers["proceed"] = [(500, {"fault": "Internal", "sentence_id": "x", "sentence": "see the log"})]
        number = self.room.lp("liming", self.file)
        self.room.wait_for(number, "pending-held")
        self.room.run("root", "lp", "-i", f"{OURS}-{number}", "-H", "resume")
        self.room.wait_for(number, "completed")

    def test_lost_answers_are_asked_for_again_without_a_second_copy(self):
        for what in ("proceed", "deliver", "settle"):
            self.service.answers[what] = [None]
        number = self.room.lp("liming", self.file)
        self.room.wait_for(number, "completed")
        self.assertEqual(len(self.room.papers()), 1)
        self.assertEqual(self.settled(number), ["issued"])

    def test_a_copy_that_the_service_has_no_more_is_void_and_leaves_no_job(self):
        self.service.answers["document"] = [(204, b""),
                                            (409, {"fault": "Conflict", "sentence_id": "x", "sentence": "gone"})]
        number = self.room.lp("liming", self.file)
        self.room.wait("the settlement", lambda: self.service.called("/settle"))
        self.assertEqual(self.settled(number), ["void"])
        self.room.wait_for(number, *ENDED, seconds=30)
        self.assertEqual(self.room.papers(), [])
        self.assertEqual(self.room.run("root", "lpstat", "-o", REAL).stdout, "")

    def test_two_files_in_one_job_are_refused(self):
        number = self.room.lp("liming", self.file, self.file)
        self.room.wait_for(number, "canceled", "aborted")
        self.assertIn("several documents", self.room.attributes(number)["job-printer-state-message"])
        self.assertTrue(self.service.job(number).cancelled)
        self.assertEqual(self.room.papers(), [])

    def test_the_person_is_answered_in_the_language_of_the_job(self):
        for language, short in (("zh_CN.UTF-8", "zh"), ("C.UTF-8", "en")):
            number = self.room.lp("liming", self.file, language=language)
            self.room.wait_for(number, "completed")
            self.assertEqual(set(self.service.languages), {short})
            self.service.languages.clear()

    def test_cancelling_while_the_printer_prints_spoils_the_copy(self):
        self.room.write("mode", "slow")
        number = self.room.lp("liming", "-n", "2", self.file)
        self.room.wait("the printer", lambda: os.path.exists(os.path.join(Settings.folder, "begun")))
        self.room.run("root", "cancel", f"{OURS}-{number}")
        self.room.wait("the cancellation", lambda: self.service.job(number).cancelled)
        self.assertEqual(self.settled(number), ["spoiled", "void"])
        self.room.wait("an empty queue", lambda: self.room.run("root", "lpstat", "-o", REAL).stdout == "")
        self.assertEqual(self.room.papers(), [])


class AQueueAsDevice(AnyDevice, PrintTest):
    """imprimatur:/Paper"""

    device = f"imprimatur:/{REAL}"

    def test_cancelling_before_the_printer_begins_voids_the_copy(self):
        self.room.run("root", "cupsdisable", REAL)
        self.addCleanup(lambda: self.room.run("root", "cupsenable", REAL))
        number = self.room.lp("liming", self.file)
        self.room.wait("the copy", lambda: self.service.called("/document")[1:])
        self.room.wait("its job", lambda: self.room.run("root", "lpstat", "-o", REAL).stdout)
        time.sleep(0.3)
        self.room.run("root", "cancel", f"{OURS}-{number}")
        self.room.wait("the cancellation", lambda: self.service.job(number).cancelled)
        self.assertEqual(self.settled(number), ["void"])

    def test_stopping_the_queue_is_no_cancellation(self):
        self.room.write("mode", "slow")
        number = self.room.lp("liming", self.file)
        self.room.wait("the printer", lambda: os.path.exists(os.path.join(Settings.folder, "begun")))
        self.room.run("root", "cupsdisable", OURS)
        time.sleep(0.5)
        self.room.write("mode", "keep")
        self.room.run("root", "cupsenable", OURS)
        self.room.wait_for(number, "completed")
        self.assertEqual(len(self.room.papers()), 1)
        self.assertEqual(self.settled(number), ["issued"])
        self.assertIsNone(self.service.job(number).cancelled)

    def test_an_operator_who_cancels_at_the_printer_spoils_the_copy(self):
        self.room.write("mode", "slow")
        number = self.room.lp("liming", self.file)
        self.room.wait("the printer", lambda: os.path.exists(os.path.join(Settings.folder, "begun")))
        self.room.run("root", "cancel", "-a", REAL)
        self.room.wait("the settlement", lambda: self.service.called("/settle"))
        self.assertEqual(self.settled(number), ["spoiled"])
        self.room.write("mode", "keep")
        self.room.wait_for(number, "completed", seconds=30)


class ADeviceBehindAnotherBackend(AnyDevice, PrintTest):
    """The same device, run as a child."""

    device = BEHIND_A_BACKEND

    def test_it_is_run_as_the_scheduler_would(self):
        number = self.room.lp("liming", "-n", "2", "-t", "x", self.file)
        self.room.wait_for(number, "completed")
        seen = self.room.read("seen").split("\n")
        name = self.service.job(number).copies[-1]["name"]
        self.assertEqual(seen[1:6], [str(number), "liming", name, "1", "print-scaling=none"])
        self.assertIn("DEVICE_URI=keep:/some%20where?a=b", seen)
        self.assertIn("FINAL_CONTENT_TYPE=application/pdf", seen)

    def test_a_device_that_reads_nothing_voids_the_copy(self):
        self.room.write("mode", "refuse1")
        number = self.room.lp("liming", self.file)
        self.room.wait("the settlement", lambda: self.service.called("/settle"))
        self.assertEqual(self.settled(number), ["void"])
        self.room.wait_for(number, "completed", seconds=30)

    def test_a_program_that_others_can_change_stops_the_queue(self):
        path = self.room.install("loose", "#!/bin/sh\nexit 0\n", 0o777)
        self.addCleanup(os.unlink, path)
        self.room.run("root", "lpadmin", "-p", OURS, "-v", "imprimatur:/loose:/x")
        self.addCleanup(self.setUpQueue)
        number = self.room.lp("liming", self.file)
        self.room.wait("the stop", lambda: "disabled" in self.room.run("root", "lpstat", "-p", OURS).stdout)
        self.assertIn("loose", self.room.attributes(number)["job-printer-state-message"])
        self.assertEqual(self.settled(number), ["reserved"], "nothing was recorded as on its way")

    def setUpQueue(self):
        self.room.run("root", "cancel", "-a", OURS)
        self.room.run("root", "cupsenable", OURS)


if __name__ == "__main__":
    print_room.main()
