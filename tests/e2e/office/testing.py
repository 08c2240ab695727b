"""How an end-to-end test enters the office and is run."""

import argparse
import os
import shutil
import sys
import tempfile
import unittest

from . import namespace


def main(module_arguments=None):
    """Enters the namespaces and runs the tests of __main__. Keeps the folder when something failed."""
    namespace.enter()
    options = argparse.ArgumentParser()
    options.add_argument("--build", required=True)
    options.add_argument("--only", help="run tests whose name holds this")
    arguments = options.parse_args()
    Settings.build = os.path.abspath(arguments.build)
    Settings.folder = tempfile.mkdtemp(prefix="imprimatur-e2e-")
    loader = unittest.defaultTestLoader
    if arguments.only:
        loader.testNamePatterns = [f"*{arguments.only}*"]
    result = unittest.TextTestRunner(verbosity=2, failfast=False).run(
        loader.loadTestsFromModule(sys.modules["__main__"]))
    if result.wasSuccessful() and result.testsRun > 0:
        shutil.rmtree(Settings.folder, ignore_errors=True)
        sys.exit(0)
    print(f"kept for a look: {Settings.folder}", file=sys.stderr)
    sys.exit(1)


class Settings:
    build = ""
    folder = ""
