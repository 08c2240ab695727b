"""What happens where the kernel lacks a protection of the workers: it is said, and never gone without silently."""

import ctypes
import errno
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway import Gateway  # noqa: E402
from office import testing  # noqa: E402

SECCOMP = ctypes.CDLL("libseccomp.so.2")
SECCOMP.seccomp_init.restype = ctypes.c_void_p
SECCOMP.seccomp_rule_add.argtypes = (ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint)
SECCOMP.seccomp_load.argtypes = (ctypes.c_void_p,)
ALLOW = 0x7FFF0000
NO_SUCH_CALL = 0x00050000 | errno.ENOSYS


def without_landlock():
    """In a child before it becomes another program: its kernel seems to have no Landlock."""
    rules = SECCOMP.seccomp_init(ALLOW)
    for name in (b"landlock_create_ruleset", b"landlock_add_rule", b"landlock_restrict_self"):
        if SECCOMP.seccomp_rule_add(rules, NO_SUCH_CALL, SECCOMP.seccomp_syscall_resolve_name(name), 0) != 0:
            raise OSError("no rule for " + name.decode())
    if SECCOMP.seccomp_load(rules) != 0:
        raise OSError("the filter was not loaded")


class Protection(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gate = Gateway(testing.Settings.build, testing.Settings.folder)
        cls.gate.before_start = without_landlock

    def test_no_document_is_handled_without_it(self):
        with self.assertRaises(RuntimeError):
            self.gate.start()
        self.assertIn("landlock", self.gate.read_log())
        self.assertIn("demand_every_protection", self.gate.read_log())

    def test_who_goes_without_it_is_told_at_each_start(self):
        self.gate.more_settings = "demand_every_protection = false\n"
        self.gate.start()
        self.addCleanup(self.gate.stop)
        warnings = [line for line in self.gate.read_log().splitlines() if "warning" in line and "landlock" in line]
        self.assertEqual(len(warnings), 1, self.gate.read_log())

    def test_check_names_what_is_missing(self):
        program = os.path.join(testing.Settings.build, "bin/imprimatur")
        said = subprocess.run([program, "check"], capture_output=True, text=True, preexec_fn=without_landlock,
                              env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})
        self.assertNotEqual(said.returncode, 0)
        self.assertIn("does not give landlock", said.stdout + said.stderr)
        said = subprocess.run([program, "check"], capture_output=True, text=True,
                              env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})
        self.assertNotIn("landlock", said.stdout + said.stderr)


if __name__ == "__main__":
    testing.main()
