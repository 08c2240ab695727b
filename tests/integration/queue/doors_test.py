"""Somebody with an account on the gateway, and no rights, tries each door of the scheduler."""

import os
import re
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "backend"))
import print_room  # noqa: E402
from fake_service import FakeService, saying  # noqa: E402
from print_room import OURS, PPD, REAL, SOCKET, PrintRoom, Settings, one_page  # noqa: E402

CONF = "/etc/cups/cupsd.conf"
FOUND = "Found"  # a printer that somebody added, or cupsd discovered
TITLE = "干部任免建议"
ROOM = None
DENIED = {"client-error-forbidden", "client-error-not-authorized", "client-error-not-authenticated",
          "cups-authentication-canceled"}

# What nobody but the system group may do with a queue, with what it needs to get as far as the policy.
OF_A_QUEUE = {
    "Set-Printer-Attributes": "GROUP printer-attributes-tag ATTR text printer-info x",
    "Create-Printer-Subscriptions": "GROUP subscription-attributes-tag ATTR keyword notify-pull-method ippget "
                                    "ATTR keyword notify-events job-created",
    "Get-Subscriptions": "",
    "Pause-Printer": "", "Resume-Printer": "", "Enable-Printer": "", "Disable-Printer": "", "Hold-New-Jobs": "",
    "Release-Held-New-Jobs": "", "CUPS-Accept-Jobs": "", "CUPS-Reject-Jobs": "", "Purge-Jobs": "",
    "Cancel-Jobs": "", "CUPS-Set-Default": "", "CUPS-Delete-Printer": "",
    "CUPS-Add-Modify-Printer": "GROUP printer-attributes-tag ATTR name printer-op-policy imprimatur",
}
# And with a queue that is not for them.
OF_ANOTHERS_QUEUE = {
    "Create-Job": "", "Validate-Job": "", "Print-Job": "FILE {folder}/one.pdf", "Get-Printer-Attributes": "",
    "Get-Printer-Supported-Values": "",
}
OF_THE_SCHEDULER = {
    "CUPS-Create-Local-Printer": "GROUP printer-attributes-tag ATTR name printer-name Mine ATTR uri device-uri keep:/mine",
    "Create-Printer-Subscriptions": OF_A_QUEUE["Create-Printer-Subscriptions"],
    "Get-Subscriptions": "", "CUPS-Get-Devices": "", "CUPS-Get-PPDs": "", "Purge-Jobs": "", "Cancel-Jobs": "",
}
OF_A_NEW_QUEUE = {
    "CUPS-Add-Modify-Printer": "GROUP printer-attributes-tag ATTR uri device-uri keep:/mine",
}
OF_ANOTHERS_JOB = {
    "Get-Job-Attributes": "", "CUPS-Get-Document": "", "Hold-Job": "", "Release-Job": "", "Cancel-Job": "",
    "Set-Job-Attributes": "GROUP job-attributes-tag ATTR integer job-priority 99",
    "CUPS-Move-Job": f"GROUP job-attributes-tag ATTR uri job-printer-uri ipp://localhost/printers/{FOUND}",
    "Send-Document": "ATTR boolean last-document true",
}
# Refused for another reason before it is asked who wants it.
OF_ANY_JOB = {"Restart-Job": "", "Close-Job": "", "CUPS-Authenticate-Job": ""}


def setUpModule():
    global ROOM
    ROOM = PrintRoom(Settings.build, Settings.folder)
    ROOM.open()
    with open(ROOM.write("one.pdf", ""), "wb") as file:
        file.write(one_page())


def tearDownModule():
    ROOM.close()


