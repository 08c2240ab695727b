"""kill -9 of the backend at each of its steps: each copy comes out once, or is accounted for."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import print_room  # noqa: E402
from fake_service import FakeService  # noqa: E402
from print_room import BEHIND_A_BACKEND, OURS, REAL, ROOT, SOCKET, PrintRoom, Settings, one_page  # noqa: E402

# A backend that is killed once, before it does anything.
SHORT_LIVED = """#!/bin/bash
[ $# = 0 ] && exec {program}
if [ -e {folder}/{moment} ]; then
    rm {folder}/{moment}
    [ {moment} = late ] && sleep 1
    kill -9 $$
fi
exec {program} "$@"
"""


def steps():
    with open(os.path.join(ROOT, "tests/e2e/steps.txt"), encoding="ascii") as file:
        return [line.strip() for line in file if line.startswith("backend.")]


class KillNine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.room = PrintRoom(Settings.build, Settings.folder, killable=True)
        cls.room.open()
        cls.addClassCleanup(cls.room.close)
        cls.room.add_queues()
        cls.file = cls.room.write("one.pdf", "")
        with open(cls.file, "wb") as file:
            file.write(one_page())

    def setUp(self):
        self.service = FakeService(SOCKET).start()
        self.addCleanup(self.service.stop)

    def print_and_die(self, step):
        self.room.clear()
        self.room.write("die", step + "\n")
        number = self.room.lp("liming", "-n", "2", self.file)
        self.room.wait_for(number, "completed", seconds=40)
        self.assertFalse(os.path.exists(self.room.die_at), f"{step} was never reached")
        return self.service.job(number)

    def test_a_queue_as_device_prints_each_copy_once(self):
        self.room.run("root", "lpadmin", "-p", OURS, "-v", f"imprimatur:/{REAL}")
        for step in steps():
            with self.subTest(step=step):
                job = self.print_and_die(step)
                self.assertEqual([c["state"] for c in job.copies], ["issued", "issued"])
                self.assertEqual(sorted(self.room.titles()), sorted(f"{c['name']} (1)" for c in job.copies))
                self.assertEqual(self.room.run("root", "lpstat", "-o").stdout, "")

    def test_a_device_without_memory_spoils_what_was_on_its_way(self):
        self.room.run("root", "lpadmin", "-p", OURS, "-v", BEHIND_A_BACKEND)
        for step in steps():
            with self.subTest(step=step):
                job = self.print_and_die(step)
                printed = {title.removesuffix(" (1)") for title in self.room.titles()}
                self.assertEqual(len(printed), len(self.room.titles()), "a copy came out twice")
                for copy in job.copies:
                    self.assertIn(copy["state"], ("issued", "spoiled"))
                    if copy["state"] == "issued":
                        self.assertIn(copy["name"], printed)
                on_its_way = step in ("backend.delivering", "backend.fetched", "backend.sent", "backend.printed")
                self.assertEqual([c["state"] for c in job.copies].count("spoiled"), 1 if on_its_way else 0)

    def test_before_the_first_step_loses_no_job(self):
        """Before and after the filter has written all that the backend will not read."""
        self.room.run("root", "lpadmin", "-p", OURS, "-v", f"imprimatur:/{REAL}")
        program = "/usr/lib/cups/backend/imprimatur"
        moved = "/usr/lib/cups/daemon/imprimatur-backend"
        os.rename(program, moved)
        self.addCleanup(os.rename, moved, program)
        for moment in ("early", "late"):
            with self.subTest(moment=moment):
                self.room.clear()
                self.room.install("imprimatur", SHORT_LIVED.format(program=moved, folder=self.room.folder, moment=moment))
                self.room.write(moment, "")
                number = self.room.lp("liming", "-n", "2", self.file)
                self.room.wait_for(number, "completed", seconds=40)
                self.assertFalse(os.path.exists(os.path.join(self.room.folder, moment)))
                self.assertEqual([c["state"] for c in self.service.job(number).copies], ["issued", "issued"])
                self.assertEqual(len(self.room.titles()), 2)

    def test_a_killed_scheduler_loses_no_job(self):
        self.room.run("root", "lpadmin", "-p", OURS, "-v", f"imprimatur:/{REAL}")
        for moment in ("/proceed", "/deliver", "/settle"):
            with self.subTest(moment=moment):
                self.room.clear()
                self.service.calls.clear()
                number = self.room.lp("liming", "-n", "2", self.file)
                self.room.wait(moment, lambda: self.service.called(moment))
                self.room.stop_cups(kill=True)
                self.room.start_cups()
                self.room.wait_for(number, "completed", seconds=40)
                job = self.service.job(number)
                for copy in job.copies:
                    self.assertIn(copy["state"], ("issued", "spoiled"))
                names = {c["name"] for c in job.copies if c["state"] == "issued"}
                self.assertLessEqual(names, {title.removesuffix(" (1)") for title in self.room.titles()})


if __name__ == "__main__":
    print_room.main()
