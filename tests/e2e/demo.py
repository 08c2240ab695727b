#!/usr/bin/python3
"""`./dev demo`: the main job on the embedded default, from print queue to trace, and what came of it."""

import argparse
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from office import namespace, pictures  # noqa: E402
from office.office import Office, Trouble, say  # noqa: E402
from story import Story  # noqa: E402


def scene(number, text):
    say(f"\n\033[1m{number}. {text}\033[0m")


def quote(text):
    for line in text.strip().splitlines():
        say("   │ " + line)


def tell(office, build):
    story = Story(office, build)
    scene(1, "A registry officer registers a document of three pages, level 机密, for ten years")
    story.write_documents()
    story.register()
    quote(office.cli("zhaomin", "document", "list").stdout)
    scene(2, "A user prints three copies with plain lp. Nobody has agreed yet: the job is held, lpstat says why")
    story.print_without_grant()
    quote(story.why_held)
    scene(3, "The approver sees it waiting and grants three copies for three named people; the job goes on by itself")
    quote(office.cli("wanghua", "request", "list").stdout)
    story.grant_three()
    story.look_at_copies()
    quote(office.cli("zhaomin", "copy", "list").stdout)
    scene(4, "A fourth copy is refused")
    story.fourth_is_refused()
    quote(story.why_refused)
    scene(5, "The same document, two pages on a sheet: it is known by its pages, and held all the same")
    story.two_on_a_sheet_are_held()
    quote(story.why_arranged_held)
    scene(6, "A document that nobody registered is printed as 内部, with a serial of its own")
    story.unregistered_is_internal()
    quote(os.path.basename(story.memo_copy))
    scene(7, "A scan of copy 2 is sent to the queue: recognised, approved again, printed as copy 4")
    story.copy_of_a_copy()
    quote(office.cli("zhaomin", "copy", "list").stdout)
    scene(8, "The copy record of the original and the issue register, as PDF")
    story.registers()
    scene(9, "A photo of a page of copy 3 turns up: whose is it?")
    photo = story.trace()
    quote(story.story)
    scene(10, "A scrap of 5 × 5 cm turns up, without any code: its dots tell")
    story.trace_scrap()
    quote(story.scrap_story)
    quote(story.checked)
    scene(11, "The log of all this, recomputed")
    story.audit()
    quote(story.verified)
    return story, photo


def show(office, story, photo):
    out = os.path.join(office.folder, "previews")
    os.makedirs(out)
    scene(12, "Everything that came out")
    named = [(f"copy {number}", pdf) for number, pdf in sorted(story.by_number.items())]
    named += [("copy 000004, from the scan of 000002", story.copied), ("unregistered memo", story.memo_copy)]
    named += [("copy record", story.register_pdfs[0]), ("issue register", story.register_pdfs[1])]
    for number, (what, pdf) in enumerate(named, 1):
        say(f"   {what}: {pdf}")
        for png in pictures.previews(pdf, out, f"{number}-{what.split(',')[0].replace(' ', '-')}", dpi=80):
            say(f"      {png}")
    say(f"   the photo that was traced: {photo}")


def main():
    namespace.enter()
    options = argparse.ArgumentParser()
    options.add_argument("--build", default="build/release")
    build = os.path.abspath(options.parse_args().build)
    begun = time.monotonic()
    folder = tempfile.mkdtemp(prefix="imprimatur-demo-")
    say(f"A private office in {folder}: a CUPS server, an IPP printer, the gateway.")
    try:
        with Office(build, folder) as office:
            story, photo = tell(office, build)
            show(office, story, photo)
    except (Trouble, AssertionError) as trouble:
        say(f"\nThe demo stopped: {trouble}\nLogs: {folder}/logs")
        sys.exit(1)
    say(f"\nDone in {time.monotonic() - begun:.0f} s. Nothing is left running; {folder} can be deleted.")


if __name__ == "__main__":
    main()
