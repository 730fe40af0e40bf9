"""What a check tells of the ways out of states and of ends, beside what was seen.

The second interpreter looks at every step of random small handbooks.
"""

from collections.abc import Collection

from hypothesis import HealthCheck, Phase, given, reject, settings

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.findings import Finding, Path
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.proof_session import most_configurations
from tests.interpreter import UnendingError
from tests.interpreter_nodes import UnreadableError
from tests.rules.dressing import dressed_handbooks
from tests.rules.seen_cases import TooManyError
from tests.rules.seen_ends import ending_badly, opening_at_start
from tests.rules.seen_leaving import leading_nowhere, left_freely
from tests.rules.seen_resting import resting_unlimited
from tests.rules.seen_steps import Place, lent_by, uses_of

FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def told(found: list[Finding], code: str, lent: Collection[str]) -> set[Place]:
    """Return the states of which a rule tells, as far as protocols write them."""
    every: set[Place] = set()
    for each in found:
        if each.rule == code and each.path[0] == "protocols":
            every.add((str(each.path[1]), state_at(each.path)))
    return {place for place in every if place[1].partition(".")[0] not in lent}


NESTING = {"states", "parallel"}


def state_at(path: Path) -> str:
    """Return the state at or around a path of a protocol."""
    keys, names = path[2::2], path[3::2]
    inner = (str(n) for key, n in zip(keys, names, strict=False) if key in NESTING)
    return ".".join(inner)


@FEW
@given(dressed_handbooks())
def test_what_is_told_of_ways_out_and_ends_is_what_was_seen(
    handbook: Handbook,
) -> None:
    try:
        if most_configurations(chart(handbook.protocols["first"], handbook)) > 20_000:
            reject()
        uses = uses_of(handbook, most=1_000)
        seen = leading_nowhere(handbook, uses, most=2_000)
    except (BoundError, TooManyError, UnendingError, UnreadableError):
        reject()
    seen["nobody-must"] = left_freely(handbook, uses)
    seen["state-without-deadline"] = resting_unlimited(handbook, uses)
    seen["opens-at-start"] = opening_at_start(handbook, uses)
    found = [*kp.check(handbook)]
    if {each.rule for each in found} & {"fact-never-answered", "endless-settling"}:
        return  # more is thought possible then
    lent = lent_by(handbook)
    for code, places in seen.items():
        assert told(found, code, lent) == places, code
    for name, every in uses.items():
        mine = [each for each in found if each.facts.get("protocol") == name]
        bad = {place for _, place in told(mine, "only-adverse-end", ())}
        stands = ending_badly(every[0])
        # Inside what runs it is told as the protocol that runs there says it.
        assert bool(bad) is bool(stands)
        assert all(any(f".{at}".endswith(f".{b}") for at in stands or ()) for b in bad)
