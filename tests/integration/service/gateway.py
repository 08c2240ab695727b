"""One imprimaturd in a folder of its own, and people who ask it."""

import datetime
import http.client
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "e2e"))
from office import people  # noqa: E402


class Answer:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, dict(fields), body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:600]!r}"


class _Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=120)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(120)
        self.sock.connect(self.path)


def quoted(text):
    return urllib.parse.quote(text, safe="")


class Gateway:
    def __init__(self, build, folder, database=None, program="bin/imprimaturd", profiles=("P7",)):
        """The twin tests/imprimaturd-killable goes by the clock that set_clock() sets."""
        self.profiles = list(profiles)
        self.before_start, self.more_settings = None, ""
        self.build, self.folder, self.program = build, folder, program
        self.clock = os.path.join(folder, "clock")
        self.registry = os.path.join(folder, "registry")
        self.database = database or f"sqlite://{self.registry}/registry.db"
        self.socket = os.path.join(folder, "run", "socket")
        self.log = os.path.join(folder, "service.log")
        self.policies = os.path.join(folder, "policies")
        self.store, self.key_file = f"{self.registry}/store", f"{self.registry}/key"
        self.appointment = os.path.join(folder, "die", "at")
        self.process = None
        os.chmod(folder, 0o755)
        people.move_in(folder)
        for place in (self.registry, os.path.dirname(self.socket), os.path.dirname(self.appointment)):
            os.makedirs(place)
            os.chown(place, people.SERVICE_UID, people.SERVICE_UID)
        subprocess.run(["cp", "-rL", os.path.join(build, "share/imprimatur/config/policies"), self.policies],
                       check=True)

    @classmethod
    def beside(cls, other, folder):
        """Another gateway on the same registry, with a custody and a key file of its own."""
        os.makedirs(folder)
        return cls(other.build, folder, other.database, other.program, other.profiles)

    def die_at(self, step):
        """The killable twin ends there as if by kill -9, once."""
        with open(self.appointment, "w", encoding="ascii") as file:
            file.write(step + "\n")

    def settings(self):
        path = os.path.join(self.folder, "imprimatur.toml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"""
socket = "{self.socket}"
database = "{self.database}"
store = "{self.store}"
key_file = "{self.key_file}"
worker = "{self.build}/bin/imprimatur-worker"
policies = {json.dumps(self.profiles)}
policy_folder = "{self.policies}"
organisation = "鼓楼区委办公室"
cups_server = "{self.folder}/no-cups"
language = "zh"
{self.more_settings}""")
        return path

    def start(self):
        out = open(self.log, "ab")
        who = people.run_as(people.SERVICE)
        self.process = subprocess.Popen([os.path.join(self.build, self.program), "--settings", self.settings()],
                                        stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd="/",
                                        env={"PATH": "/usr/bin:/bin", "TZ": "Asia/Shanghai", "LANG": "C.UTF-8",
                                             "IMPRIMATUR_CLOCK": self.clock, "IMPRIMATUR_DIE_AT": self.appointment}, preexec_fn=self.before_start, **who)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                if self.ask("root", "GET", "/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the service does not come up:\n" + self.read_log())

    def set_clock(self, local):
        """"2027-03-01 08:00" on the wall clock of Shanghai."""
        moment = datetime.datetime.fromisoformat(local) - datetime.timedelta(hours=8)
        with open(self.clock + ".new", "w", encoding="utf-8") as file:
            file.write(moment.strftime("%Y-%m-%dT%H:%M:%S.000Z\n"))
        os.chmod(self.clock + ".new", 0o644)
        os.replace(self.clock + ".new", self.clock)

    def look_again(self):
        """SIGHUP: it reads the rules again and does what is due."""
        before = self.read_log().count("policies ")
        self.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 20
        while self.read_log().count("policies ") == before:
            if time.monotonic() > end:
                raise RuntimeError("no look:\n" + self.read_log())
            time.sleep(0.05)

    def set_level(self, number, **stated):
        """王华 is 定密责任人: until then the level is a proposal and nothing is made of the document (K1)."""
        return self.ask("wanghua", "POST", f"/v1/documents/{quoted(number)}/level", stated)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(30)

    def read_log(self):
        return open(self.log, encoding="utf-8", errors="replace").read()

    def ask(self, account, method, target, body=None, language="en", **fields):
        """As `account`, in a process of its own: the kernel vouches for who it is. A dict goes as JSON."""
        headers = {"Accept-Language": language, **{k.replace("_", "-"): v for k, v in fields.items()}}
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            try:
                who = people.run_as(account)
                os.setgroups(who["extra_groups"])
                os.setgid(who["group"])
                os.setuid(who["user"])
                connection = _Connection(self.socket)
                connection.request(method, target, body, headers)
                answer = connection.getresponse()
                out = (answer.status, answer.getheaders(), answer.read())
            except BaseException as error:  # handed to the parent, whatever it is
                out = error if isinstance(error, OSError) else OSError(repr(error))
            with os.fdopen(writer, "wb") as file:
                pickle.dump(out, file)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as file:
            out = pickle.load(file)
        os.waitpid(child, 0)
        if isinstance(out, OSError):
            raise out
        return Answer(*out)

    # What a backend does

    def announce(self, number, user="liming", copies=1, title="通知", **options):
        return self.ask("lp", "POST", "/v1/jobs", {
            "queue": "Secure-Printer", "cups_job": number, "cups_uuid": f"urn:uuid:{number}", "user": user,
            "title": title, "copies": copies, "device": "Paper",
            "options": {k.replace("_", "-"): v for k, v in options.items()}})

    def send(self, number, document, **words):
        """The id of a job that is in custody."""
        job = self.announce(number, **words).json()["job"]
        answer = self.ask("lp", "PUT", f"/v1/jobs/{job}/document", open(document, "rb").read())
        assert answer.status == 204, answer
        return job

    def proceed(self, job, language="en"):
        answer = self.ask("lp", "POST", f"/v1/jobs/{job}/proceed", {}, language=language)
        assert answer.status == 200, answer
        return answer.json()

    def deliver(self, job, copy):
        """Takes a copy all the way; its PDF."""
        place = f"/v1/jobs/{job}/copies/{copy['serial']}"
        answer = self.ask("lp", "POST", place + "/deliver", {})
        assert answer.status == 204, answer
        pdf = self.ask("lp", "GET", place + "/document")
        assert pdf.status == 200 and pdf.fields["Content-Type"] == "application/pdf", pdf
        answer = self.ask("lp", "POST", place + "/settle", {"outcome": "issued", "note": ""})
        assert answer.status == 204, answer
        return pdf.body
