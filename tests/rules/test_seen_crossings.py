"""missing-acknowledgement beside the steps by which another agency has the case.

Of protocols that run no other and hand nothing over.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from hypothesis import given, reject
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError, ProtocolError
from katch_protocols.findings import Finding
from katch_protocols.model.activities import Activity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import State
from katch_protocols.proofs.proof_session import most_configurations
from tests.interpreter import UnendingError
from tests.interpreter_nodes import UnreadableError
from tests.rules.dressing import dressed_handbooks
from tests.rules.seen_cases import TooManyError
from tests.rules.seen_crossings import Crossed, crossings
from tests.rules.seen_steps import lent_by, uses_of
from tests.rules.test_seen_steps import FEW, state_at


class Holding:
    """Lets many hold and do what a drawn protocol says, and hands nothing over."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def book(self, plain: Protocol) -> Protocol:
        states = {name: self.state(one) for name, one in plain.states.items()}
        return plain.model_copy(update={"states": states, **self.acts(plain)})

    def state(self, plain: State) -> State:
        update: dict[str, Any] = {
            key: {name: self.state(one) for name, one in getattr(plain, key).items()}
            for key in ("states", "parallel")
        }
        update["held_by"] = self.draw(st.sampled_from([None, *ROLES]))
        return plain.model_copy(update={**update, **self.acts(plain)})

    def acts(self, plain: Protocol | State) -> dict[str, Any]:
        return {"activities": {n: self.act(one) for n, one in plain.activities.items()}}

    def act(self, plain: Activity) -> Activity:
        raci = plain.raci
        if raci.by:
            by = (self.draw(st.sampled_from(ROLES)),)
            raci = raci.model_copy(update={"by": by})
        return plain.model_copy(update={"handover": None, "raci": raci})


ROLES = ("officer", "nurse", "case_panel")


@st.composite
def held_handbooks(draw: st.DrawFn) -> Handbook:
    """Draw a handbook of protocols in which nothing is handed over."""
    plain, holding = draw(dressed_handbooks()), Holding(draw)
    made = {name: holding.book(one) for name, one in plain.protocols.items()}
    return plain.model_copy(update={"protocols": made})


@FEW
@given(held_handbooks())
def test_what_crosses_without_a_word_is_what_was_seen(handbook: Handbook) -> None:
    try:
        if most_configurations(chart(handbook.protocols["first"], handbook)) > 20_000:
            reject()
        uses = uses_of(handbook, most=1_000)
    except (BoundError, ProtocolError, TooManyError, UnendingError, UnreadableError):
        reject()  # some ask whether a handover was acknowledged
    found = [*kp.check(handbook)]
    if {each.rule for each in found} & {"fact-never-answered", "endless-settling"}:
        return  # more is thought possible then
    lent = lent_by(handbook)
    for name, (use, *others) in uses.items():
        waits = any(node.name.startswith("awaiting") for node in use.watcher.nodes)
        if not waits and not others and len(use.watcher.tree.scopes) == 1:
            seen = crossings(handbook, use)
            assert _own(_told(found, name), lent) == _own(seen, lent)


def _told(found: Iterable[Finding], name: Id) -> Iterator[Crossed]:
    for each in found:
        is_own = each.path[:2] == ("protocols", name)
        if each.rule == "missing-acknowledgement" and is_own:
            sender, receiver = (
                frozenset(each.facts[key].split(", ")) for key in ("sender", "receiver")
            )
            yield each.facts["activity"], state_at(each.path), sender, receiver


def _own(every: Iterable[Crossed], apart: set[Id]) -> set[Crossed]:
    return {
        each for each in every if apart.isdisjoint({each[0], each[1].partition(".")[0]})
    }