class DoorsTest(unittest.TestCase):
    def setUp(self):
        self.room = ROOM
        self.room.run("root", "cancel", "-a", "-x")  # jobs of the test before
        self.file = os.path.join(Settings.folder, "one.pdf")
        self.room.clear()
        self.service = FakeService(SOCKET).start()
        self.addCleanup(self.service.stop)
        self.room.add_queues()
        self.room.run("root", "lpadmin", "-p", FOUND, "-E", "-v", "keep:/elsewhere")
        self.addCleanup(self.room.run, "root", "cancel", "-a")

    def held_job(self):
        self.service.plan = saying("hold", "wait")
        number = self.room.lp("liming", "-t", TITLE, self.file)
        self.room.wait_for(number, "pending-held")
        return number

    def knock(self, account, kinds, target, claims=None, job=None):
        """@return operation → status, of one connection each, asked for as `account` who says to be `claims`."""
        uri = "job-uri" if target.startswith("/jobs/") else "printer-uri"
        tests = "".join(
            "{ NAME \"%s\" OPERATION %s GROUP operation-attributes-tag ATTR charset attributes-charset utf-8 "
            "ATTR language attributes-natural-language en ATTR uri %s ipp://localhost%s "
            "ATTR name requesting-user-name %s %s %s }\n"
            % (operation, operation, uri, target, claims or account,
               "ATTR integer document-number 1" if operation == "CUPS-Get-Document" else "",
               more.format(folder=Settings.folder))
            for operation, more in kinds.items())
        test = self.room.write("doors.test", "IGNORE-ERRORS yes\n" + tests)
        os.environ.pop("CUPS_USER", None)
        words = ["env", f"CUPS_USER={claims}"] if claims else []
        said = self.room.run(account, *words, "ipptool", "-tv", f"ipp://%2Frun%2Fcups%2Fcups.sock{target}", test,
                             check=False).stdout
        found = dict(re.findall(r"^ +([A-Z][\w-]+) +\[\w+\]\n(?:.*\n)*? +status-code = (\S+)", said, re.M))
        self.assertEqual(set(found), set(kinds), said)
        return found

    def knock_as_all(self, kinds, target):
        """As an account without rights, and as one who says to be root and cannot prove it."""
        return {(who, operation): status for who, claims in (("chenli", None), ("a liar", "root"), ("a liar", "lp"))
                for operation, status in self.knock("chenli", kinds, target, claims).items()}

    def assert_closed(self, kinds, target):
        answers = self.knock_as_all(kinds, target)
        self.assertEqual({door: status for door, status in answers.items() if status not in DENIED}, {})

    def page(self, path):
        """The status of an HTTP GET, as chenli."""
        said = self.room.run("chenli", "/usr/bin/python3", "-c",
                             "import http.client, sys; c = http.client.HTTPConnection('localhost', 631); "
                             "c.request('GET', sys.argv[1]); a = c.getresponse(); print(a.status); print(a.read())", path)
        return said.stdout.split("\n", 1)


class ClosedDoors(DoorsTest):
    def test_nobody_changes_or_watches_a_queue(self):
        for queue in (OURS, REAL, FOUND):
            with self.subTest(queue=queue):
                self.assert_closed(OF_A_QUEUE, f"/printers/{queue}")

    def test_nobody_prints_on_a_queue_that_is_not_ours(self):
        for queue in (REAL, FOUND):
            with self.subTest(queue=queue):
                self.assert_closed(OF_ANOTHERS_QUEUE, f"/printers/{queue}")
        self.assertEqual(self.room.papers(), [])

    def test_nobody_brings_a_queue_of_their_own(self):
        before = self.room.run("root", "lpstat", "-v").stdout
        self.assert_closed(OF_THE_SCHEDULER, "/")
        self.assert_closed(OF_A_NEW_QUEUE, "/printers/Mine")
        self.assert_closed({"CUPS-Add-Modify-Class": ""}, "/classes/Mine")
        self.assertEqual(self.room.run("root", "lpstat", "-v").stdout, before)

    def test_nobody_touches_anothers_job(self):
        number = self.held_job()
        self.assert_closed(OF_ANOTHERS_JOB, f"/jobs/{number}")
        answers = self.knock_as_all(OF_ANY_JOB, f"/jobs/{number}")
        self.assertEqual([door for door, status in answers.items() if status.startswith("successful")], [])
        self.assertEqual(self.room.state(number), "pending-held")

    def test_nobody_without_a_proof_is_told_anything(self):
        kinds = dict.fromkeys(("CUPS-Get-Printers", "CUPS-Get-Classes", "CUPS-Get-Default", "Get-Jobs", "Cancel-My-Jobs"), "")
        ours = dict.fromkeys(("Create-Job", "Validate-Job", "Get-Jobs", "Cancel-My-Jobs", "Get-Printer-Attributes"), "")
        for claims in ("root", "lp", "liming", "imprimatur"):
            for target, wanted in (("/", kinds), (f"/printers/{OURS}", ours)):
                self.assertEqual(set(self.knock("chenli", wanted, target, claims).values()) - DENIED, set(), (claims, target))

    def test_settings_logs_and_pages_of_the_scheduler(self):
        for path in ("/admin/conf/cupsd.conf", "/admin/conf/printers.conf", "/admin/log/error_log",
                     "/admin/log/access_log", "/admin/log/page_log"):
            self.assertIn(self.page(path)[0], ("401", "403"), path)
        for path in ("/", "/admin/", "/jobs/", "/printers/", f"/printers/{OURS}"):
            status, text = self.page(path)
            self.assertNotIn(OURS, text, path)
            self.assertNotIn("<FORM", text.upper(), path)


