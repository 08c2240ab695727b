"""Enters namespaces in which this process is root and alone."""

import os
import shutil
import subprocess
import sys

_INSIDE = "IMPRIMATUR_OFFICE"


def enter():
    """Starts this very program again inside, unless it is there already. Needs root or sub-uids."""
    if os.environ.get(_INSIDE) == "inside":
        return
    command = ["unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child",
               "--mount-proc"]
    if os.geteuid() != 0:
        command += ["--user", "--map-auto", "--map-root-user"]
    command += ["--", sys.executable, *sys.argv]
    os.environ[_INSIDE] = "inside"
    sys.stdout.flush()
    os.execvp(command[0], command)


def _unreadable(folder, names):
    """Backends and files that only the machine's own root may read; the office does without them."""
    return [name for name in names if not os.access(os.path.join(folder, name), os.R_OK)]


def privatise(folder):
    """Gives this namespace its own /etc parts, /run, CUPS folders and loopback, kept below `folder`."""
    run = lambda *words: subprocess.run(words, check=True)
    run("mount", "--make-rprivate", "/")
    run("ip", "link", "set", "lo", "up")
    run("hostname", "office")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "run", "/run")
    for name, mode, owner in (("dbus", 0o755, "root"), ("cups", 0o755, "root"), ("avahi-daemon", 0o755, "avahi"),
                              ("imprimatur", 0o755, "root"), ("lock", 0o1777, "root")):
        os.makedirs(f"/run/{name}")
        os.chmod(f"/run/{name}", mode)
    for source, name in (("/etc/cups", "etc-cups"), ("/usr/lib/cups", "lib-cups")):
        private = os.path.join(folder, name)
        shutil.copytree(source, private, symlinks=True, ignore=_unreadable)
        run("mount", "--bind", private, source)
    files = "/etc/cups/cups-files.conf"
    if not os.path.exists(files):
        with open(files, "w", encoding="ascii") as file:
            file.write("SystemGroup root lpadmin\nAccessLog /var/log/cups/access_log\n"
                       "ErrorLog /var/log/cups/error_log\nPageLog /var/log/cups/page_log\n")
    for place in ("/var/spool/cups", "/var/cache/cups", "/var/log/cups"):
        private = os.path.join(folder, place.strip("/").replace("/", "-"))
        os.makedirs(private)
        run("mount", "--bind", private, place)
