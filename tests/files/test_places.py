"""Where everything was written, and what was lost."""

import copy
import pickle

import pytest

from katch_protocols.files.yaml_nodes import PlaceIndex
from katch_protocols.findings import Path, Place
from tests.files.small import HANDBOOK, reading_of

TEXT = """protocol: p
title: {en: P}
states:
  s:
    within: 3 hours
    after: {72 hours: t}
    activities:
      act:
        by: [nurse, officer]
        to: t
  t: {final: true}
"""
READING = reading_of(
    TEXT,
    agencies="agencies:\n  mia: {title: M, kind: ngo, level: region}\n",
    safeguards="safeguards:\n  a: {rule: never act}\n",
)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("protocols", "p"), "p.yaml:1:1"),
        (("protocols", "p", "title", "en"), "p.yaml:2:9"),
        (("protocols", "p", "states", "s"), "p.yaml:4:3"),
        (("protocols", "p", "states", "s", "within"), "p.yaml:5:5"),
        (("protocols", "p", "states", "s", "within", "limit"), "p.yaml:5:5"),
        (("protocols", "p", "states", "s", "after", "72 hours"), "p.yaml:6:13"),
        (
            ("protocols", "p", "states", "s", "activities", "act", "by", 1),
            "p.yaml:9:21",
        ),
        (
            ("protocols", "p", "states", "s", "activities", "act", "to", 0),
            "p.yaml:10:9",
        ),
        (("protocols", "p", "states", "nowhere"), "p.yaml:3:1"),
        (("agencies", "mia", "kind"), "agencies.yaml:2:19"),
        (("agencies", "nobody"), "agencies.yaml:1:1"),
        (("safeguards", "a", "rule"), "safeguards.yaml:2:7"),
        (("handbook", "languages"), "handbook.yaml:3:1"),
        (("handbook", "languages", 0), "handbook.yaml:3:13"),
    ],
)
def test_a_path_is_found_where_it_was_written(path: Path, place: str) -> None:
    handbook = READING.sound()
    found = handbook.place(path)
    assert found is not None
    assert f"{found.file}:{found.line}:{found.column}" == place


def test_what_was_never_written_has_no_place() -> None:
    assert READING.sound().place(("roles", "nurse")) is None
    assert READING.places.get(("protocols", "p", "title", "en", "deeper")) is None
    with pytest.raises(KeyError):
        READING.places[("protocols",)]


def test_places_can_be_listed_and_each_is_found() -> None:
    listed = list(READING.places)
    assert len(listed) == len(READING.places) == len(set(listed))
    assert ("protocols", "p", "states", "s", "activities", "act", "by", 1) in listed
    assert all(isinstance(READING.places[path], Place) for path in listed)


def test_a_handbook_keeps_its_places_when_it_is_copied_or_sent() -> None:
    handbook = READING.sound()
    path = ("protocols", "p", "states", "s")
    for other in (copy.copy(handbook), pickle.loads(pickle.dumps(handbook))):  # noqa: S301 - our own bytes
        assert other.place(path) == Place("p.yaml", 4, 3)
    assert isinstance(READING.places, PlaceIndex)


@pytest.mark.parametrize(
    ("files", "incomplete"),
    [
        ({"agencies": "agencies: {Mia: {}}\n"}, {"agencies", "agencies.Mia"}),
        ({"agencies": "agencies: 5\n"}, {"agencies"}),
        ({"agencies": "agences: {}\n"}, {"agencies"}),
        (
            {"agencies": "agencies: {mia: {title: M, kind: x, level: region}}\n"},
            {"agencies.mia"},
        ),
        ({"roles": "roles: {nurse: {title: N}}\n"}, {"roles", "roles.nurse"}),
        (
            {"handbook": HANDBOOK + "functions: {Heal: {}}\n"},
            {"functions", "handbook.functions"},
        ),
        (
            {"handbook": HANDBOOK + "function: {}\n"},
            {"functions", "handbook.function"},
        ),
        (
            {"p": "protocol: p\ntitle: P\nstates: {s: {parallel: {T: {}}}}\n"},
            {"protocols.p", "protocols.p.states"},
        ),
        ({"p": "protocol: p\ntitle: P\nstates: {s: {final: 5}}\n"}, {"protocols.p"}),
        (
            {"p": "protocol: p\ntitle: P\nfact: {}\n"},
            {"protocols.p", "protocols.p.facts"},
        ),
    ],
)
def test_what_is_lost_is_noted(files: dict[str, str], incomplete: set[str]) -> None:
    assert reading_of(**files).incomplete == incomplete


def test_what_lost_its_title_is_kept_under_its_id() -> None:
    reading = reading_of(sources="sources: {a_law: {kind: law}}\n")
    assert [each.rule for each in reading.findings] == ["missing-key"]
    assert reading.handbook is not None
    assert reading.handbook.sources["a_law"].title.texts == {"en": "a_law"}
