"""What a row reads of an event of several states, where it resumes what was left."""

from collections import Counter
from itertools import pairwise

from msgspec.structs import replace

from katch_protocols.proofs.automata.labelling import Slot, readings
from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.table import Table
from tests.semantics.small import protocol, table_of

STRANDS = ("x", "y", "z")


def strands() -> Table:
    """Return a protocol with three strands that is left, and resumed from outside."""

    def strand(name: str) -> dict[str, object]:
        states = ("wait", "seen", "seen_again", "over")
        inside = {
            one: {"activities": {f"leave_{one}_{name}": {"to": other}}}
            for one, other in pairwise(states)
        }
        return {"initial": "wait", "states": {**inside, "over": {}}}

    return table_of(
        protocol(
            initial="p",
            states={
                "p": {"parallel": {name: strand(name) for name in STRANDS}},
                "out": {"activities": {"back": {"to": "resume p"}}},
            },
            activities={"leave": {"to": "out", "origins": ["p"]}},
        )
    )


def test_a_row_that_resumes_is_parted_little_and_reads_where_the_case_was() -> None:
    table = strands()
    names = [
        f"p.{name}.{state}" for name in STRANDS for state in ("seen", "seen_again")
    ]
    nodes = frozenset(table.chart.by_name[name] for name in names)
    slot = Slot("b", ChartEvent("seen", nodes=nodes, once=True))
    back = [row for row in table.rows if row.activity == "back"]
    parts = [part for row in back for part in readings(table, row, (slot,))]
    told = Counter[bool]()
    for word in explore(table, limit=10_000).every_word():
        if not any(row.applies(word) for row in back):
            continue
        ((row, read),) = (
            (part.row, part.letters) for part in parts if part.row.applies(word)
        )
        was_seen = not nodes.isdisjoint(table.active(row.after(word)))
        assert read == (("b",) if was_seen else ())
        told[was_seen] += 1
    # Of the 4 x 4 x 4 places in which a case is left, 2 x 2 x 2 have nobody seen.
    assert told == {True: 64 - 8, False: 8}
    # One for each such place would be 64.
    assert len(parts) < 30


def test_rows_that_look_alike_are_parted_as_each_alone() -> None:
    """What is kept with a layout is what a layout that nobody has used finds."""
    table = strands()
    names = ("p.x.seen", "p.y.seen", "p.z.over")
    nodes = [table.chart.by_name[name] for name in names]
    event = ChartEvent("seen", nodes=frozenset(nodes[:2]), once=True)
    every = ChartEvent("every")
    slots = (Slot("b", event, within=nodes[2]), Slot("a", every, within=nodes[0]))
    for row in table.rows:
        alone = replace(table, layout=replace(table.layout))
        assert [*readings(table, row, slots)] == [*readings(alone, row, slots)]
