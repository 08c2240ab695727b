"""A device that wants to know who prints: the password is in a file of the backend's, and nowhere else."""

import os
import pwd
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import print_room  # noqa: E402
from fake_service import FakeService  # noqa: E402
from print_room import OURS, PPD, SOCKET, PrintRoom, Settings, one_page  # noqa: E402
from printer import GuardedDoor, Printer  # noqa: E402

PORT, BEHIND = 8643, 8642
PASSWORD = "bXq7-only-for-the-printer"
ADDRESS = f"ipps://localhost:{PORT}/ipp/print"
SLOW = """#!/bin/sh
touch {folder}/begun
while [ -e {folder}/slow ]; do sleep 0.1; done
"""
ROOM = PRINTER = DOOR = None


def setUpModule():
    global ROOM, PRINTER, DOOR
    ROOM = PrintRoom(Settings.build, Settings.folder)
    ROOM.open()
    with open(ROOM.write("one.pdf", ""), "wb") as file:
        file.write(one_page())
    command = ROOM.write("path", SLOW.format(folder=Settings.folder))
    os.chmod(command, 0o755)
    PRINTER = Printer(ROOM, BEHIND, command)
    DOOR = GuardedDoor(Settings.folder, PORT, BEHIND, "gateway", PASSWORD)
    ROOM.add_queues()


def tearDownModule():
    DOOR.close()
    PRINTER.stop()
    ROOM.close()


class ProofTest(unittest.TestCase):
    def setUp(self):
        ROOM.clear()
        ROOM.forget("slow")
        self.secrets = os.path.join(Settings.folder, "devices.toml")
        if os.path.exists(self.secrets):
            os.unlink(self.secrets)
        self.lead_to(ADDRESS)
        self.service = FakeService(SOCKET).start()
        self.addCleanup(self.leave)

    def leave(self):
        ROOM.forget("slow")
        ROOM.run("root", "cancel", "-a", "-x")
        ROOM.run("root", "cupsenable", OURS)
        ROOM.wait("an idle queue", lambda: "is idle" in ROOM.run("root", "lpstat", "-p", OURS).stdout)
        self.service.stop()

    def lead_to(self, address):
        ROOM.run("root", "lpadmin", "-p", OURS, "-v", f"imprimatur:/{address}?imprimatur-proofs={self.secrets}")

    def tell_secret(self, password=PASSWORD, address=ADDRESS, mode=0o600):
        made = self.secrets + ".new"
        with open(made, "w", encoding="utf-8") as file:
            file.write(f'["{address}"]\nuser = "gateway"\npassword = "{password}"\n')
        os.chmod(made, mode)
        os.chown(made, pwd.getpwnam("lp").pw_uid, 0)
        os.rename(made, self.secrets)

    def send(self):
        return ROOM.lp("liming", os.path.join(Settings.folder, "one.pdf"))

    def said(self, number, words):
        ROOM.wait(words, lambda: words in ROOM.attributes(number).get("job-printer-state-message", ""), seconds=30)

    def assert_stopped(self, number, words):
        self.said(number, words)
        ROOM.wait("the stop", lambda: "disabled" in ROOM.run("root", "lpstat", "-p", OURS).stdout)
        self.assertEqual(self.service.called("/deliver"), [])
        self.assertEqual(DOOR.let_in, self.before)

    @property
    def before(self):
        return getattr(self, "_before", 0)


