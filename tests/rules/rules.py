#!/usr/bin/env python3
"""docs/rules.md: each clause of the catalogue with its capabilities, the profile rules that bring it into force,
and the tests that prove it. Read from config/policies and from the clauses that tests cite.

    python3 tests/rules/rules.py            writes docs/rules.md
    python3 tests/rules/rules.py --check    fails when it is out of date, or when a clause to enforce or to record has
                                            no test and does not stand in tests/rules/open.toml

A test proves a clause when it names it: on its line, in the comment above it, or in its body.
"""

import argparse
import collections
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICIES = ROOT / "config" / "policies"
PAGE = ROOT / "docs" / "rules.md"
OPEN = ROOT / "tests" / "rules" / "open.toml"

CPP_TEST = re.compile(r"^(?:TYPED_)?TEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\)", re.M)
PY_CLASS = re.compile(r"^class (\w+)", re.M)
PY_TEST = re.compile(r"^    def (test_\w+)", re.M)
IN_NAMES = re.compile(r"([PLRB])(\d+(?:_\d+)+)")  # a name of C++ holds no dots: P7_13_1
SHOWN = 4  # tests named for one clause; the rest is counted

LAWS = {"L": "2024 law 保守国家秘密法", "R": "2024 regulations 实施条例", "B": "The baseline 基线"}


def read(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def house_of(clause):
    return clause.split(".", 1)[0]


# ---- clauses as they are cited


class Citations:
    """Finds the clauses of the catalogue in a text, also under their other names."""

    def __init__(self, clauses):
        self.names = {name: name for name in clauses}
        for name, entry in clauses.items():
            self.names.update({other: name for other in entry.get("also", [])})
        longest_first = sorted(self.names, key=len, reverse=True)
        any_of_them = "|".join(re.escape(name) for name in longest_first)
        self.form = re.compile(r"(?<![\w.])(?:" + any_of_them + r")(?!\.?[0-9])")

    def within(self, text):
        return {self.names[name] for name in self.form.findall(text)}


# ---- tests


def cpp_tests(text):
    """(name, text of the test with the comment above it)."""
    found = list(CPP_TEST.finditer(text))
    for place, match in enumerate(found):
        begin = match.start()
        while True:
            line = text.rfind("\n", 0, begin - 1) + 1
            if begin == 0 or not text[line:begin].lstrip().startswith("//"):
                break
            begin = line
        following = found[place + 1].start() if place + 1 < len(found) else len(text)
        end = text.find("\n}", match.end())
        end = following if end < 0 else min(end, following)
        name = f"{match[1]}.{match[2]}"
        named = " ".join(f"{house}{rest.replace('_', '.')}" for house, rest in IN_NAMES.findall(name))
        yield name, named + "\n" + text[begin:end]


def py_tests(text):
    classes = list(PY_CLASS.finditer(text))
    found = list(PY_TEST.finditer(text))
    for place, match in enumerate(found):
        owner = [c[1] for c in classes if c.start() < match.start()]
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        yield f"{owner[-1] if owner else ''}.{match[1]}", text[match.start():end]


def proofs(citations):
    out = collections.defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("*")):
        if path.suffix not in (".cpp", ".py") or path.parent == OPEN.parent:
            continue
        text = path.read_text(encoding="utf-8")
        tests = cpp_tests(text) if path.suffix == ".cpp" else py_tests(text)
        for name, body in tests:
            for clause in citations.within(body):
                out[clause].append((str(path.relative_to(ROOT)), name))
    return out


# ---- rules of the profiles


