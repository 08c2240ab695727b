#!/usr/bin/env python3
"""How long a one-page job takes from `lp` to the printer: through the gateway, and through a queue of the same private
scheduler that only passes on to the same printer. Prints JSON: two lists of seconds, taken in turn."""
import argparse
import json
import os
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from office import namespace  # noqa: E402
from office.office import PRINTER_PORT, QUEUE, Office, wait_for  # noqa: E402
from story import Story  # noqa: E402

PLAIN = "Plain"


def seconds(office, queue, file):
    """Until the printer has the sheet, and has had time to close it."""
    before = len(office.sheets())
    began = time.perf_counter()
    office.run("liming", "lp", "-d", queue, file)
    while len(office.sheets()) == before:
        time.sleep(0.005)
    took = time.perf_counter() - began
    wait_for("an idle scheduler", lambda: not office.run("root", "lpstat", "-o").stdout)
    return took


def main():
    namespace.enter()
    options = argparse.ArgumentParser()
    options.add_argument("--build", required=True)
    options.add_argument("--runs", type=int, default=9)
    arguments = options.parse_args()
    build = os.path.abspath(arguments.build)
    folder = tempfile.mkdtemp(prefix="imprimatur-bench-")
    with Office(build, folder) as office:
        story = Story(office, build)
        story.write_documents()
        office.run("root", "lpadmin", "-p", PLAIN, "-E", "-v", f"ipp://localhost:{PRINTER_PORT}/ipp/print", "-P",
                   os.path.join(folder, "share/imprimatur/config/cups/imprimatur.ppd"))
        taken = [(seconds(office, QUEUE, story.memo), seconds(office, PLAIN, story.memo))
                 for _ in range(arguments.runs + 1)][1:]  # the first warms both
    shutil.rmtree(folder, ignore_errors=True)
    json.dump({"ours": [a for a, _ in taken], "against": [b for _, b in taken]}, sys.stdout)


if __name__ == "__main__":
    main()
