"""A real IPP printer on loopback, and a door before it that wants TLS and a password."""

import base64
import os
import socket
import ssl
import subprocess
import threading


class Printer:
    """ippeveprinter with what it needs; use stop() at the end."""

    def __init__(self, room, port, command="/bin/true"):
        self.running = []
        os.makedirs("/run/dbus", exist_ok=True)
        self.start(["dbus-daemon", "--system", "--nofork", "--nopidfile"])
        room.wait("the message bus", lambda: os.path.exists("/run/dbus/system_bus_socket"))
        self.start(["avahi-daemon", "--no-chroot", "--no-drop-root", "--no-rlimits"])
        room.wait("avahi", lambda: subprocess.run(
            ["dbus-send", "--system", "--print-reply", "--dest=org.freedesktop.Avahi", "/", "org.freedesktop.Avahi.Server.GetVersionString"],
            check=False, capture_output=True).returncode == 0)
        self.start(["ippeveprinter", "-c", command, "-f", "application/pdf", "-d", os.path.join(room.folder, "paper"),
                    "-p", str(port), "-n", "localhost", "Real"])
        room.wait("the printer", lambda: subprocess.run(
            ["ipptool", "-q", "-T", "2", f"ipp://localhost:{port}/ipp/print", "get-printer-attributes.test"],
            check=False, capture_output=True).returncode == 0)

    def start(self, words):
        self.running.append(subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"))

    def stop(self):
        for process in reversed(self.running):
            process.kill()
            process.wait()


class GuardedDoor:
    """Takes TLS connections at `port` and lets those through to `behind` whose every request bears user and password."""

    def __init__(self, folder, port, behind, user, password):
        self.folder = folder
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.take_new_certificate()
        self.behind = behind
        self.wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self.refused = self.let_in = 0
        self.server = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.serve, daemon=True).start()

    def take_new_certificate(self):
        key, certificate = (os.path.join(self.folder, name) for name in ("door.key", "door.crt"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        self.context.load_cert_chain(certificate, key)

    def serve(self):
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self.receive, args=(line,), daemon=True).start()

    def receive(self, line):
        try:
            with self.context.wrap_socket(line, server_side=True) as inside:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = inside.recv(65536)
                    if not piece:
                        return
                    head += piece
                if self.wanted.encode() not in head:
                    self.refused += 1
                    inside.sendall(b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"printer\"\r\n"
                                   b"Connection: close\r\nContent-Length: 0\r\n\r\n")
                    inside.settimeout(0.5)
                    while inside.recv(65536):  # what is left unread would break the line before the answer is read
                        pass
                    return
                self.let_in += 1
                self.pass_on(inside, head.replace(b"Connection: Keep-Alive", b"Connection: close"))
        except (OSError, ssl.SSLError):
            pass

    def pass_on(self, inside, head):
        with socket.create_connection(("127.0.0.1", self.behind)) as printer:
            printer.sendall(head)

            def back():
                try:
                    while piece := printer.recv(65536):
                        inside.sendall(piece)
                    inside.unwrap()
                except (OSError, ValueError, ssl.SSLError):
                    pass
            answering = threading.Thread(target=back, daemon=True)
            answering.start()
            try:
                while piece := inside.recv(65536):
                    printer.sendall(piece)
            except (OSError, ssl.SSLError):
                pass
            answering.join(10)

    def close(self):
        self.server.close()
