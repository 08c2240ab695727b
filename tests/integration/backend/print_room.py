"""A private scheduler with our backend and a device that keeps what it is given; nothing of the machine is used."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
sys.path.insert(0, os.path.join(ROOT, "tests", "e2e"))
from office import namespace, people  # noqa: E402

SOCKET = "/run/imprimatur/socket"
OURS = "Secure"
REAL = "Paper"
PPD = os.path.join(ROOT, "config/cups/imprimatur.ppd")
BEHIND_A_BACKEND = "imprimatur:/keep:/some%20where?a=b&imprimatur-wait=5"

# A device that keeps what it gets under the job's title; what else it does stands in the file "mode".
KEEPER = """#!/bin/sh
[ $# = 0 ] && { echo 'direct keep "Unknown" "Keeps its paper"'; exit 0; }
folder=%s
mode=$(cat $folder/mode)
{ echo "$0"; for word in "$@"; do echo "$word"; done; env | grep -E '^(DEVICE_URI|FINAL_CONTENT_TYPE|CONTENT_TYPE)='; } > $folder/seen
case "$mode" in
refuse*) exit ${mode#refuse} ;;
esac
cat ${6:+"$6"} > "$folder/half"
if [ "$mode" = slow ]; then
    touch $folder/begun
    trap 'rm -f $folder/begun; exit 1' TERM
    while [ "$(cat $folder/mode)" = slow ]; do sleep 0.05; done
fi
mv "$folder/half" "$folder/paper/$(date +%%s%%N).pdf"
echo "$3 ($4)" >> $folder/titles
exit 0
"""


def some_pages(count):
    """A sound PDF of so many pages, each with a line of its own."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(count))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
              b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    for i in range(count):
        drawn = b"BT /F 40 Tf 90 400 Td (Page %d) Tj ET" % (i + 1)
        bodies += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
                   % (5 + 2 * i), b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)]
    out, places = b"%PDF-1.4\n", []
    for body in bodies:
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (len(places), body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table + (
        b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(out)))


def one_page():
    return some_pages(1)


