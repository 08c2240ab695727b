"""Copy 000004 is printed and yesterday's registry is put back: by hand the start is refused, by the command the next
copy is another, and an officer must account for the rest. On SQLite and PostgreSQL, killed at every step."""

import json
import os
import shutil
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway import Gateway, quoted  # noqa: E402
from office import people, testing  # noqa: E402
from postgres import Postgres  # noqa: E402

NUMBER = "鼓委办〔2026〕7号"
BACKUP_STEPS = ("backup.snapshot", "backup.objects", "backup.packed")
RESTORE_STEPS = ("restore.unpacked", "restore.adopted", "restore.objects", "restore.before-switch", "restore.switched")


class Scenes:
    """A copy of the scenes for each database; each scene begins with copies 1 to 3 on paper."""

    kind = ""

    @classmethod
    def setUpClass(cls):
        cls.folder = os.path.join(testing.Settings.folder, cls.kind)
        os.makedirs(cls.folder)
        os.chmod(testing.Settings.folder, 0o755)
        cls.postgres = Postgres(os.path.join(cls.folder, "postgres")) if cls.kind == "postgresql" else None
        if cls.postgres:
            cls.addClassCleanup(cls.postgres.stop)
        cls.gate = Gateway(testing.Settings.build, cls.folder, cls.postgres.uri if cls.postgres else None)
        cls.gate.start()
        cls.addClassCleanup(lambda: cls.gate.process.poll() is None and cls.gate.stop())
        for person in people.STAFF:
            cls.gate.ask("root", "PUT", f"/v1/people/{person.account}",
                         {"full_name": person.full_name, "department": person.department,
                          "roles": list(person.roles), "agreement": "2026-01-05", "training": "2026-06-01"})
        sample = os.path.join(os.path.dirname(__file__), "../../support/documents/letter.txt")
        subprocess.run([os.path.join(testing.Settings.build, "tests/typeset"), sample, cls.path("letter.pdf")], check=True,
                       stdout=subprocess.DEVNULL)
        cls.gate.ask("zhaomin", "POST", "/v1/documents", {"number": NUMBER, "title": "来信", "level": "机密", "period": "10年"})
        cls.gate.ask("zhaomin", "PUT", f"/v1/documents/{quoted(NUMBER)}/file", open(cls.path("letter.pdf"), "rb").read())
        cls.gate.set_level(NUMBER)
        cls.jobs = 0
        cls.given = []  # every copy number that ever was on paper
        cls.given += [cls.print_one() for _ in range(3)]

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    @classmethod
    def send(cls):
        """A job in custody."""
        cls.jobs += 1
        return cls.gate.send(cls.jobs, cls.path("letter.pdf"), imprimatur_recipients="chenli", imprimatur_purpose="传达")

    @classmethod
    def approved(cls, job):
        """Its one copy, after 王华 agreed: it has its number, and no paper yet."""
        said = cls.gate.proceed(job)
        assert said["verdict"] == "hold", said
        waiting = cls.gate.ask("wanghua", "GET", "/v1/requests?state=waiting").json()["requests"]
        mine = [r for r in waiting if r.get("job") == job] or waiting[-1:]
        answer = cls.gate.ask("wanghua", "POST", f"/v1/requests/{mine[0]['id']}/approvals", {"verdict": "agree"})
        assert answer.status == 200, answer
        said = cls.gate.proceed(job)
        assert said["verdict"] == "deliver", said
        return said["copies"][0]

    @classmethod
    def print_one(cls):
        job = cls.send()
        copy = cls.approved(job)
        cls.gate.deliver(job, copy)
        return copy["number"]

    def print_another(self):
        """A copy comes out, with a number that no paper has."""
        number = self.print_one()
        self.assertNotIn(number, self.given)
        self.given.append(number)
        return number

    def command(self, *words, program="bin/imprimatur", at=None):
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "IMPRIMATUR_SOCKET": self.gate.socket}
        if at:
            program = "tests/imprimatur-killable"
            environment["IMPRIMATUR_DIE_AT"] = self.gate.appointment
            self.gate.die_at(at)
        return subprocess.run([os.path.join(testing.Settings.build, program), *words[:1], *words[1:],
                               "--settings", self.gate.settings()], env=environment, capture_output=True, text=True,
                              timeout=120, cwd="/")

    def backup(self, name, **more):
        done = self.command("backup", self.path(name), **more)
        if "at" not in more:
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(os.stat(self.path(name)).st_mode & 0o7777, 0o600)
        return done

    def restore(self, *words, **more):
        done = self.command("--json", "restore", *words, **more)
        if "at" not in more:
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout)
        return done

    def refused_start(self):
        before = len(self.gate.read_log())
        with self.assertRaises(RuntimeError):
            self.gate.start()
        self.assertEqual(self.gate.process.wait(30), 69)
        return self.gate.read_log()[before:]

    def keep_by_hand(self):
        """The registry as it is, kept as people do it."""
        if self.postgres:
            return self.postgres.dump()
        subprocess.run(["sqlite3", self.gate.registry + "/registry.db", f".backup {self.path('by-hand.db')}"], check=True)
        return self.path("by-hand.db")

    def put_back_by_hand(self, kept):
        """While the service stands still."""
        if self.postgres:
            self.postgres.load(kept)
            return
        for ending in ("-wal", "-shm"):
            if os.path.exists(self.gate.registry + "/registry.db" + ending):
                os.remove(self.gate.registry + "/registry.db" + ending)
        shutil.copyfile(kept, self.gate.registry + "/registry.db")

    def assert_accounted_for(self, restored):
        """The log is whole and shows it; the matter is open and wants a word."""
        gate = self.gate
        verified = gate.ask("qianjin", "GET", "/v1/audit/verify").json()
        self.assertTrue(verified["is_sound"], verified)
        entries = gate.ask("qianjin", "GET", "/v1/audit?what=registry.restored").json()["entries"]
        self.assertEqual(entries[-1]["details"]["after"], str(restored["before"]))
        matter = gate.ask("zhaomin", "GET", f"/v1/matters/{restored['matter']}").json()
        shown = json.dumps(matter, ensure_ascii=False)
        self.assertIn('"open"', shown)
        self.assertIn("打印日志", shown)
        self.assertIn("Paper", shown)  # the printer

    # By hand

    def test_010_put_back_by_hand_the_start_is_refused_with_a_sentence(self):
        yesterday = self.keep_by_hand()
        fourth = self.print_another()
        self.assertEqual(fourth, 4)
        self.gate.stop()
        self.put_back_by_hand(yesterday)
        said = self.refused_start()
        self.assertIn("imprimatur restore", said)
        self.assertIn("拒绝启动", said)

    def test_011_adopted_by_the_command_the_next_copy_is_not_the_fourth_again(self):
        restored = self.restore()
        self.assertGreater(restored["lost"], 0)
        self.gate.start()
        self.assertGreater(self.print_another(), 4)
        self.assert_accounted_for(restored)

    def test_012_a_start_after_it_is_a_start_like_any_other(self):
        self.gate.stop(signal.SIGKILL)
        self.gate.start()
        self.print_another()

    # By the command

    def test_020_a_backup_is_made_while_the_service_runs_and_tells_nothing(self):
        self.backup("yesterday.imb")
        content = open(self.path("yesterday.imb"), "rb").read()
        self.assertTrue(content.startswith(b"imprimatur-backup-1 key-"))
        for told in ("来信".encode(), "鼓委办".encode(), b"SQLite", b"zhaomin"):
            self.assertNotIn(told, content)

    def test_021_a_restore_is_refused_while_the_service_runs(self):
        done = self.command("restore", self.path("yesterday.imb"))
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn("Stop the service", done.stderr)

    def test_022_restored_the_numbers_go_on_beyond_all_that_were_given(self):
        self.print_another()
        self.gate.stop()
        restored = self.restore(self.path("yesterday.imb"))
        self.gate.start()
        self.print_another()
        self.assert_accounted_for(restored)

    def test_023_also_over_a_killed_service_and_a_broken_registry(self):
        self.print_another()
        self.gate.stop(signal.SIGKILL)
        if not self.postgres:
            with open(self.gate.registry + "/registry.db", "r+b") as file:
                file.seek(4096)
                file.write(b"x" * 20000)
            self.assertIn("备份", self.refused_start())
        restored = self.restore(self.path("yesterday.imb"))
        self.gate.start()
        self.print_another()
        self.assert_accounted_for(restored)

    def test_024_a_job_in_custody_is_restored_with_its_bytes(self):
        job = self.send()
        self.backup("with-job.imb")
        copy = self.approved(job)
        self.gate.deliver(job, copy)
        self.given.append(copy["number"])
        self.gate.stop()
        self.restore(self.path("with-job.imb"))
        self.gate.start()
        again = self.approved(job)
        self.gate.deliver(job, again)
        self.assertNotIn(again["number"], self.given)
        self.given.append(again["number"])

    def test_025_copies_that_were_being_printed_are_spoiled_and_on_the_list(self):
        copy = self.approved(self.send())
        self.backup("reserved.imb")
        self.gate.stop()
        restored = self.restore(self.path("reserved.imb"))
        self.assertEqual(restored["spoiled"], 1)
        self.gate.start()
        shown = self.gate.ask("zhaomin", "GET", f"/v1/copies/{copy['serial']}").json()
        shown = shown.get("copy", shown)
        self.assertEqual(shown["state"], "spoiled")
        self.given.append(shown["number"])
        matter = self.gate.ask("zhaomin", "GET", f"/v1/matters/{restored['matter']}").json()
        self.assertIn(copy["serial"], json.dumps(matter).replace("-", ""))
        self.assert_accounted_for(restored)

    def test_026_a_changed_backup_or_one_of_another_key_changes_nothing(self):
        self.gate.stop()
        whole = open(self.path("yesterday.imb"), "rb").read()
        for name, content in (("cut.imb", whole[:-40]), ("bent.imb", whole[:5000] + b"x" + whole[5001:]),
                              ("none.imb", b"x" * 100), ("other.imb", whole.replace(b"key-", b"key-0", 1))):
            with open(self.path(name), "wb") as file:
                file.write(content)
            done = self.command("restore", self.path(name))
            self.assertNotEqual(done.returncode, 0, name)
            self.assertRegex(done.stderr, "another backup|no backup|put the key file", name)
        self.gate.start()
        self.print_another()

    # Killed

    def test_030_a_backup_that_is_killed_leaves_no_half_file_and_the_next_is_whole(self):
        for step in BACKUP_STEPS:
            with self.subTest(step):
                killed = self.backup("killed.imb", at=step)
                self.assertEqual(killed.returncode, -signal.SIGKILL, killed.stderr)
                self.assertFalse(os.path.exists(self.path("killed.imb")))
                self.backup("killed.imb")
                os.remove(self.path("killed.imb"))
        leftovers = [n for n in os.listdir(self.gate.registry) if "scratch" in n]
        self.assertEqual(leftovers, [])
        self.assertFalse(os.path.exists(self.path("killed.imb.part")))

    def test_031_a_restore_that_is_killed_leaves_the_old_registry_or_the_new(self):
        self.backup("killed.imb")
        for step in RESTORE_STEPS:
            with self.subTest(step):
                self.print_another()
                self.gate.stop()
                entries = self.restore(self.path("killed.imb"), at=step)
                self.assertEqual(entries.returncode, -signal.SIGKILL, entries.stderr)
                self.gate.start()
                self.print_another()
                self.assertTrue(self.gate.ask("qianjin", "GET", "/v1/audit/verify").json()["is_sound"])
                self.gate.stop()
                self.restore(self.path("killed.imb"))
                self.gate.start()
                self.print_another()
        self.assertEqual(len(self.given), len(set(self.given)))


class OnSqlite(Scenes, unittest.TestCase):
    kind = "sqlite"

    def test_040_on_another_machine_the_key_is_enough(self):
        """Nothing is left but the backup and the key from the safe."""
        self.backup("last.imb")
        self.gate.stop()
        for name in os.listdir(self.gate.registry):
            path = os.path.join(self.gate.registry, name)
            if name != "key":
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        restored = self.restore(self.path("last.imb"))
        self.assertIsNone(restored["lost"])
        self.gate.start()
        self.print_another()

    def test_041_a_registry_without_anything_that_was_kept_of_it_is_not_started(self):
        self.gate.stop()
        for name in ("store.head", "key.head"):
            os.remove(os.path.join(self.gate.registry, name))
        self.assertIn("store.head", self.refused_start())
        self.restore()
        self.gate.start()
        self.print_another()


class OnPostgresql(Scenes, unittest.TestCase):
    kind = "postgresql"


if __name__ == "__main__":
    testing.main()
