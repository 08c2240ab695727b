"""The office itself: its processes and what can be done in it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

from . import namespace, people

SOCKET = "/run/imprimatur/socket"
QUEUE = "Secure-Printer"
PRINTER_PORT = 8631


class Trouble(Exception):
    """Something in the office did not do what it should; says what and shows the log."""


def wait_for(what, check, seconds=20.0):
    """Polls until `check` gives something true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = check()
        if answer:
            return answer
        time.sleep(0.05)
    raise Trouble(f"waited {seconds} s in vain for {what}")


class Office:
    """Use as a context manager, inside namespace.enter()."""

    def __init__(self, build, folder, database=None, killable=False, profile="P7"):
        self.build = os.path.abspath(build)
        self.folder = os.path.abspath(folder)
        self.database = database or f"sqlite://{self.folder}/registry/registry.db"
        self.killable = killable
        self.profile = profile
        self.processes = {}
        self.paper = os.path.join(self.folder, "paper")
        self.logs = os.path.join(self.folder, "logs")
        self.die_at = os.path.join(self.folder, "die", "at")

    # Moving in and out

    def __enter__(self):
        os.chmod(self.folder, 0o755)
        for name, mode in (("paper", 0o777), ("logs", 0o777), ("desk", 0o1777), ("die", 0o777)):
            os.makedirs(os.path.join(self.folder, name), exist_ok=True)
            os.chmod(os.path.join(self.folder, name), mode)
        people.move_in(self.folder)
        namespace.privatise(self.folder)
        self._install()
        self.start_printer()
        self.start_service()
        self.start_cups()
        self._add_queues()
        self._hire()
        return self

    def __exit__(self, *_):
        for name in reversed(list(self.processes)):
            self.stop(name)

    def _install(self):
        """Programs and data go into the office as a package would put them."""
        source = os.path.join(self.build, "tests" if self.killable else "bin")
        suffix = "-killable" if self.killable else ""
        for place in ("bin", "share/imprimatur"):
            os.makedirs(os.path.join(self.folder, place))
        for program in ("imprimatur", "imprimatur-worker"):
            shutil.copy2(os.path.join(self.build, "bin", program), os.path.join(self.folder, "bin"))
        for program in ("imprimaturd", "imprimatur-backend"):
            shutil.copy2(os.path.join(source, program + suffix), os.path.join(self.folder, "bin", program))
        share = os.path.join(self.build, "share/imprimatur")
        for name in ("templates", "config"):
            shutil.copytree(os.path.join(share, name), os.path.join(self.folder, "share/imprimatur", name))
        backend = "/usr/lib/cups/backend/imprimatur"
        shutil.copy2(os.path.join(self.folder, "bin/imprimatur-backend"), backend)
        os.chmod(backend, 0o755)
        guard = "/usr/lib/cups/daemon/imprimatur-guard"
        shutil.copy2(os.path.join(self.build, "bin", "imprimatur-guard"), guard)
        os.chmod(guard, 0o755)
        topdf = "/usr/lib/cups/filter/imprimatur-topdf"
        shutil.copy2(os.path.join(self.build, "bin", "imprimatur-topdf"), topdf)
        os.chmod(topdf, 0o755)
        if self.killable:  # cupsd hands its own environment to nobody
            with open("/etc/cups/cups-files.conf", "a", encoding="ascii") as file:
                file.write(f"SetEnv IMPRIMATUR_DIE_AT {self.die_at}\n")

    def _start(self, name, words, account=None, environment=None):
        log = open(os.path.join(self.logs, name + ".log"), "ab")
        who = people.run_as(account) if account else {}
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "TZ": "Asia/Shanghai",
               **(environment or {})}
        self.processes[name] = subprocess.Popen(words, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                                env=env, cwd="/", **who)

    def stop(self, name, how=signal.SIGTERM, seconds=10):
        process = self.processes.pop(name, None)
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def is_running(self, name):
        return name in self.processes and self.processes[name].poll() is None

    def log(self, name):
        path = os.path.join(self.logs, name + ".log")
        return open(path, encoding="utf-8", errors="replace").read() if os.path.exists(path) else ""

    # The printer

    def start_printer(self):
        if "dbus" not in self.processes:
            self._start("dbus", ["dbus-daemon", "--system", "--nofork", "--nopidfile"])
            wait_for("the message bus", lambda: os.path.exists("/run/dbus/system_bus_socket"))
            self._start("avahi", ["avahi-daemon", "--no-chroot", "--no-drop-root", "--no-rlimits"])
            wait_for("avahi", lambda: "Server startup complete" in self.log("avahi"))
        # With a command of its own the printer does not play at being slow (5 to 15 s a job).
        self._start("printer", ["ippeveprinter", "-d", self.paper, "-k", "-c", "/bin/true", "-f",
                                "application/pdf,image/jpeg,image/pwg-raster", "-p", str(PRINTER_PORT),
                                "-n", "localhost", "-s", "10,10", "Paper"])
        wait_for("the printer", lambda: subprocess.run(
            ["ipptool", "-q", "-T", "2", f"ipp://localhost:{PRINTER_PORT}/ipp/print", "get-printer-attributes.test"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0)

    def sheets(self):
        """The PDFs that came out of the printer, oldest first."""
        found = []
        for top, _, files in os.walk(self.paper):
            found += [os.path.join(top, f) for f in files if f.endswith(".pdf")]
        return sorted(found, key=lambda path: (os.path.getmtime(path), path))

    # The gateway

    def start_service(self):
        registry = os.path.join(self.folder, "registry")
        os.makedirs(registry, exist_ok=True)
        owner = people.run_as(people.SERVICE)
        for place in (registry, "/run/imprimatur"):
            os.chown(place, owner["user"], owner["group"])
        os.chmod(registry, 0o700)
        settings = os.path.join(self.folder, "imprimatur.toml")
        with open(settings, "w", encoding="utf-8") as file:
            file.write(self.settings(registry))
        os.chmod(settings, 0o644)
        environment = {"IMPRIMATUR_DIE_AT": self.die_at} if self.killable else {}
        self._start("service", [os.path.join(self.folder, "bin/imprimaturd"), "--settings", settings],
                    people.SERVICE, environment)
        self.wait_for_service()

    def wait_for_service(self):
        def is_up():
            if not self.is_running("service"):
                raise Trouble("the service ended:\n" + self.log("service")[-3000:])
            return self.cli("root", "--json", "audit", "list", check=False).returncode in (0, 1)
        wait_for("the service", is_up)

    def settings(self, registry):
        return f"""
socket = "{SOCKET}"
database = "{self.database}"
store = "{registry}/store"
key_file = "{registry}/key"
policies = ["{self.profile}"]
trusted_backends = ["root", "lp"]
first_administrator = "root"
language = "zh"
organisation = "鼓楼区委办公室"
"""

    # CUPS

    def start_cups(self):
        for program in ("backend", "filter", "cgi-bin", "daemon", "driver", "monitor", "notifier"):
            place = os.path.join("/usr/lib/cups", program)
            if os.path.isdir(place):
                os.chmod(place, 0o755)
        environment = {"IMPRIMATUR_DIE_AT": self.die_at} if self.killable else {}
        self._start("cups", ["cupsd", "-f"], environment=environment)
        wait_for("cupsd", lambda: self.run("root", "lpstat", "-r", check=False).stdout.find("is running") >= 0)

    def _add_queues(self):
        self.cli("root", "queue", "add", QUEUE, "--to", f"ipp://localhost:{PRINTER_PORT}/ipp/print",
                 "--cupsd-conf", "/etc/cups/cupsd.conf")
        self.stop("cups")
        self.start_cups()

    def _hire(self):
        for person in people.STAFF:
            self.cli("root", "person", "add", person.account, "--name", person.full_name,
                     "--department", person.department, *[w for r in person.roles for w in ("--role", r)],
                     "--agreement", "2026-01-05", "--training", "2026-06-01")

    # What people do

    def run(self, account, *words, check=True, language="C.UTF-8", input=None, seconds=120):
        """The finished command. Without `check`, one that takes too long comes back as exit code 124."""
        who = people.run_as(account) if account != "root" else {}
        done = subprocess.run(["timeout", str(seconds), *words], capture_output=True, text=True, errors="replace", cwd="/", input=input,
                              env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": language, "LC_ALL": language,
                                   "TZ": "Asia/Shanghai", "HOME": "/tmp", "USER": account}, **who)
        if check and done.returncode != 0:
            raise Trouble(f"{account}$ {' '.join(map(str, words))}\n[{done.returncode}] {done.stdout}{done.stderr}")
        return done

    def cli(self, account, *words, check=True, language="C.UTF-8", seconds=120):
        return self.run(account, os.path.join(self.folder, "bin/imprimatur"), *map(str, words), check=check,
                        language=language, seconds=seconds)

    def json(self, account, *words):
        return unwrapped(self.cli(account, "--json", *words).stdout)

    def lp(self, account, file, copies=1, title=None, **options):
        """Prints as anybody would; the CUPS job number."""
        words = ["lp", "-d", QUEUE, "-n", str(copies)]
        if title is not None:
            words += ["-t", title]
        for name, value in options.items():
            words += ["-o", f"{name.replace('_', '-')}={value}"]
        answer = self.run(account, *words, file).stdout
        return int(answer.split(f"{QUEUE}-")[1].split()[0])

    def job_attributes(self, number, *names):
        """Attributes of a CUPS job, as ipptool prints them: name → text."""
        test = os.path.join(self.folder, "desk", f"job-{os.getpid()}.test")
        with open(test, "w", encoding="ascii") as file:
            file.write("{ OPERATION Get-Job-Attributes GROUP operation-attributes-tag\n"
                       "ATTR charset attributes-charset utf-8 ATTR language attributes-natural-language en\n"
                       "ATTR uri printer-uri ipp://localhost/ ATTR integer job-id " f"{number}\n"
                       "ATTR name requesting-user-name root }\n")
        answer = self.run("root", "ipptool", "-tv", "ipp://localhost:631/", test, check=False).stdout
        found = {}
        for line in answer.splitlines():
            name, _, value = line.strip().partition(" = ")
            if value and " (" in name:
                found.setdefault(name.split(" (")[0], value)
        return {name: found.get(name, "") for name in names} if names else found

    def job_state(self, number):
        return self.job_attributes(number, "job-state")["job-state"]

    def wait_for_job(self, number, *states, seconds=60):
        def reached():
            state = self.job_state(number)
            return state if state in states else None
        try:
            return wait_for(f"job {number} to be {' or '.join(states)}", reached, seconds)
        except Trouble as trouble:
            raise Trouble(f"{trouble}; it is {self.job_attributes(number)}\n"
                          f"--- service\n{self.log('service')[-3000:]}\n--- cups\n{self.cups_log()[-3000:]}")

    def cups_log(self):
        path = "/var/log/cups/error_log"
        return open(path, encoding="utf-8", errors="replace").read() if os.path.exists(path) else ""

    def die_at_step(self, step):
        with open(self.die_at + ".new", "w", encoding="ascii") as file:
            file.write(step + "\n")
        os.chmod(self.die_at + ".new", 0o666)
        os.rename(self.die_at + ".new", self.die_at)


def unwrapped(text):
    """The API's answer; a list stands in an object of its own and is taken out of it."""
    answer = json.loads(text)
    if isinstance(answer, dict) and len(answer) == 1 and isinstance(next(iter(answer.values())), list):
        return next(iter(answer.values()))
    return answer


def say(text=""):
    print(text)
    sys.stdout.flush()
