"""No duty changes hands, and nothing of it is dropped, without a word to its bodies.

A seeded sample of mistakes in the shipped handbook: another does an activity, somebody
is no longer asked or told, a document goes elsewhere, a source or the start of a limit
is dropped. Each must be a finding ``changed-since-agreed``.
"""

import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.duties.agreed_changes import Turn, agreed_changes
from katch_protocols.duties.agreed_phrases import AgreedWords
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import rules
from tests.faults.mistakes import AGREED, LISTS, LOADED, WHOLE, Shipped, _dump

SEED = 13
EACH = 3 if WHOLE else 2
"""So many mistakes of each kind; three with ``KATCH_EXAMPLES`` above 1."""

(RULE,) = (each for each in rules() if each.name == "changed-since-agreed")
shipped = cache(Shipped)


def activities(plain: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every activity of a file."""
    if isinstance(plain, dict):
        for key, value in plain.items():
            if key == "activities":
                yield from value.items()
            yield from activities(value)
    elif isinstance(plain, list):
        for each in plain:
            yield from activities(each)


def states(plain: Any) -> Iterator[dict[str, Any]]:
    """Yield every state that has a deadline with a start."""
    if isinstance(plain, dict):
        within = plain.get("within")
        if isinstance(within, dict) and "from" in within:
            yield plain
        for value in plain.values():
            yield from states(value)
    elif isinstance(plain, list):
        for each in plain:
            yield from states(each)


def dropped(key: str):
    """Leave out one of the names under a key."""

    def mistake(act: dict[str, Any], draw: random.Random) -> None:
        names = act[key] if isinstance(act[key], list) else [act[key]]
        gone = draw.choice(names)
        names = [each for each in names if each != gone]
        act[key] = names
        if not names:
            del act[key]

    return mistake


def other(key: str, names: list[str]):
    """Put another role in the place of those under a key."""

    def mistake(act: dict[str, Any], draw: random.Random) -> None:
        before = act[key] if isinstance(act[key], list) else [act[key]]
        act[key] = draw.choice([each for each in names if each not in before])

    return mistake


def receiver(act: dict[str, Any], draw: random.Random) -> None:
    """Leave out one receiver of one document."""
    document = draw.choice([*act["sends"]])
    dropped(document)(act["sends"], draw)
    if not act["sends"]:
        del act["sends"]


def handed(act: dict[str, Any], draw: random.Random) -> None:
    other("to", ROLES)(act["handover"], draw)


def late(act: dict[str, Any], draw: random.Random) -> None:
    act["handover"]["within"] = draw.choice(["31 hours", "33 hours"])


ROLES = ["psychologist", "police_duty", "school", "prosecutor"]
KINDS = {
    "another does it": ("by", other("by", ROLES)),
    "another answers": ("accountable", other("accountable", ROLES[:3])),
    "nobody takes part": ("together_with", dropped("together_with")),
    "nobody is asked": ("consult", dropped("consult")),
    "nobody is told": ("inform", dropped("inform")),
    "the receiver": ("sends", receiver),
    "who takes over": ("handover", handed),
    "the time to confirm": ("handover", late),
    "the source": ("source", dropped("source")),
}


def told(protocol: str, plain: Any) -> list[str]:
    """Return what the rule says once a file of a protocol has been changed."""
    texts = {**shipped(protocol).texts, f"{protocol}.yaml": _dump(plain)}
    reading = LOADED.read(texts)
    assert reading.findings == ()
    context = Context(reading.sound())
    assert context.charts[protocol].problems == ()
    return [each.facts["what"] for each in RULE.spots(context)]


def source(protocol: str) -> Any:
    """Return what stands in the file of a protocol, to be changed at will."""
    return shipped(protocol).plain(f"{protocol}.yaml")


@cache
def kept(protocol: str) -> Any:
    """Return what stands in the file of a protocol; nobody changes it."""
    return source(protocol)


@pytest.mark.parametrize("protocol", LISTS)
def test_nothing_is_said_of_the_handbook_as_it_is(protocol: str) -> None:
    assert told(protocol, kept(protocol)) == []


@cache
def held(protocol: str) -> frozenset[str]:
    """Return the activities, by their own names, in which some agency has a part."""
    bodies = shipped(protocol).plain(AGREED)["agreed"].values()
    duties = (by.get(protocol, {}).get("duties", {}).items() for by in bodies)
    names = (name for each in duties for name, found in each if [*found] != ["gets"])
    return frozenset(name.rpartition(".")[2] for name in names)


def drawn(kind: str) -> Iterator[tuple[str, Any, str]]:
    """Yield protocols with one mistake of a kind each, and the activity.

    Where no agency has any part, as between roles that every region leaves to nobody,
    no body has agreed to anything.
    """
    key, mistake = KINDS[kind]
    draw = random.Random(f"{SEED} {kind}")  # noqa: S311 - a sample
    places = [
        (protocol, at)
        for protocol in LISTS
        for at, (name, act) in enumerate(activities(kept(protocol)))
        if key in act and name in held(protocol)
    ]
    for protocol, at in draw.sample(places, min(EACH, len(places))):
        plain = source(protocol)
        name, act = [*activities(plain)][at]
        mistake(act, draw)
        yield protocol, plain, name


@pytest.mark.parametrize("kind", KINDS)
def test_every_mistake_of_a_kind_is_noticed(kind: str) -> None:
    silent = [
        (protocol, name)
        for protocol, plain, name in drawn(kind)
        if not told(protocol, plain)
    ]
    assert silent == []


def test_a_start_of_a_limit_that_is_dropped_is_noticed() -> None:
    draw = random.Random(SEED)  # noqa: S311 - a sample
    places = [
        (protocol, at)
        for protocol in LISTS
        for at, _ in enumerate(states(kept(protocol)))
    ]
    assert places
    for protocol, at in draw.sample(places, min(EACH, len(places))):
        plain = source(protocol)
        del [*states(plain)][at]["within"]["from"]
        assert told(protocol, plain) != []


def test_a_title_changes_nothing() -> None:
    protocol = "child_pathway"
    plain = source(protocol)
    for _, act in activities(plain):
        act["title"] = {"en": "Do it", "ru": "Сделать", "kk": "Істеу"}
    assert told(protocol, plain) == []


OLD = {"mia": {"act": {"does": "police", "source": ("law", "guide")}}}


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({"does": "police", "source": ("guide", "law")}, []),
        (
            {"does": "border", "source": ("law", "guide")},
            ["who does it: 'border', no longer 'police'"],
        ),
        ({"does": "police", "source": "law"}, ["source: no longer 'guide'"]),
        (
            {
                "does": "police",
                "source": ("law", "guide"),
                "deadline": {"limit": "3 days", "basis": "proposed", "from": "act"},
            },
            ["deadline: now 3 days, proposed, from 'act'"],
        ),
        (
            {"told": "police", "source": ("law", "guide")},
            ["no longer does it: 'mia'; is told now: 'mia'"],
        ),
        (
            {"does": "police", "source": ("law", "guide"), "every": "1 day"},
            ["every: now 1 day"],
        ),
    ],
)
def test_what_is_said_of_one_change(new, said):
    words = AgreedWords(
        Handbook(id="x", title=Label.of(en="X")), None, "en", titled=False
    )
    changes = agreed_changes(OLD, {"mia": {"act": new}})
    assert [words.change(each) for each in changes] == said


def test_a_duty_that_passes_on_is_told_of_both_bodies():
    (change,) = agreed_changes(OLD, {"ga": {"act": OLD["mia"]["act"]}})
    assert set(change.bodies) == {"mia", "ga"}
    assert [(each.key, each.turn, each.bodies) for each in change.facets[:2]] == [
        ("does", Turn.LOST, ("mia",)),
        ("does", Turn.GAINED, ("ga",)),
    ]


RECORDS = st.dictionaries(
    st.sampled_from(["does", "told", "source"]),
    st.lists(st.sampled_from("abc"), unique=True, min_size=1).map(tuple),
)
AGREED_ = st.dictionaries(
    st.sampled_from(["mia", "ga"]),
    st.dictionaries(
        st.sampled_from(["act", "other"]), st.lists(RECORDS, max_size=3).map(tuple)
    ),
)


def plain(found):
    """Return who has which records, whatever their order and the order of items."""
    return {
        (
            body,
            activity,
            frozenset((key, frozenset(items)) for key, items in each.items()),
        )
        for body, by in found.items()
        for activity, records in by.items()
        for each in records
        if each
    }


@given(AGREED_, AGREED_)
def test_something_is_told_just_where_something_differs(before, after):
    concerned = {(body, name) for body, name, _ in plain(before) ^ plain(after)}
    told_ = {
        (body, each.activity)
        for each in agreed_changes(before, after)
        for body in each.bodies
    }
    assert concerned <= told_
    assert agreed_changes(before, before) == ()