class OthersJobs(DoorsTest):
    def seen(self, account, which, claims=None, queue=None):
        """All that Get-Jobs tells, from the scheduler as a whole and from one queue."""
        said = ""
        for names in ("all", "job-id,job-name,job-originating-user-name,job-state"):
            test = self.room.write("jobs.test", "{ OPERATION Get-Jobs GROUP operation-attributes-tag\n"
                                   "ATTR charset attributes-charset utf-8 ATTR language attributes-natural-language en\n"
                                   f"ATTR uri printer-uri ipp://localhost{queue or '/'} "
                                   f"ATTR name requesting-user-name {claims or account} ATTR keyword which-jobs {which} "
                                   f"ATTR keyword requested-attributes {names} }}\n")
            said += self.room.run(account, "ipptool", "-tv", f"ipp://%2Frun%2Fcups%2Fcups.sock{queue or '/'}", test,
                                  check=False).stdout.replace(f"requesting-user-name (nameWithoutLanguage) = {account}", "")
        return said

    def assert_hidden(self, which):
        self.assertNotIn(TITLE, self.seen("chenli", which, claims="root"))
        for queue in (None, f"/printers/{OURS}"):
            mine, others = (self.seen(who, which, queue=queue) for who in ("liming", "chenli"))
            self.assertIn(TITLE, mine)
            self.assertIn("job-uri", others)
            for secret in (TITLE, "liming", "job-name (", "document-format", "time-at-creation", "job-state "):
                self.assertNotIn(secret, others, (which, queue))

    def test_a_waiting_job_tells_others_nothing(self):
        self.held_job()
        self.assert_hidden("not-completed")
        self.assertNotIn("liming", self.room.run("chenli", "lpstat", "-l", "-o").stdout)
        self.assertIn("liming", self.room.run("liming", "lpstat", "-l", "-o").stdout)

    def test_a_finished_job_tells_others_nothing(self):
        number = self.room.lp("liming", "-t", TITLE, self.file)
        self.room.wait_for(number, "completed")
        self.assert_hidden("all")
        self.assert_hidden("completed")


class WhatPeopleNeed(DoorsTest):
    def test_printing_looking_and_cancelling(self):
        number = self.held_job()
        for words in (("lpstat", "-a"), ("lpstat", "-p"), ("lpstat", "-d"), ("lpstat", "-l", "-p", OURS), ("lpoptions", "-p", OURS, "-l"),
                      ("lpstat", "-W", "not-completed", "-l", "-o", OURS)):
            self.room.run("liming", *words)
        said = self.room.run("liming", "lpstat", "-l", "-o", OURS).stdout
        self.assertIn(f"{OURS}-{number}", said)
        self.assertIn("wait", said)
        own = self.knock("liming", {"Get-Job-Attributes": "", "Hold-Job": ""}, f"/jobs/{number}")
        self.assertEqual(set(own.values()), {"successful-ok"})
        self.assertEqual(self.knock("liming", {"Cancel-My-Jobs": ""}, "/")["Cancel-My-Jobs"], "successful-ok")
        self.room.wait_for(number, "canceled")

    def test_the_service_sees_and_releases_a_job(self):
        number = self.held_job()
        own = self.knock("imprimatur", {"Get-Job-Attributes": "", "Hold-Job": "", "Release-Job": ""}, f"/jobs/{number}")
        self.assertEqual(set(own.values()), {"successful-ok"})
        self.assertIn(self.knock("imprimatur", {"Cancel-Job": ""}, f"/jobs/{number}")["Cancel-Job"], DENIED)


class AfterCupsctl(DoorsTest):
    def test_the_doors_stay_closed_and_nothing_is_written_twice(self):
        self.room.run("root", "cupsctl", "--debug-logging")
        with open(CONF, encoding="utf-8") as file:
            text = file.read()
        self.assertNotIn("BEGIN imprimatur", text)
        self.room.wait("the scheduler", lambda: self.room.run("root", "lpstat", "-r", check=False).returncode == 0)
        self.assertEqual([line for line in self.room.queue_tool("check", PPD) if "configuration" in line], [])
        self.assert_closed(OF_ANOTHERS_QUEUE, f"/printers/{FOUND}")
        self.room.add_queues()
        with open(CONF, encoding="utf-8") as file:
            self.assertEqual(file.read().count("<Policy imprimatur>"), 1)


if __name__ == "__main__":
    print_room.main()