def said(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(said(item) for item in value)
    if isinstance(value, dict):
        how_many = value.get("how_many", 1)
        roles = "/".join(value.get("roles", []))
        return (f"{how_many}× " if how_many > 1 else "") + roles + (
            " of the issuer" if value.get("issuing_department") else "")
    return str(value)


def rule_text(kind, entry):
    skip = {"clause", "capability", "levels", "actions", "zh", "en", "capabilities"}
    where = " ".join(entry.get("actions", []) + entry.get("levels", []))
    what = ", ".join(f"{key} {said(value)}" for key, value in entry.items() if key not in skip)
    return f"{kind}: " + "; ".join(part for part in (where, what) if part) if where or what else kind


def profile_rules():
    """clause → ["P7 rule: print copy …"]."""
    out = collections.defaultdict(list)
    for path in [POLICIES / "baseline.toml", *sorted(POLICIES.glob("[0-9][0-9].toml"))]:
        table = read(path)
        name = table["profile"]["name"]
        for kind, value in table.items():
            for entry in value if isinstance(value, list) else [value]:
                if isinstance(entry, dict) and "clause" in entry:
                    out[entry["clause"]].append(f"{name} {rule_text(kind, entry)}")
        for promise, clause in table.get("promises", {}).items():
            out[clause].append(f"{name} promise: {promise}")
    return out


# ---- the page


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def tests_text(tests):
    by_file = collections.OrderedDict()
    for path, name in tests[:SHOWN]:
        by_file.setdefault(path, []).append(f"`{name}`")
    out = "<br>".join(", ".join(names) + f" in {path.removeprefix('tests/')}" for path, names in by_file.items())
    more = len(tests) - SHOWN
    return out + (f"<br>and {more} more" if more > 0 else "")


def row(clause, entry, rules, tests, still_open):
    lines = rules.get(clause, [])
    proof = tests_text(tests[clause]) if tests.get(clause) else "—"
    if clause in still_open:
        proof = f"open since {still_open[clause]['since']}: {still_open[clause]['lacks']}"
    return "| " + " | ".join(cell(text) for text in (
        clause, f"{entry['zh']} {entry['en']}", " ".join(entry["kind"]), " ".join(entry["capabilities"]),
        "<br>".join(lines) or "held without a rule", proof)) + " |"


def page(catalogue, rules, tests, still_open):
    names = {}
    for path in POLICIES.glob("[0-9][0-9].toml"):
        head = read(path)["profile"]
        names[head["name"]] = f"{head['name']} {head['zh']} {head['en']}"
    names.update({key: f"{key} {title}" for key, title in LAWS.items()})
    out = ["# The rules: what they ask, what brings them into force, what proves it", "",
           "Made by `python3 tests/rules/rules.py` from config/policies and from the clauses that tests cite; a test fails",
           "when it is out of date, or when a clause to enforce or to record has no test. Not to be written by hand.", "",
           "## Capabilities", "", "| id | what |", "|---|---|"]
    for key, title in catalogue["capability"].items():
        out.append(f"| {key} | {title['zh']} {title['en']} |")
    heading = None
    for clause, entry in catalogue["clause"].items():
        if house_of(clause) != heading:
            heading = house_of(clause)
            out += ["", f"## {names[heading]}", "",
                    "| clause | asks | kind | capability | profile rule | proved by |", "|---|---|---|---|---|---|"]
        out.append(row(clause, entry, rules, tests, still_open))
    return "\n".join(out) + "\n"


def complaints(catalogue, tests, still_open):
    for clause, entry in catalogue["clause"].items():
        needs = {"enforce", "record"} & set(entry["kind"])
        if needs and not tests.get(clause) and clause not in still_open:
            yield f"{clause} is to {' and '.join(sorted(needs))}, and no test names it"
    for clause in still_open:
        if clause not in catalogue["clause"]:
            yield f"{OPEN.name} names {clause}, which no catalogue has"
        elif tests.get(clause):
            yield f"{OPEN.name} still names {clause}, which {tests[clause][0][1]} proves"


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--check", action="store_true")
    check = words.parse_args().check
    catalogue = read(POLICIES / "clauses.toml")
    tests = proofs(Citations(catalogue["clause"]))
    still_open = read(OPEN) if OPEN.exists() else {}
    text = page(catalogue, profile_rules(), tests, still_open)
    if not check:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    wrong = list(complaints(catalogue, tests, still_open))
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        wrong.append("docs/rules.md is out of date: run python3 tests/rules/rules.py")
    print("\n".join(wrong) or "docs/rules.md is as the profiles and the tests say")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
