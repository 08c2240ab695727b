"""kill -9 of the service, the backend and cupsd, each at every step of the job's life (steps.txt).

At a step the process that reached it stands still; the victim is killed; what is left goes on; the victim
is started again. Afterwards: no paper without a record, no number twice, never more than granted, and
the job is finished, or held with a reason, never lost.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from office import testing  # noqa: E402
from office.office import Office, unwrapped  # noqa: E402
from story import text_of, Story, NUMBER  # noqa: E402

SERIAL = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")


def steps():
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "steps.txt"), encoding="ascii") as file:
        return [line.split()[0] for line in file if line.strip() and not line.startswith("#")]


def processes(name):
    """Pids in this namespace whose program has that name, with their state letter."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            program = os.readlink(f"/proc/{pid}/exe")
            state = open(f"/proc/{pid}/stat", encoding="ascii").read().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if program.endswith(name):
            found[int(pid)] = state
    return found


PROGRAMS = {"service": "/bin/imprimaturd", "backend": "/backend/imprimatur", "cupsd": "/cupsd"}


def standing_still():
    return [pid for name in ("service", "backend") for pid, state in processes(PROGRAMS[name]).items() if state == "T"]


class KillNine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = Office(testing.Settings.build, testing.Settings.folder, killable=True)
        cls.addClassCleanup(cls.office.__exit__)
        cls.office.__enter__()
        cls.story = Story(cls.office, testing.Settings.build)
        cls.story.write_documents()
        cls.story.register()
        cls.read = {}

    def run_one_job(self, step, victim):
        """Prints two copies with an approval in the middle, losing `victim` at `step`."""
        office = self.office
        office.die_at_step(step + " stop")
        deaths = []
        number = office.lp("liming", self.story.notice, copies=2, imprimatur_recipients="chenli,zhouning")
        approver = threading.Thread(target=self.grant_what_waits, daemon=True)
        self.is_job_open = True
        approver.start()
        end = time.monotonic() + 90
        while time.monotonic() < end:
            still = standing_still()
            if still and not deaths:
                self.kill(victim, still)
                deaths.append(step)
                self.restart(victim)
            if not still and office.job_state(number) in ("completed", "canceled", "aborted") and self.is_settled(number):
                break
            time.sleep(0.1)
        self.is_job_open = False
        approver.join(30)
        self.assertEqual(deaths, [step], f"the step {step} was never reached")
        return number

    def kill(self, victim, still):
        for pid in processes(PROGRAMS[victim]):
            os.kill(pid, signal.SIGKILL)
        for pid in still:
            try:
                os.kill(pid, signal.SIGCONT)
            except ProcessLookupError:
                pass

    def restart(self, victim):
        office = self.office
        if victim == "service":
            office.processes.pop("service").wait()
            office.start_service()
        elif victim == "cupsd":
            office.processes.pop("cups").wait()
            office.start_cups()

    def is_settled(self, number):
        """True when the gateway is done with the job, or the step to die at lies behind it."""
        answer = self.office.cli("root", "--json", "job", "list", check=False, seconds=3)
        if answer.returncode != 0:
            return False
        mine = [job for job in unwrapped(answer.stdout) if job["cups_job"] == number]
        return bool(mine) and mine[-1]["state"] in ("finished", "refused", "cancelled")

    def grant_what_waits(self):
        """The approver, beside everything else: a service that stands still must not stop the test."""
        while self.is_job_open:
            answer = self.office.cli("wanghua", "--json", "request", "list", check=False, seconds=3)
            for request in unwrapped(answer.stdout) if answer.returncode == 0 else []:
                self.office.cli("wanghua", "grant", request["id"], "--copies", 2, "--recipients", "chenli,zhouning",
                                "--until", "2099-12-31", check=False, seconds=10)
            time.sleep(0.2)

    def check_invariants(self, number, step, victim):
        office = self.office
        copies = {c["serial"]: c for c in office.json("zhaomin", "copy", "list", "--document", NUMBER)}
        on_paper = []
        for sheet in office.sheets():
            if sheet not in self.read:  # a sheet does not change once its job is settled
                self.read[sheet] = set(SERIAL.findall(text_of(sheet, "-l", "1")))
            on_paper += self.read[sheet]
        where = f"after {victim} died at {step}"
        for serial in on_paper:
            self.assertIn(serial, copies, f"paper without a record {where}")
            self.assertIn(copies[serial]["state"], ("issued", "spoiled"), f"{serial} {where}: {copies[serial]}")
        self.assertEqual(len(on_paper), len(set(on_paper)), f"a copy came out twice {where}")
        numbers = [c["number"] for c in copies.values()]
        self.assertEqual(len(numbers), len(set(numbers)), f"a number twice {where}")
        used = [c for c in copies.values() if c["state"] in ("reserved", "delivering", "issued", "spoiled")]
        granted = sum(g["count"] for g in office.json("wanghua", "grant", "list"))
        self.assertLessEqual(len(used), granted, f"more than granted {where}")
        state = office.job_state(number)
        jobs = [j for j in office.json("root", "job", "list") if j["cups_job"] == number]
        self.assertTrue(jobs, f"the job is lost {where}; CUPS says {state}")
        self.assertEqual(jobs[-1]["state"], "finished", f"{where}: {jobs}, CUPS says {state}")
        unsettled = [c for c in copies.values() if c["state"] in ("reserved", "delivering")]
        self.assertEqual(unsettled, [], where)
        office.cli("qianjin", "audit", "verify")


def add_cases():
    for step in steps():
        for victim in ("service", "backend", "cupsd"):
            def case(self, step=step, victim=victim):
                number = self.run_one_job(step, victim)
                self.check_invariants(number, step, victim)
            name = f"test_{victim}_dies_at_{step.replace('.', '_').replace('-', '_')}"
            setattr(KillNine, name, case)


add_cases()


def walk_side_by_side(arguments):
    """An office for each victim, all at once: a walk is mostly waiting for a printer. Returns the worst exit code."""
    closing_with_us = ["setpriv", "--pdeathsig", "KILL", "--"]  # ctest kills this process alone when time is over
    started = [subprocess.Popen([*closing_with_us, sys.executable, os.path.abspath(__file__), *arguments,
                                 "--only", f"{victim}_dies"]) for victim in PROGRAMS]
    return max(abs(process.wait()) for process in started)


if __name__ == "__main__":
    if any(argument.startswith("--only") for argument in sys.argv):
        testing.main()
    sys.exit(walk_side_by_side(sys.argv[1:]))
