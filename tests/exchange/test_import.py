"""What comes in of a file: the same machine again, and an answer to anything else."""

import random
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.errors import BoundError
from katch_protocols.exchange.begin import fill
from katch_protocols.exchange.feature_places import places
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.incoming import Incoming, Names
from katch_protocols.exchange.known_notations import notation_named
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.exchange.told import told_of_activity, told_of_state
from katch_protocols.model.conditions import (
    And,
    Condition,
    Happened,
    InState,
    Not,
    Or,
)
from katch_protocols.model.handbook import Handbook
from katch_protocols.semantics.table import Table
from katch_protocols.sentences.text import print_condition
from tests.conftest import TIMES
from tests.strategies import small_handbooks

MACHINES = ("scxml", "xstate")
SHIPPED = tuple(kp.handbook().protocols)


def read_again(text: str, notation: str) -> tuple[Handbook, Incoming]:
    incoming = Incoming(f"machine.{notation}", text.encode(), "en")
    reader = notation_named(notation).reader
    assert reader is not None
    return fill(reader.read(incoming), incoming), incoming


Renaming = Callable[[str], str]


def renaming(drawn: Chart, names: Names | None = None) -> Renaming:
    """Return what gives a state or an activity one name before and after.

    ``names`` gives the ids that activities have now. A state inside another that bears
    the id of one at the top has a number now; it is taken away.
    """
    tops = "|".join(drawn.nodes[at].bare for at in drawn.root.children)
    numbered = re.compile(rf"(?<=\.)({tops})_[2-9](?=\.|$)")

    def named(written: str) -> str:
        if names is not None and written in drawn.activities:
            return names.activity(("event", written), written)
        return numbered.sub(r"\1", written)

    return named


def asked(condition: Condition | None, named: Renaming) -> str:
    """Write a condition with the names of both sides."""
    match condition:
        case None:
            return ""
        case InState():
            return f"in {named(condition.state)}"
        case Happened():
            return f"happened {named(condition.activity)}"
        case Not():
            return f"not ({asked(condition.inner, named)})"
        case And() | Or():
            parts = (f"({asked(part, named)})" for part in condition.parts)
            return f" {condition.kind} ".join(parts)
        case _:
            return print_condition(condition)


def unlisted(
    before: ExportInput, after: ExportInput, incoming: Incoming, notation: str
) -> Iterator[str]:
    """Yield what an export carried that is neither here again nor listed."""
    names, now = renaming(before.chart, incoming.names), renaming(after.chart)
    assert [e for e in incoming.unread if e.why not in NOT_CARRIED] == []
    parts = (each.what.partition(": ") for each in incoming.unread)
    listed = {(now(place), said) for place, _, said in parts}
    for feature in notation_named(notation).carries:
        # A ``from`` is written out in each state, which ``shape`` compares.
        if feature is Feature.ANY_STATE:
            continue
        here = {now(each) for each in places(feature, after.chart, after.handbook)}
        for place in places(feature, before.chart, before.handbook):
            if names(place) not in here and not any(
                each == names(place) and feature is SPELT_OUT.get(said.split(": ")[0])
                for each, said in listed
            ):
                yield f"{feature} of {place}"
    mine, theirs = told(before.chart, names), told(after.chart, now)
    for place, key, text in mine - theirs:
        said = key if key == "awaiting" else f"{key}: {text}"
        if (place[0], said) not in listed:
            yield f"{key}: {text} of {' in '.join(place)}"
    # A signal of an opened case, which is listed, comes back as one that nobody does.
    told_by = {place for place, said in listed if said.startswith("by: ")}
    stands_in = {(place, "by", "nobody") for place, *_ in theirs if place[0] in told_by}
    added = (each for each in theirs - mine - stands_in if each[1] not in ADDED)
    yield from (f"{each} was added" for each in added)


NOT_CARRIED = {*("handover", "inlined", "basis", "clock-start", "beside", "checklist")}
"""Why something of our own exports is listed; nothing else of them is."""

SPELT_OUT = {
    "handover": Feature.HANDOVERS,
    "basis": Feature.BASES,
    "every_basis": Feature.BASES,
    "checklist": Feature.CHECKLISTS,
    "opens": Feature.OPENINGS,
}
"""The features of keys that are listed."""

ADDED = {"held_by", "outcome", "accountable", "basis", "every_basis"}
"""Keys for which something stands in where nothing is said."""


def told(drawn: Chart, named: Renaming) -> set[tuple[tuple[str, ...], str, str]]:
    """Return what is told of each state and each activity, by place and key."""
    found = set()
    for node in drawn.nodes[1:]:
        for key, text in told_of_state(node).items():
            now = named(text) if key == "from" else text
            found.add(((named(node.name),), key, now))
    for entry in drawn.entries:
        at = (named(entry.activity), named(drawn.nodes[entry.node].name))
        for key, text in told_of_activity(entry).items():
            # The span of a handover is told of the state that waits, too.
            if key != "handover_within":
                found.add((at, key, named(text) if key == "from" else text))
    return found


