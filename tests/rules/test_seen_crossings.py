"""missing-acknowledgement beside the steps by which another agency has the case.

Of protocols that run no other and hand nothing over.
"""

from collections.abc import Iterable, Iterator

from hypothesis import given, reject

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.proof_session import most_configurations
from tests.interpreter import UnendingError
from tests.interpreter_nodes import UnreadableError
from tests.rules.dressing import dressed_handbooks
from tests.rules.seen_cases import TooManyError
from tests.rules.seen_crossings import Crossed, crossings
from tests.rules.seen_steps import lent_by, uses_of
from tests.rules.test_seen_steps import FEW, state_at


@FEW
@given(dressed_handbooks())
def test_what_crosses_without_a_word_is_what_was_seen(handbook: Handbook) -> None:
    try:
        if most_configurations(chart(handbook.protocols["first"], handbook)) > 20_000:
            reject()
        uses = uses_of(handbook, most=1_000)
    except (BoundError, TooManyError, UnendingError, UnreadableError):
        reject()
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
