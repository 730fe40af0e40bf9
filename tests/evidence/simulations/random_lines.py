"""Lines of a scenario that let random protocols move.

Left out, most of what stands in them is never drawn: powers, what leads out of a
composite state, and what nobody chooses.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.model.protocol import Waiver
from katch_protocols.model.scenarios import (
    WHOLE,
    Chance,
    ScenarioPost,
    Spread,
    SpreadKind,
    Weights,
)
from tests.proofs.random_worlds import ROLES
from tests.proofs.timing.clockmaking import hours

__all__ = ["lines", "posts", "spread", "waived"]


def spread(draw: st.DrawFn) -> Spread:
    """Draw how long something takes: up to ninety hours, and seldom next to nothing.

    What takes no time at all could be done again and again without an end.
    """
    points = sorted(
        (*(draw(st.integers(0, 90)) for _ in "ab"), draw(st.integers(1, 90)))
    )
    return Spread(kind=SpreadKind.TRIANGULAR, points=tuple(map(hours, points)))


def posts(draw: st.DrawFn) -> dict[str, ScenarioPost]:
    """Draw up to three posts, some of them of nobody."""
    return {
        name: ScenarioPost(
            id=name,
            roles=draw(st.lists(st.sampled_from(ROLES), min_size=1, unique=True)),
            people=draw(st.integers(0, 3)),
            cover=draw(st.sampled_from(("always", "office_hours"))),
            for_this=draw(st.sampled_from((WHOLE, 3_333))),
        )
        for name in ("one", "two", "three")[: draw(st.integers(0, 3))]
    }


def lines(draw: st.DrawFn, book: Handbook) -> dict[str, Any]:
    """Draw ``choices`` of most states, ``happens`` of most of the rest, ``values``."""
    choices: dict[str, Weights] = {}
    happens: dict[str, Chance] = {}
    values: dict[str, Weights] = {}
    for protocol in book.protocols.values():
        made = chart(protocol, book)
        for node in made.nodes:
            there = [each for each in made.entries if each.node == node.index]
            weights = {each.activity: draw(st.integers(1, 3)) for each in there}
            if weights and node.name and draw(st.integers(0, 3)):
                choices[node.name] = Weights(weights=weights)
        for entry in made.entries:
            chosen = made.nodes[entry.node].name and not entry.is_signal
            told = entry.act.raci.told_by  # by what becomes of a case opened beside
            if not chosen and not told and draw(st.booleans()):
                after = spread(draw) if draw(st.booleans()) else None
                share = draw(st.sampled_from((WHOLE, WHOLE // 3)))
                happens[entry.activity] = Chance(share=share, after=after)
        for name, fact in made.facts.items():
            if draw(st.integers(0, 3)) == 0:
                drawn = {each: draw(st.integers(1, 3)) for each in fact.values}
                values[name] = Weights(weights=drawn)
    return {"choices": choices, "happens": happens, "values": values}


def waived(draw: st.DrawFn, book: Handbook, begins: str, first: int = 0) -> Handbook:
    """Return the handbook with waivers that end in the first three weeks of a run.

    Of its sentences from the one with the number ``first`` on, or of none.
    """
    protocol, day = book.protocols["first"], date.fromisoformat(begins)
    waivers = {
        name: Waiver(
            reason=Label(texts={"en": "Few"}),
            by=next(iter(book.agencies)),
            until=day + timedelta(days=draw(st.integers(-1, 21))),
        )
        for name in [*protocol.safeguards][first:]
        if draw(st.booleans())
    }
    bound = protocol.model_copy(update={"waivers": waivers})
    return book.model_copy(update={"protocols": {**book.protocols, "first": bound}})