class ADeviceThatWantsAProof(ProofTest):
    def setUp(self):
        super().setUp()
        self._before = DOOR.let_in

    def test_gets_it_from_the_file_and_nobody_else_does(self):
        ROOM.write("slow", "")
        self.tell_secret()
        number = self.send()
        ROOM.wait("the paper", lambda: os.path.exists(os.path.join(Settings.folder, "begun")), seconds=30)
        self.assertGreater(DOOR.let_in, self.before)
        self.look_for_the_secret()
        ROOM.forget("slow")
        ROOM.wait_for(number, "completed", seconds=30)
        self.assertEqual([c["state"] for c in self.service.job(number).copies], ["issued"])
        self.look_for_the_secret()

    def look_for_the_secret(self):
        for said in (ROOM.run("root", "sh", "-c", "cat /proc/[0-9]*/cmdline", check=False).stdout,
                     ROOM.run("liming", "sh", "-c", "cat /proc/[0-9]*/environ 2>/dev/null", check=False).stdout,
                     ROOM.run("liming", "cat", self.secrets, check=False).stdout,
                     ROOM.run("root", "lpstat", "-l", "-v", "-p", "-o").stdout, ROOM.run("root", "lpoptions", "-p", OURS).stdout,
                     repr(self.service.calls)):
            self.assertNotIn(PASSWORD, said)
        for place in ("/var/log/cups", "/etc/cups", "/var/spool/cups", "/var/cache/cups"):
            found = subprocess.run(["grep", "-rlaF", PASSWORD, place], check=False, capture_output=True, text=True).stdout
            self.assertEqual(found, "", place)

    def test_without_the_file_the_job_waits_and_goes_on_by_itself(self):
        number = self.send()
        self.said(number, "wants to know who prints")
        self.assertEqual(self.service.called("/deliver"), [], "a number was spent")
        self.assertEqual(DOOR.let_in, self.before)
        self.tell_secret()
        ROOM.wait_for(number, "completed", seconds=40)
        self.assertEqual([c["state"] for c in self.service.job(number).copies], ["issued"])

    def test_with_another_certificate_is_not_told_the_password(self):
        self.tell_secret()
        ROOM.wait_for(self.send(), "completed", seconds=30)
        DOOR.take_new_certificate()
        self.addCleanup(self.forget_certificates)
        before, delivered = DOOR.let_in, len(self.service.called("/deliver"))
        self.said(self.send(), "shows another certificate than before")
        self.assertEqual((DOOR.let_in, len(self.service.called("/deliver"))), (before, delivered))

    def forget_certificates(self):
        for place in subprocess.run(["find", "/var/spool/cups", "/etc/cups", "-name", "localhost.crt"], check=True,
                                    capture_output=True, text=True).stdout.split():
            os.unlink(place)

    def test_with_a_wrong_password_the_job_waits(self):
        self.tell_secret("something else")
        self.said(self.send(), "does not accept the user and password")
        self.assertEqual(self.service.called("/deliver"), [])

    def test_a_file_that_others_read_stops_the_queue(self):
        self.tell_secret(mode=0o640)
        self.assert_stopped(self.send(), "can be read by others")

    def test_a_file_that_is_broken_stops_the_queue_and_is_not_shown(self):
        self.tell_secret('x"y')
        self.assert_stopped(self.send(), "is not written as it should be")
        self.assertNotIn('x"y', open("/var/log/cups/error_log", encoding="utf-8", errors="replace").read())

    def test_a_password_is_not_sent_in_the_clear(self):
        address = f"ipp://localhost:{BEHIND}/ipp/print"
        self.lead_to(address)
        self.tell_secret(address=address)
        self.assert_stopped(self.send(), "is not encrypted")


class AnAddressWithAPassword(ProofTest):
    address = f"ipps://gateway:{PASSWORD}@localhost:{PORT}/ipp/print"

    def test_is_refused_when_a_queue_is_added(self):
        said = ROOM.queue_tool("add", "New", self.address, PPD, "/etc/cups/cupsd.conf", check=False)
        self.assertTrue(said[0].startswith("failed queue.secret-in-address"), said)
        self.assertNotIn(PASSWORD, said[0])

    def test_stops_the_queue_without_being_shown(self):
        self.lead_to(self.address)
        number = self.send()
        ROOM.wait("the stop", lambda: "disabled" in ROOM.run("root", "lpstat", "-p", OURS).stdout)
        self.said(number, "holds a user or a password")
        self.assertNotIn(PASSWORD, str(ROOM.attributes(number)))


class QueueCheck(ProofTest):
    def findings(self):
        return ROOM.queue_tool("check", PPD)

    def test_a_device_that_wants_a_proof_is_closed(self):
        self.assertEqual([line for line in self.findings() if "device" in line], [])

    def test_a_device_that_takes_jobs_from_anybody_is_named(self):
        address = f"ipp://localhost:{BEHIND}/ipp/print"
        self.lead_to(address)
        self.assertIn(f"breach queue.device-open device={address}", [line.split("?")[0] for line in self.findings()])

    def test_a_device_that_asks_nobody_where_there_is_no_tls_is_named(self):
        address = f"ipps://localhost:{BEHIND}/ipp/print"
        self.lead_to(address)
        self.assertIn(f"breach queue.device-open device={address}", [line.split("?")[0] for line in self.findings()])

    def test_a_raw_port_is_named(self):
        import socket
        with socket.create_server(("127.0.0.1", 9100)):
            self.assertIn("port=9100", " ".join(self.findings()))

    def test_a_device_that_is_away_is_said_to_be_untried(self):
        self.lead_to("ipps://localhost:8699/ipp/print")
        self.assertTrue(any(line.startswith("remark queue.device-away") for line in self.findings()))


if __name__ == "__main__":
    print_room.main()
