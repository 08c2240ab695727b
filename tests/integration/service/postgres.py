"""A private PostgreSQL for a test: reachable through a socket in a folder of its own and in no other way."""

import os
import pwd
import subprocess
import time

BIN = "/usr/lib/postgresql/15/bin"


class Postgres:
    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder)
        entry = pwd.getpwnam("postgres")
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        os.chmod(folder, 0o755)
        self.who = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        self._run("initdb", f"--pgdata={folder}/data", "--username=imprimatur", "--auth=trust", "--encoding=UTF8",
                  "--locale=C.UTF-8", "--no-sync")
        self.log = open(f"{folder}/log", "ab")
        self.process = subprocess.Popen([f"{BIN}/postgres", "-D", f"{folder}/data", "-k", folder, "-c", "listen_addresses=",
                                         "-c", "fsync=off"], stdout=self.log, stderr=self.log, cwd=folder, **self.who)
        end = time.monotonic() + 60
        while subprocess.run([f"{BIN}/pg_isready", "-q", "-h", folder], check=False).returncode != 0:
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError("the private PostgreSQL does not start:\n" + open(f"{folder}/log", encoding="utf-8").read())
            time.sleep(0.1)
        self.uri = f"postgresql://imprimatur@/imprimatur?host={folder}"
        self.query("CREATE DATABASE imprimatur", "postgres")

    def _run(self, program, *words, **more):
        return subprocess.run([f"{BIN}/{program}", *words], check=True, cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, **self.who, **more).stdout

    def query(self, statement, database="imprimatur"):
        self._run("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "imprimatur", "-d", database, "-c",
                  statement)

    def dump(self):
        """What an administrator would keep by the database's own means."""
        return self._run("pg_dump", "--clean", "--if-exists", "-h", self.folder, "-U", "imprimatur", "imprimatur")

    def load(self, dump):
        self._run("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "imprimatur", "-d", "imprimatur",
                  input=dump)

    def stop(self):
        self.process.send_signal(2)
        self.process.wait(30)
        self.log.close()
