"""Handbooks made to hurt whoever reads them, and what is seen first of each.

Run as a program with a folder, it writes, reads and checks them all in that folder
under limits of the operating system, and prints what it saw and what it took as JSON.
"""

import json
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time

from katch_protocols.files.read import read
from katch_protocols.findings import Finding
from katch_protocols.rules.check import check
from tests.rules.saltmarsh import FILES

__all__ = ["MONSTERS"]

Files = Mapping[str, bytes]

HEAD = "protocol: referral\ntitle: Referral\nvalid_from: 2026-01-01\n"
REPORTED = "states:\n  reported:\n    title: Concern reported\n"
HELD = REPORTED + "    held_by: duty_officer\n    activities:\n"
CLOSED = "  closed: {title: Closed, final: true, outcome: protected}\n"
OFFICER = "by: duty_officer"


def _referral(text: str) -> Files:
    return {"referral.yaml": text.encode()}


def _alias_bomb() -> Files:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    return _referral("\n".join(lines))


def _cyclic_aliases() -> Files:
    return _referral("a: &a\n  b: &b\n    c: *a\n    d: [*a, *b]\n")


def _deep_lists() -> Files:
    return _referral(HEAD + "source: " + "[" * 10_000 + "]" * 10_000)


def _deep_mappings() -> Files:
    deep = "".join(f"{' ' * level}s{level}:\n" for level in range(1_200))
    return _referral(HEAD + "states:\n" + deep)


def _deep_states() -> Files:
    return _referral(HEAD + "states: " + "{s: {states: " * 10_000 + "x")


def _fifty_megabytes() -> Files:
    return _referral(HEAD + "# " + "x" * (50 * 1024 * 1024))


def _many_files() -> Files:
    return {f"p{number}.yaml": b"x" * 20_000 for number in range(400)}


def _too_many_files() -> Files:
    return {f"p{number}.yaml": b"" for number in range(2_000)}


def _not_utf8() -> Files:
    return {"referral.yaml": HEAD.encode() + b"note: caf\xe9\n"}


def _utf16() -> Files:
    return {"referral.yaml": HEAD.encode("utf-16")}


def _nulls() -> Files:
    return {"referral.yaml": b"\x00" * 100_000}


def _repeated_keys() -> Files:
    return _referral(HEAD + "states:\n" + CLOSED * 10_000)


def _ten_thousand_states() -> Files:
    lines = "".join(f"  s{n}: {{held_by: duty_officer}}\n" for n in range(10_000))
    return _referral(HEAD + "initial: s0\nstates:\n" + lines)


def _long_story() -> Files:
    lines = "".join(
        f"  s{n}: {{title: S, held_by: duty_officer, activities: "
        f"{{a{n}: {{title: A, {OFFICER}, to: s{n + 1}}}}}}}\n"
        for n in range(3_000)
    )
    end = "  s3000: {title: End, final: true, outcome: protected}\n"
    return _referral(HEAD + "initial: s0\nstates:\n" + lines + end)


def _million_items() -> Files:
    return _referral(HEAD + "source: [" + "a," * 500_000 + "a]")


def _long_value() -> Files:
    return _referral(HEAD + "note: " + "ab " * 300_000)


def _long_condition() -> Files:
    condition = " and ".join(["consent is known"] * 380)
    act = f"      close: {{title: Close, {OFFICER}, when: {condition}, to: closed}}\n"
    return _referral(HEAD + "initial: reported\n" + HELD + act + CLOSED)


def _not_not_not() -> Files:
    condition = "not (" * 1_300 + "consent is known" + ")" * 1_300
    act = f"      close: {{title: Close, {OFFICER}, when: {condition}, to: closed}}\n"
    return _referral(HEAD + "initial: reported\n" + HELD + act + CLOSED)


def _facts(count: int, values: int) -> str:
    listed = ", ".join(f"v{value}" for value in range(values))
    lines = [f"  f{n}: {{title: F, values: [{listed}]}}\n" for n in range(count)]
    return "facts:\n" + "".join(lines)


def _many_facts() -> Files:
    acts = "".join(
        f"      ask{n}: {{title: A, {OFFICER}, records: f{n}}}\n" for n in range(25)
    )
    end = f"      close: {{title: Close, {OFFICER}, to: closed}}\n"
    text = HEAD + _facts(25, 4) + "initial: reported\n" + HELD + acts + end + CLOSED
    return _referral(text)


