"""The backend called as CUPS calls it, with what nobody should send."""

import json
import os
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import print_room  # noqa: E402
from fake_service import FakeService, saying  # noqa: E402
from print_room import SOCKET, PrintRoom, Settings  # noqa: E402

OK, AUTH_REQUIRED, HOLD, STOP, CANCEL, RETRY_CURRENT = 0, 2, 3, 4, 5, 7
OBEYED = (b"ATTR:", b"PPD:", b"PAGE:", b"STATE: paused", b"JOBSTATE: cups")
ROOM = None


def setUpModule():
    global ROOM
    ROOM = PrintRoom(Settings.build, Settings.folder)
    ROOM.open()
    ROOM.add_plain_queues()


def tearDownModule():
    ROOM.close()


class Called(unittest.TestCase):
    def setUp(self):
        ROOM.clear()
        self.service = FakeService(SOCKET).start()
        self.addCleanup(lambda: os.path.exists(SOCKET) and self.service.stop())

    def call(self, user=b"liming", title=b"title", copies=b"1", options=b"", uri="imprimatur:/Paper", extra=(), job=b"99999",
             environment=None):
        words = [ROOM.program, job, user, title, copies, options, *extra]
        return subprocess.run(words, input=b"%PDF-1.4", capture_output=True, timeout=60, cwd="/",
                              env={"PATH": "/usr/bin:/bin", "DEVICE_URI": uri, "PRINTER": "Secure", "LANG": "C",
                                   "CUPS_SERVER": "/run/cups/cups.sock", "CUPS_SERVERBIN": "/usr/lib/cups",
                                   **(environment or {})})

    def told(self):
        return json.loads(next(body for _, path, body in self.service.calls if path == "/v1/jobs"))

    def assert_harmless(self, stderr):
        for line in stderr.split(b"\n"):
            self.assertTrue(line == b"" or line.startswith((b"ERROR: ", b"WARNING: ", b"INFO:", b"DEBUG: ", b"JOBSTATE: ",
                                                            b"STATE: ")), line[:200])
            self.assertFalse(line.startswith(OBEYED), line[:200])
            self.assertLess(len(line), 1100)
            line.decode("utf-8")

    def test_without_arguments_it_lists_itself(self):
        done = subprocess.run([ROOM.program], capture_output=True, check=True)
        self.assertEqual(done.stdout, b'network imprimatur "Unknown" "Imprimatur secure printer"\n')

    def test_nobody_is_not_let_in(self):
        for user in (b"", b"anonymous", b"a\nb", b"\xff\xfe", b"x" * 300):
            done = self.call(user=user)
            self.assertEqual(done.returncode, AUTH_REQUIRED, user[:20])
            self.assert_harmless(done.stderr)
        self.assertEqual(self.service.calls, [])

    def test_a_title_is_only_a_title(self):
        evil = b"a\nATTR: job-state=9\r\nSTATE: paused\n%s%n$(touch /tmp/owned)`id`\xff\xfe\x1b[31m" + b"x" * 65000
        done = self.call(title=evil)
        self.assertEqual(done.returncode, OK, done.stderr[-500:])
        self.assert_harmless(done.stderr)
        title = self.told()["title"]
        self.assertTrue(title.startswith("a ATTR: job-state=9  STATE: paused %s%n$(touch /tmp/owned)`id`\ufffd\ufffd [31mxxx"))
        self.assertLessEqual(len(title.encode()), 4096)
        self.assertFalse(os.path.exists("/tmp/owned"))

    def test_options_are_taken_apart_strictly(self):
        done = self.call(options="imprimatur-purpose='年度 总结' imprimatur-level=Custom.机密 imprimatur-period=none x={a b} "
                                 "imprimatur-document=A\\ B\\\"C imprimatur-recipients=甲,乙 imprimatur-other=1 "
                                 "media=A3 sides=`id` job-uuid=urn:uuid:1".encode())
        self.assertEqual(done.returncode, OK, done.stderr)
        told = self.told()
        self.assertEqual(told["options"], {"imprimatur-purpose": "年度 总结", "imprimatur-level": "机密",
                                           "imprimatur-document": 'A B"C', "imprimatur-recipients": "甲,乙"})
        self.assertEqual(told["cups_uuid"], "urn:uuid:1")

    def test_hostile_options_end_in_nothing(self):
        for options in (b"'" * 70000, b"\\" * 9999, b"{" * 100000, b"imprimatur-purpose=" + b"\xff" * 100000, b"=" * 5000,
                        b"imprimatur-purpose='never ended " + b"y" * 50000, b"\n\t imprimatur-level"):
            self.service.calls.clear()
            done = self.call(options=options)
            self.assertEqual(done.returncode, OK, (options[:30], done.stderr[-300:]))
            for value in self.told()["options"].values():
                self.assertLessEqual(len(value.encode()), 4096)

    def test_what_the_service_says_stays_one_line(self):
        self.service.plan = saying("refuse", "no\nATTR: auth-info-required=none\nSTATE: +paused" + "字" * 5000,
                                   reason="x\nATTR: y")
        done = self.call()
        self.assertEqual(done.returncode, CANCEL)
        self.assert_harmless(done.stderr)
        self.assertIn("字".encode(), done.stderr)

    def test_answers_that_are_not_answers_hold_the_job(self):
        for answer in ((200, b"not json"), (200, b"{}"), (200, {"verdict": "print it all"}), (200, b"[1,2]"),
                       (200, {"verdict": "deliver", "copies": []}), (200, {"verdict": "deliver", "copies": [{}]}),
                       (404, b""), (500, b"<html>"), (403, {"fault": 7})):
            self.service.answers["proceed"] = [answer]
            done = self.call()
            self.assertEqual(done.returncode, HOLD, (answer, done.stderr))
            self.assert_harmless(done.stderr)

    def test_a_service_that_stays_away_is_left_to_cups_again(self):
        self.service.stop()
        began = time.monotonic()
        done = self.call(uri="imprimatur:/Paper?wait=1")
        self.assertEqual(done.returncode, RETRY_CURRENT)
        self.assertLess(time.monotonic() - began, 15)
        self.assertEqual(done.stderr.count(b"WARNING"), 1, "said once, not at each attempt")

    def test_a_service_elsewhere_may_be_named_by_the_device_uri(self):
        self.service.stop()
        other = FakeService(os.path.join(Settings.folder, "other-socket")).start()
        done = self.call(uri=f"imprimatur:/Paper?socket={other.path}&wait=1")
        other.stop()
        self.assertEqual(done.returncode, OK, done.stderr)
        self.assertEqual(len(ROOM.papers()), 1)

    def test_wrong_uris_and_programs_stop_the_queue(self):
        outside = os.path.join(Settings.folder, "outside")
        ROOM.write("outside", "#!/bin/sh\nexit 0\n")
        os.chmod(outside, 0o777)
        link = "/usr/lib/cups/backend/link"
        os.symlink(outside, link)
        self.addCleanup(os.unlink, link)
        for uri in ("imprimatur:/", "imprimatur:Paper", "ipp://x/", "imprimatur:/a b", "imprimatur:/../x", "imprimatur:/a/b",
                    "imprimatur:/Paper?socket=relative", "imprimatur:/Paper?wait=-1", "imprimatur:/Paper?other=1",
                    "imprimatur:/imprimatur:/Paper", "imprimatur:/../../bin/sh:/x", "imprimatur:/Socket:/x",
                    "imprimatur:/no-such-backend:/x", "imprimatur:/link:/x"):
            done = self.call(uri=uri)
            self.assertEqual(done.returncode, STOP, (uri, done.stderr))
            self.assert_harmless(done.stderr)
        self.assertFalse(self.service.called("/deliver"), "nothing was recorded as on its way")

    def test_wrong_calls_stop_the_queue(self):
        for wrong in ({"job": b"x"}, {"job": b"0"}, {"copies": b"1; id"}, {"extra": (b"/nowhere",)}, {"extra": (b"a", b"b")}):
            self.assertEqual(self.call(**wrong).returncode, STOP, wrong)

    def test_it_ends_with_the_scheduler_that_started_it(self):
        self.service.plan = lambda job: time.sleep(3) or {"verdict": "hold", "sentence": "x", "reason": "", "copies": []}
        starter = subprocess.Popen(["python3", "-c", "import subprocess, sys, os\n"
                                    "print(subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL).pid, flush=True)\n"
                                    "import time; time.sleep(60)", ROOM.program, "99999", "liming", "t", "1", ""],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   env={"PATH": "/usr/bin", "DEVICE_URI": "imprimatur:/Paper", "PRINTER": "S",
                                        "CUPS_SERVER": "/run/cups/cups.sock"})
        child = int(starter.stdout.readline())
        ROOM.wait("the call", lambda: self.service.called("/proceed"))
        starter.send_signal(signal.SIGKILL)
        starter.wait()
        ROOM.wait("its end", lambda: not os.path.exists(f"/proc/{child}") or
                  open(f"/proc/{child}/stat", encoding="ascii").read().split()[2] == "Z")


if __name__ == "__main__":
    print_room.main()
