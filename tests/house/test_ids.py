"""The library knows the language and no handbook: no id of the shipped one is in it."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from katch_protocols.model.agreements import Agreement
from katch_protocols.model.noun import Noun
from tests.shipped import reading

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "katch_protocols"
SHORTEST = 7
"""Shorter ids are everyday words too often."""

COUNTRY = {"almaty_city", "almaty_oblast", "kyzylorda", "shymkent", "turkistan"}
"""Regions that the map of tiles knows where to put; every other has a place too."""

LANGUAGE = {"acknowledge", "another", "consent", "decline", "present", "separation"}
"""Words of the language: of handovers and openings, the fact of consent, needs."""

KINDS = {"prosecutor", "retired", "running", "service"}
"""What an agency, a protocol or a state can be."""

GLOSSARY = {"hand_over", "interview", "monitor", "register"}
"""Verbs of the glossary: which words translators are to use, whatever the handbook."""

STARTS = {"assessed", "identity", "line_manager", "make_safe", "reported"}
"""What stands in the handbook and the protocol that ``katch new`` begins with."""

EVERYDAY = {
    "accepted",  # a result that somebody has looked at, in SARIF
    "agreement",  # a catalogue of words
    "children",  # of a state of a machine
    "decision",  # a slide's heading
    "evidence",  # an extra
    "quarter",  # a key of an audit
    "indicators",  # a file and a command
    "description",  # a key of schemas, calendars and XState
    "reached",  # a key of what a region says of a stage
    "settled",  # a key of the words of a region's page
    "leaving",  # a sub-process of BPMN
    "offered",  # to other programs
    "planned",  # the routes of its flows
    "transition",  # of a Petri net
    "complete",
    "confirmed",
    "consulted",
    "decided",
    "declined",
    "in_force",
    "in_order",
    "independent",
    "lacking",
    "location",
    "migration",  # a change of version, of running cases
    "missing",
    "not_yet",
    "nothing",
    "objects",
    "opening",
    "partner",
    "receive",  # of a store: what another one tells
    "recorded",
    "refused",
    "registered",  # a key of the answer of a check
    "regions",
    "together",
    "verdict",
    "written",
}
"""Keys of answers, of words and of views that only happen to be spelt alike."""


def ids(value: Any) -> Iterator[str]:
    """Yield every key under which the nouns of a handbook keep an entry."""
    if isinstance(value, Agreement):
        return  # it names what was agreed, and declares nothing
    if isinstance(value, Mapping):
        yield from map(str, value)
        value = tuple(value.values())
    if isinstance(value, tuple):
        for each in value:
            yield from ids(each)
    elif isinstance(value, Noun):
        for each in value.__dict__.values():
            yield from ids(each)


def literals() -> Iterator[str]:
    """Yield every text that stands by itself in the library."""
    for path in LIBRARY.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in LIBRARY.rglob("*.js"):
        yield from re.findall(r'"(\w+)"', path.read_text(encoding="utf-8"))


def test_no_id_of_the_shipped_handbook_stands_in_the_library() -> None:
    declared = {
        name
        for name in ids(reading().sound())
        if len(name) >= SHORTEST and re.fullmatch("[a-z][a-z0-9_]*", name)
    }
    assert {"child_interviewing", "interim_placement", "safe_place"} <= declared
    known = COUNTRY | LANGUAGE | KINDS | GLOSSARY | STARTS | EVERYDAY
    assert declared & set(literals()) <= known