def _all_facts_at_once() -> Files:
    names = ", ".join(f"f{n}" for n in range(40))
    act = f"      ask: {{title: A, {OFFICER}, records: [{names}], to: closed}}\n"
    text = HEAD + _facts(40, 9) + "initial: reported\n" + HELD + act + CLOSED
    return _referral(text)


def _runs_doubling() -> Files:
    """Each protocol runs the next one twice: a billion of laughs in protocols."""
    files = {}
    for level in range(30):
        inner = f"p{level + 1}"
        files[f"p{level}.yaml"] = (
            f"protocol: p{level}\ntitle: P\nvalid_from: 2026-01-01\ninitial: a\n"
            f"states:\n  a: {{runs: {inner}, then: {{over: b}}}}\n"
            f"  b: {{runs: {inner}, then: {{over: over}}}}\n"
            "  over: {title: Over, final: true, outcome: protected}\n"
        ).encode()
    files["p30.yaml"] = (
        b"protocol: p30\ntitle: P\nvalid_from: 2026-01-01\ninitial: over\n"
        b"states:\n  over: {title: Over, final: true, outcome: protected}\n"
    )
    return files


MONSTERS: Mapping[str, tuple[Callable[[], Files], str]] = {
    "alias bomb": (_alias_bomb, "referral.yaml:1:5 anchor-or-alias"),
    "cyclic aliases": (_cyclic_aliases, "referral.yaml:1:4 anchor-or-alias"),
    "10,000 lists in one another": (_deep_lists, "referral.yaml:4:1008 too-deep"),
    "1,200 mappings in one another": (_deep_mappings, "referral.yaml:29:25 too-deep"),
    "10,000 states in one another": (_deep_states, "referral.yaml:4:156 too-deep"),
    "a file of 50 MB": (_fifty_megabytes, "referral.yaml:1:1 file-too-large"),
    "8 MB in 400 files": (_many_files, "p287.yaml:1:1 handbook-too-large"),
    "2,000 files": (_too_many_files, "p1446.yaml:1:1 too-many-files"),
    "bytes that are no UTF-8": (_not_utf8, "referral.yaml:4:10 not-utf-8"),
    "UTF-16": (_utf16, "referral.yaml:1:1 not-utf-8"),
    "100,000 nulls": (_nulls, "referral.yaml:1:1 forbidden-character"),
    "10,000 repeated keys": (_repeated_keys, "referral.yaml:6:3 repeated-key"),
    "10,000 states": (_ten_thousand_states, "referral.yaml:5:1 too-many-states"),
    "a story of 3,000 states": (_long_story, "referral.yaml:1:1 not-fully-explored"),
    "half a million items": (_million_items, "referral.yaml:4:99992 too-many-nodes"),
    "a value of 900,000 characters": (_long_value, "referral.yaml:4:7 value-too-long"),
    "a condition of 380 terms": (
        _long_condition,
        "referral.yaml:10:5425 sentence-too-long",
    ),
    "1,300 times not": (_not_not_not, "referral.yaml:10:217 sentence-too-deep"),
    "25 facts in any order": (_many_facts, "referral.yaml:1:1 not-fully-explored"),
    "40 facts at once": (_all_facts_at_once, "referral.yaml:1:1 protocol-too-large"),
    "protocols that double": (_runs_doubling, "p0.yaml:1:1 protocol-too-large"),
}
"""What each is, how it is made, and a finding that it must show."""


def _seen(folder: Path) -> list[str]:
    reading = read(folder)
    found = list(reading.findings)
    if reading.handbook is not None:
        found += check(reading.handbook, incomplete=reading.incomplete)
    return [_place_and_rule(each) for each in found]


def _place_and_rule(finding: Finding) -> str:
    place = finding.place
    where = f"{place.file}:{place.line}:{place.column}" if place else "nowhere"
    return f"{where} {finding.rule}"


def _main(folder: Path, megabytes: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    seen = {}
    for number, (name, (make, _)) in enumerate(MONSTERS.items()):
        home = folder / str(number)
        home.mkdir()
        for file, data in {**_district(), **make()}.items():
            (home / file).write_bytes(data)
        started = process_time()
        seen[name] = {"seen": _seen(home), "seconds": process_time() - started}
    print(json.dumps(seen))  # noqa: T201 - the parent reads it


def _district() -> Files:
    return {name: text.encode() for name, text in FILES.items()}


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
