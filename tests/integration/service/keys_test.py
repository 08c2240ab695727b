"""A registry and its keys: each start wants the right one, three generations of papers stay genuine, a rotation that
is killed leaves the old key or the new. Scenes build on each other, in the order of their numbers."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway import Gateway  # noqa: E402
from office import people, pictures, testing  # noqa: E402

GENERATIONS = 3


class Keys(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gate = Gateway(testing.Settings.build, testing.Settings.folder, program="tests/imprimaturd-killable")
        cls.gate.start()
        cls.addClassCleanup(lambda: cls.gate.stop())
        cls.key_file = os.path.join(cls.gate.registry, "key")
        for person in people.STAFF:
            cls.gate.ask("root", "PUT", f"/v1/people/{person.account}",
                         {"full_name": person.full_name, "department": person.department,
                          "roles": list(person.roles), "agreement": "2026-01-05", "training": "2026-06-01"})
        sample = os.path.join(os.path.dirname(__file__), "../../support/documents/letter.txt")
        subprocess.run([os.path.join(testing.Settings.build, "tests/typeset"), sample, cls.path("letter.pdf")], check=True,
                       stdout=subprocess.DEVNULL)
        os.makedirs(cls.path("desk"))
        os.chmod(cls.path("desk"), 0o1777)
        cls.jobs = 0
        cls.papers = []  # (serial, its PDF, a report of its trace), one a generation
        cls.waiting = None  # a job that is in custody since the first generation

    @classmethod
    def path(cls, name):
        return os.path.join(testing.Settings.folder, name)

    def next_job(self):
        Keys.jobs += 1
        return Keys.jobs

    def keys(self):
        answer = self.gate.ask("root", "GET", "/v1/keys")
        self.assertEqual(answer.status, 200, answer)
        return answer.json()["keys"]

    def printed(self):
        """A copy that came out of the printer, and a signed report of its trace."""
        gate, number = self.gate, self.next_job()
        job = gate.send(number, self.path("letter.pdf"))
        copy = gate.proceed(job)["copies"][0]
        place = self.path(f"copy-{number}.pdf")
        with open(place, "wb") as file:
            file.write(gate.deliver(job, copy))
        report = gate.ask("zhaomin", "GET", f"/v1/trace?serial={copy['serial']}", Accept="application/pdf").body
        with open(self.path(f"desk/report-{number}.pdf"), "wb") as file:
            file.write(report)
        os.chmod(file.name, 0o644)
        return copy["serial"], place, file.name

    def cli(self, account, *words):
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "IMPRIMATUR_SOCKET": self.gate.socket}
        return subprocess.run([os.path.join(testing.Settings.build, "bin/imprimatur"), *words], env=environment,
                              capture_output=True, text=True, timeout=120, cwd="/", **people.run_as(account))

    def assert_genuine(self, serial, pdf, report, dots=False):
        """Its code, its dots where they are asked for (that takes long), and what was signed when it was made."""
        fits = [f["fit"] for f in self.gate.ask("zhaomin", "POST", "/v1/trace", open(pdf, "rb").read()).json()["findings"]
                if f["mark"] == "code"]
        self.assertTrue(fits)
        self.assertEqual(set(fits), {"ours"})
        self.assertEqual(self.cli("zhaomin", "verify", report).returncode, 0)
        if not dots:
            return
        scrap = pictures.scrap(pdf, self.path("scrap.jpg"))
        named = self.gate.ask("zhaomin", "POST", "/v1/trace", open(scrap, "rb").read()).json()
        self.assertEqual({f["mark"] for f in named["findings"] if f["fit"] == "ours"}, {"dots"}, named["findings"])
        self.assertEqual([s["copy"]["serial"].replace("-", "") for s in named["stories"]], [serial])

    def refused_start(self):
        """What it says on a start that fails."""
        before = len(self.gate.read_log())
        with self.assertRaises(RuntimeError):
            self.gate.start()
        self.assertEqual(self.gate.process.wait(30), 69)
        return self.gate.read_log()[before:]

    # Three generations

    def test_010_papers_of_three_generations_are_genuine(self):
        number = self.next_job()
        Keys.waiting = self.gate.send(number, self.path("letter.pdf"))
        for generation in range(1, GENERATIONS + 1):
            self.papers.append(self.printed())
            if generation < GENERATIONS:
                done = self.cli("root", "key", "rotate")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(self.keys()[-1]["id"], done.stdout)
        self.assertEqual(os.path.getsize(self.key_file), 32 * GENERATIONS)
        self.assertEqual(os.stat(self.key_file).st_mode & 0o7777, 0o600)
        for paper in self.papers:
            self.assert_genuine(*paper, dots=True)

    def test_011_they_are_so_after_a_restart_and_a_scan_of_the_oldest_is_recognised(self):
        self.gate.stop()
        self.gate.start()
        for paper in self.papers:
            self.assert_genuine(*paper)
        serial, pdf, _ = self.papers[0]
        scan = pictures.scan(pdf, self.path("scan.pdf"))
        job = self.gate.send(self.next_job(), scan)
        said = self.gate.proceed(job)
        self.assertIn("copies", said, said)
        self.assertEqual(self.gate.ask("root", "GET", f"/v1/jobs/{job}").json()["parent"].replace("-", ""), serial)

    def test_012_a_job_in_custody_since_the_first_prints(self):
        copy = self.gate.proceed(self.waiting)["copies"][0]
        self.assertTrue(self.gate.deliver(self.waiting, copy).startswith(b"%PDF"))

    def test_013_the_log_says_who_rotated_and_nothing_of_a_key(self):
        entries = self.gate.ask("qianjin", "GET", "/v1/audit?what=key.").json()["entries"]
        self.assertEqual([(e["what"], e["actor"]) for e in entries],
                         [("key.named", "imprimaturd"), ("key.rotated", "root"), ("key.rotated", "root")])
        self.assertEqual([e["subject"] for e in entries], ["key:" + k["id"] for k in self.keys()])
        self.assertTrue(all(re.fullmatch(r"key-[0-9A-Z]{16}", k["id"]) for k in self.keys()))

    def test_014_only_the_system_administrator_does(self):
        for account in ("zhaomin", "qianjin", "wanghua"):
            self.assertEqual(self.gate.ask(account, "POST", "/v1/keys", {}).status, 403)
        self.assertEqual(len(self.keys()), GENERATIONS)

    # The wrong key, and none

    def test_020_a_service_says_that_its_key_file_is_gone_and_that_it_is_back(self):
        os.rename(self.key_file, self.path("safe"))
        answer = self.gate.ask("root", "GET", "/healthz")
        self.assertEqual(answer.status, 503)
        self.assertIn(self.keys()[-1]["id"], answer.json()["sentence"])
        checked = self.cli("root", "check")
        self.assertEqual(checked.returncode, 1)
        self.assertIn(self.keys()[-1]["id"], checked.stdout)
        os.rename(self.path("safe"), self.key_file)
        self.assertEqual(self.gate.ask("root", "GET", "/healthz").status, 200)

    def test_021_no_key_is_made_beside_a_registry_that_has_one(self):
        wanted = self.keys()[-1]["id"]
        Keys.waiting = self.gate.send(self.next_job(), self.path("letter.pdf"))
        self.gate.stop()
        shutil.copy2(self.key_file, self.path("safe"))
        os.remove(self.key_file)
        said = self.refused_start()
        self.assertIn(wanted, said)
        self.assertIn(self.key_file, said)
        self.assertFalse(os.path.exists(self.key_file))

    def test_022_another_key_is_not_taken_nor_an_earlier_generation(self):
        whole = open(self.path("safe"), "rb").read()
        for other in (os.urandom(32), whole[:32], whole[32:], os.urandom(32) + whole):
            self.put_key(other)
            self.assertIn("key-", self.refused_start())
            self.assertEqual(open(self.key_file, "rb").read(), other, "left as it is")

    def hand_over(self, path, to):
        """A copy that the service may use."""
        shutil.copyfile(path, to + ".new")
        os.chmod(to + ".new", 0o600)
        os.chown(to + ".new", people.SERVICE_UID, people.SERVICE_UID)
        os.replace(to + ".new", to)

    def put_key(self, content):
        with open(self.key_file + ".new", "wb") as file:
            file.write(content)
        os.chmod(file.name, 0o600)
        os.chown(file.name, people.SERVICE_UID, people.SERVICE_UID)
        os.replace(file.name, self.key_file)

    def test_023_the_job_that_waited_goes_on_when_the_key_is_back(self):
        self.put_key(open(self.path("safe"), "rb").read())
        self.gate.start()
        copy = self.gate.proceed(self.waiting)["copies"][0]
        self.assertTrue(self.gate.deliver(self.waiting, copy).startswith(b"%PDF"))
        for paper in self.papers:
            self.assert_genuine(*paper)

    # Two gateways

    def test_030_a_gateway_without_the_newest_key_waits_for_it_and_calls_nothing_forged(self):
        second = Gateway.beside(self.gate, self.path("second"))
        self.hand_over(self.key_file, second.key_file)
        for name in ("store.head", "key.head"):  # a second gateway on SQLite: for tests only
            self.hand_over(os.path.join(self.gate.registry, name), os.path.join(second.registry, name))
        second.start()
        self.addCleanup(lambda: second.stop())
        rotated = self.cli("root", "key", "rotate")
        self.assertEqual(rotated.returncode, 0, rotated.stderr)
        serial, pdf, _ = self.printed()
        scan = pictures.scan(pdf, self.path("scan.pdf"))
        job = second.send(self.next_job(), scan)
        answer = second.ask("lp", "POST", f"/v1/jobs/{job}/proceed", {})
        self.assertEqual(answer.status, 503, answer)  # the backend asks again
        traced = second.ask("zhaomin", "POST", "/v1/trace", open(pdf, "rb").read()).json()
        self.assertEqual({f["fit"] for f in traced["findings"] if f["mark"] == "code"}, {"unchecked"})
        self.assertEqual(second.ask("root", "GET", "/healthz").status, 503)
        mine = second.send(self.next_job(), self.path("letter.pdf"))
        self.hand_over(self.key_file, second.key_file)
        self.assertIn("copies", second.proceed(job))
        self.assertEqual(second.ask("root", "GET", "/healthz").status, 200)
        self.assertIn("copies", second.proceed(mine))
        self.assertEqual(self.gate.ask("root", "GET", f"/v1/jobs/{job}").json()["parent"].replace("-", ""), serial)

    # Killed

    def test_040_a_rotation_that_is_killed_leaves_the_old_key_or_the_new(self):
        for step, grows in (("key.before-file", 0), ("key.file-written", 1), ("key.before-commit", 1), ("key.recorded", 1)):
            with self.subTest(step):
                before = self.keys()
                self.gate.die_at(step)
                with self.assertRaises(OSError):
                    self.gate.ask("root", "POST", "/v1/keys", {})
                self.assertEqual(self.gate.process.wait(30), -signal.SIGKILL)
                self.gate.start()
                self.assertEqual(self.gate.ask("root", "GET", "/healthz").status, 200)
                after = self.keys()
                self.assertEqual(after[:len(before)], before)
                self.assertEqual(len(after), len(before) + grows)
                self.assertEqual(os.path.getsize(self.key_file), 32 * len(after))
        for serial, pdf, report in self.papers:
            self.assertEqual(self.cli("zhaomin", "verify", report).returncode, 0)
            traced = self.gate.ask("zhaomin", "POST", "/v1/trace", open(pdf, "rb").read()).json()
            self.assertEqual({f["fit"] for f in traced["findings"] if f["mark"] == "code"}, {"ours"})
        self.assertTrue(self.gate.ask("qianjin", "GET", "/v1/audit/verify").json()["is_sound"])
        leftovers = [n for n in os.listdir(self.gate.registry) if n.startswith("key.") and not n.endswith(".head")]
        self.assertLessEqual(len(leftovers), 1, "what a killed write leaves is one file of its owner's")


if __name__ == "__main__":
    testing.main()