def shape(drawn: Chart, names: Names | None = None) -> set[tuple[str, ...]]:
    """Return every state and every move of a chart, by names and conditions."""
    nodes = drawn.nodes
    named = renaming(drawn, names)
    name = {node.index: named(node.name) for node in nodes}

    found = {("state", name[node.index], node.kind.value) for node in nodes}
    for entry in drawn.entries:
        goal = entry.goal
        act = entry.act
        found.add(
            (
                "activity",
                named(entry.activity),
                name[entry.node],
                "" if goal is None else f"{name[goal.node]} {goal.resume}",
                " ".join((*act.records, *act.needs, *act.produces, *act.forgets)),
                " ".join(f"{fact}={value}" for fact, value in act.sets.items()),
                asked(entry.when, named),
            )
        )
    for node in nodes:
        for line in node.lines:
            when = asked(line.when, named)
            found.add(("line", name[node.index], name[line.goal.node], when))
        for timer in node.timers:
            found.add(
                ("timer", name[node.index], str(timer.limit), name[timer.goal.node])
            )
        if node.done is not None:
            found.add(("done", name[node.index], name[node.done.node]))
    return found


SETTINGS = settings(
    max_examples=max(1, round(12 * TIMES)),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def came_back(handbook: Handbook, name: str, notation: str) -> tuple[Handbook, Names]:
    """Export a protocol and import it; require that it is the same or says where."""
    protocol = handbook.protocols[name]
    before = chart(protocol, handbook)
    again, incoming = read_again(kp.export(protocol, to=notation).text, notation)
    after = chart(again.protocols[protocol.id], again)
    assert after.problems == ()
    assert shape(after) == shape(before, incoming.names)
    ours = ExportInput(before, handbook, "en")
    theirs = ExportInput(after, again, "en")
    assert list(unlisted(ours, theirs, incoming, notation)) == []
    return again, incoming.names


@pytest.mark.parametrize("notation", MACHINES)
@pytest.mark.parametrize("protocol", SHIPPED)
def test_a_shipped_protocol_comes_back_as_it_went_or_says_where(protocol, notation):
    came_back(kp.handbook(), protocol, notation)


@pytest.mark.parametrize("notation", MACHINES)
@SETTINGS
@given(handbook=small_handbooks(), seed=st.integers(0, 99))
def test_a_random_protocol_comes_back_and_runs_as_before_or_says_where(
    notation, handbook, seed
):
    before = chart(handbook.protocols["first"], handbook)
    passing = {n.index for n in before.nodes if n.kind is NodeKind.CHOICE}
    # An activity of a state that is only passed is an error of its own.
    if before.problems or any(entry.node in passing for entry in before.entries):
        return
    again, names = came_back(handbook, "first", notation)
    try:
        table = kp.compile(handbook.protocols["first"])
    except BoundError:
        return
    # That a case was opened before its signal comes is not carried, and listed.
    if not table.endless and not any(entry.awaits for entry in before.entries):
        walk_both(table, kp.compile(again.protocols["first"]), names, seed)


def walk_both(mine: Table, theirs: Table, names: Names, seed: int) -> None:
    """Walk one case at random in both tables; states and moves are the same."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    sides = ((mine, renaming(mine.chart, names)), (theirs, renaming(theirs.chart)))
    words = [table.initial for table, _ in sides]
    for _ in range(12):
        active, moves = [], []
        for (table, named), word in zip(sides, words, strict=True):
            nodes = table.chart.nodes
            active.append({named(nodes[at].name) for at in table.active(word)})
            clocks = {
                timer.name: f"{named(node.name)} {timer.limit}"
                for node in nodes
                for timer in node.timers
            }
            moves.append(
                {
                    (clocks.get(row.activity) or named(row.activity), row.records): row
                    for row in table.possible(word)
                }
            )
        assert active[0] == active[1]
        assert moves[0].keys() == moves[1].keys()
        if not moves[0]:
            return
        move = chance.choice(sorted(moves[0]))
        words = [
            each[move].after(word) for each, word in zip(moves, words, strict=True)
        ]


def test_what_xstate_says_beside_a_machine_is_listed_by_line():
    machine = """{"id": "m", "initial": "a", "states": {
"a": {"tags": ["busy"],
"on": {"GO": {"target": "b",
"internal": true}}},
"b": {"type": "final"}}}"""
    incoming = read_again(machine, "xstate")[1]
    said = [(each.line, each.what, each.why) for each in incoming.unread]
    assert said == [(2, "tags", "unknown-key"), (4, "internal", "unknown-key")]