class PrintRoom:
    def __init__(self, build, folder, killable=False):
        self.build, self.folder, self.killable = build, folder, killable
        self.cups = None
        self.die_at = os.path.join(folder, "die")

    def open(self):
        os.chmod(self.folder, 0o755)
        people.move_in(self.folder)
        namespace.privatise(self.folder)
        for program in os.listdir("/usr/lib/cups"):
            os.chmod(os.path.join("/usr/lib/cups", program), 0o755)
        os.makedirs(os.path.join(self.folder, "paper"))
        os.chmod(os.path.join(self.folder, "paper"), 0o777)
        for name in ("mode", "seen", "titles"):
            self.write(name, "keep" if name == "mode" else "")
        self.install("keep", KEEPER % self.folder)
        self.program = os.path.join(self.build, *(("tests", "imprimatur-backend-killable") if self.killable
                                                  else ("bin", "imprimatur-backend")))
        shutil.copy2(self.program, "/usr/lib/cups/backend/imprimatur")
        os.chmod("/usr/lib/cups/backend/imprimatur", 0o755)
        shutil.copy2(os.path.join(self.build, "bin", "imprimatur-guard"), "/usr/lib/cups/daemon/imprimatur-guard")
        os.chmod("/usr/lib/cups/daemon/imprimatur-guard", 0o755)
        shutil.copy2(os.path.join(self.build, "bin", "imprimatur-topdf"), "/usr/lib/cups/filter/imprimatur-topdf")
        os.chmod("/usr/lib/cups/filter/imprimatur-topdf", 0o755)
        with open("/etc/cups/cups-files.conf", "a", encoding="ascii") as file:
            file.write(f"SetEnv IMPRIMATUR_DIE_AT {self.die_at}\n")
        os.chmod(self.folder, 0o777)
        self.start_cups()

    def install(self, name, text, mode=0o755):
        path = os.path.join("/usr/lib/cups/backend", name)
        if os.path.exists(path):
            os.unlink(path)  # some are links to one another
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o666)
        return path

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def start_cups(self):
        log = open(os.path.join(self.folder, "cupsd.log"), "ab")
        self.cups = subprocess.Popen(["cupsd", "-f"], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                     env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}, cwd="/")
        self.wait("cupsd", lambda: "is running" in self.run("root", "lpstat", "-r", check=False).stdout)

    def stop_cups(self, kill=False):
        if kill:
            self.cups.kill()
        else:
            self.cups.terminate()
        self.cups.wait(10)

    def add_plain_queues(self, target=REAL, extra=()):
        self.run("root", "lpadmin", "-p", REAL, "-E", "-v", "keep:/somewhere")
        self.run("root", "lpadmin", "-p", OURS, "-E", "-v", f"imprimatur:/{target}", "-o",
                 "printer-error-policy=retry-current-job", "-P", PPD, *extra)

    def add_queues(self, target=REAL):
        """As `imprimatur queue add` does it: with our policies."""
        self.run("root", "lpadmin", "-p", REAL, "-E", "-v", "keep:/somewhere")
        return self.queue_tool("add", OURS, target, PPD, "/etc/cups/cupsd.conf")

    def queue_tool(self, *words, check=True):
        return self.run("root", os.path.join(self.build, "tests", "queue_tool"), *words, check=check).stdout.splitlines()

    def run(self, account, *words, check=True, language="C.UTF-8", **more):
        who = people.run_as(account) if account != "root" else {}
        done = subprocess.run([str(w) if not isinstance(w, bytes) else w for w in words], capture_output=True,
                              text=True, errors="replace", cwd="/", timeout=60,
                              env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": language, "LC_ALL": language,
                                   "USER": account, "HOME": "/tmp"}, **who, **more)
        if check and done.returncode != 0:
            raise AssertionError(f"{account}$ {words}\n[{done.returncode}] {done.stdout}{done.stderr}")
        return done

    def lp(self, account, *words, queue=OURS, language="C.UTF-8"):
        answer = self.run(account, "lp", "-d", queue, *words, language=language).stdout
        return int(re.search(rf"{queue}-(\d+)", answer)[1])

    def attributes(self, number):
        test = self.write("ask.test", "{ OPERATION Get-Job-Attributes GROUP operation-attributes-tag\n"
                          "ATTR charset attributes-charset utf-8 ATTR language attributes-natural-language en\n"
                          f"ATTR uri printer-uri ipp://localhost/ ATTR integer job-id {number}\n"
                          "ATTR name requesting-user-name root }\n")
        answer = self.run("root", "ipptool", "-tv", "ipp://localhost:631/", test, check=False).stdout
        found = {}
        for line in answer.splitlines():
            name, _, value = line.strip().partition(" = ")
            if value and " (" in name:
                found.setdefault(name.split(" (")[0], value)
        return found

    def state(self, number):
        return self.attributes(number).get("job-state", "")

    def wait(self, what, check, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = check()
            if answer:
                return answer
            time.sleep(0.03)
        log = "/var/log/cups/error_log"
        tail = open(log, encoding="utf-8", errors="replace").read()[-1500:] if os.path.exists(log) else ""
        raise AssertionError(f"waited {seconds} s in vain for {what}\n{tail}")

    def wait_for(self, number, *states, seconds=20):
        try:
            return self.wait(f"job {number} to be {states}", lambda: self.state(number) in states, seconds)
        except AssertionError as e:
            raise AssertionError(f"{e}\n{self.attributes(number)}") from None

    def titles(self):
        return self.read("titles").split("\n")[:-1]

    def papers(self):
        folder = os.path.join(self.folder, "paper")
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder))]

    def clear(self):
        self.forget("begun")
        for path in self.papers():
            os.unlink(path)
        self.write("titles", "")
        self.write("mode", "keep")

    def forget(self, name):
        path = os.path.join(self.folder, name)
        if os.path.exists(path):
            os.unlink(path)

    def close(self):
        if self.cups.poll() is None:
            self.stop_cups()


class Settings:
    build = ""
    folder = ""


def main():
    namespace.enter()
    options = argparse.ArgumentParser()
    options.add_argument("--build", required=True)
    options.add_argument("--only")
    arguments = options.parse_args()
    Settings.build = os.path.abspath(arguments.build)
    Settings.folder = tempfile.mkdtemp(prefix="imprimatur-print-room-")
    loader = unittest.defaultTestLoader
    if arguments.only:
        loader.testNamePatterns = [f"*{arguments.only}*"]
    result = unittest.TextTestRunner(verbosity=2).run(loader.loadTestsFromModule(sys.modules["__main__"]))
    if result.wasSuccessful() and result.testsRun > 0:
        shutil.rmtree(Settings.folder, ignore_errors=True)
        sys.exit(0)
    print(f"kept for a look: {Settings.folder}", file=sys.stderr)
    sys.exit(1)
