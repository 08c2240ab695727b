"""A service that answers the job protocol as a test wants, and remembers what it was asked."""

import itertools
import json
import os
import socketserver
import threading
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote


_given = itertools.count(1)  # a serial is given once, ever: the device remembers


class Job:
    def __init__(self, number, announcement):
        self.id = f"J{number}"
        self.announcement = announcement
        self.original = None
        self.document = None
        self.copies = []
        self.cancelled = None

    def reserve(self, count):
        """Copies as the registry would give them: a serial each, and a name that holds it."""
        for _ in range(count):
            place = len(self.copies) + 1
            serial = f"TEST-{os.getpid() % 10000:04d}-AAAA-{next(_given):04d}"
            self.copies.append({"serial": serial, "number": f"{place:06d}", "state": "reserved",
                                "name": f"{place:06d} {serial}"})


def granted(job):
    """As many copies as were asked for, until all are settled."""
    if not job.copies:
        job.reserve(job.announcement["copies"])
    is_open = any(c["state"] in ("reserved", "delivering") for c in job.copies)
    return {"verdict": "deliver" if is_open else "finished", "sentence": "", "sentence_id": "", "reason": "",
            "clauses": [], "copies": job.copies}


def saying(verdict, sentence, reason="imprimatur-approval-needed"):
    return lambda job: {"verdict": verdict, "sentence": sentence, "sentence_id": "x", "reason": reason,
                        "clauses": ["P7.2"], "copies": []}


class FakeService:
    def __init__(self, path):
        self.path = path
        self.jobs = {}
        self.calls = []
        self.plan = granted
        self.answers = {}  # last part of a path → list of (status, body) to be given first; None: hang up
        self.languages = []
        self.lock = threading.Lock()
        self.server = None

    def start(self):
        if os.path.exists(self.path):
            os.unlink(self.path)
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                service.handle(self)

            do_PUT = do_GET = do_POST

            def address_string(self):
                return "unix"

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
            daemon_threads = True

        self.server = Server(self.path, Handler)
        os.chmod(self.path, 0o666)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        os.unlink(self.path)

    def job(self, cups_job):
        return next(j for j in self.jobs.values() if j.announcement["cups_job"] == cups_job)

    def called(self, ending):
        return [call for call in self.calls if call[1].endswith(ending)]

    # The protocol

    def handle(self, request):
        body = self.read(request)
        if body is None:  # cut off: as if it had never been sent
            request.close_connection = True
            return
        parts = [unquote(p) for p in request.path.split("/")[1:]]
        self.languages.append(request.headers.get("Accept-Language"))
        with self.lock:
            self.calls.append((request.command, request.path, body if len(body) < 100000 else b""))
            planned = self.answers.get(parts[-1])
            if planned:
                answer = planned.pop(0)
                if answer is None:
                    request.close_connection = True
                    return
                status, content = answer
            else:
                status, content = self.answer(request.command, parts, body)
        if isinstance(content, dict):
            content = json.dumps(content).encode()
        request.send_response(status)
        if status != 204:
            request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        if status != 204:
            request.wfile.write(content)

    @staticmethod
    def read(request):
        if request.headers.get("Transfer-Encoding") != "chunked":
            return request.rfile.read(int(request.headers.get("Content-Length", 0)))
        out = b""
        while head := request.rfile.readline():
            if not int(head, 16):
                request.rfile.readline()
                return out
            out += request.rfile.read(int(head, 16))
            request.rfile.readline()
        return None

    def answer(self, method, parts, body):
        if parts == ["v1", "jobs"]:
            said = json.loads(body)
            key = (said["queue"], said["cups_job"], said["cups_uuid"])
            job = self.jobs.setdefault(key, Job(len(self.jobs) + 1, said))
            return 200, {"job": job.id, "state": "arrived", "needs_document": job.document is None}
        job = next((j for j in self.jobs.values() if j.id == parts[2]), None)
        if job is None:
            return 404, {"fault": "NotFound", "sentence_id": "x", "sentence": "no such job"}
        if parts[3:] == ["original"]:
            job.original = body
            return 204, b""
        if parts[3:] == ["document"] and method == "PUT":
            job.document = body
            return 204, b""
        if parts[3:] == ["proceed"]:
            return 200, self.plan(job)
        if parts[3:] == ["cancel"]:
            job.cancelled = json.loads(body)["note"]
            for copy in job.copies:
                copy["state"] = "void" if copy["state"] == "reserved" else copy["state"]
            return 204, b""
        copy = next(c for c in job.copies if c["serial"] == parts[4])
        return self.answer_for_copy(job, copy, parts[5], body)

    @staticmethod
    def answer_for_copy(job, copy, what, body):
        conflict = 409, {"fault": "Conflict", "sentence_id": "x", "sentence": f"the copy is {copy['state']}"}
        if what == "deliver":
            if copy["state"] != "reserved":
                return conflict
            copy["state"] = "delivering"
            return 204, b""
        if what == "document":
            if copy["state"] != "delivering":
                return conflict
            return 200, b"%PDF-1.4 " + copy["name"].encode() + b"\n" + (job.document or b"")
        outcome = json.loads(body)
        if copy["state"] in ("issued", "spoiled", "void") and copy["state"] != outcome["outcome"]:
            return conflict
        copy["state"] = outcome["outcome"]
        copy["note"] = outcome["note"]
        return 204, b""
