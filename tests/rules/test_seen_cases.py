"""What a check tells of a handbook's cases, beside what they were seen to do.

The second interpreter looks at every case of random small handbooks.
"""

from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.rules.context import Context
from tests.interpreter import UnendingError
from tests.interpreter_nodes import UnreadableError
from tests.proofs.timing.clockmaking import timed_protocols
from tests.rules.seen_cases import Told, TooManyError, seen_of
from tests.strategies import make_world, small_worlds

FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
ABOUT = {
    "impossible-activity": ("activity", "state"),
    "condition-never-true": ("activity", "state"),
    "condition-always-true": ("activity", "state"),
    "sends-missing-document": ("activity", "document"),
    "decide-line-never-taken": ("state",),
    "unreachable-state": ("state",),
}
OF_TRAPS = {"no-way-to-end", "never-ending"}
ENDLESS = {*OF_TRAPS, "dead-end-state", "complete-without-done", "no-end"}
CUT_OFF = {"impossible-activity", "condition-never-true", "unreachable-state"}


def told(found: list[Finding], code: str) -> Told:
    """Return what a rule tells of the protocols, as far as their own text goes."""
    every: Told = set()
    for each in found:
        if each.rule != code or each.path[0] != "protocols":
            continue
        names = [each.facts[name].rpartition(".")[2] for name in ABOUT[code]]
        place = each.path[-1:] if code == "decide-line-never-taken" else ()
        every.add((each.path[1], *names, *place))
    return every


@FEW
@given(
    st.one_of(
        small_worlds().map(make_world),
        timed_protocols("timers and stops, duties and powers"),
    )
)
def test_what_is_told_of_every_case_is_what_they_were_seen_to_do(
    handbook: Handbook,
) -> None:
    try:
        if most_configurations(chart(handbook.protocols["first"], handbook)) > 20_000:
            reject()
        seen = seen_of(handbook, most=3_000)
    except (BoundError, TooManyError, UnendingError, UnreadableError):
        reject()
    context = Context(handbook)
    assert context.sound.keys() == context.settled.keys() == handbook.protocols.keys()
    found = [*kp.check(handbook)]
    codes = {each.rule for each in found}
    if codes & {"fact-never-answered", "endless-settling"}:
        return  # more is thought possible then
    lost = seen.told.pop("unreachable-state", set())
    # Of those that lie behind one another only the first are told.
    assert told(found, "unreachable-state") <= lost
    assert not lost or codes & {"unreachable-state", "complete-without-done"}
    for code in ABOUT.keys() - {"unreachable-state"}:
        assert told(found, code) == seen.told.get(code, set()), code
    for name in handbook.protocols:
        mine = {each.rule for each in found if each.path[:2] == ("protocols", name)}
        # What blocks a case may be written in a protocol that runs inside.
        about = {e.rule for e in found if e.facts.get("protocol") == name} & OF_TRAPS
        assert not about or name in seen.trapped
        assert name not in seen.trapped or codes & CUT_OFF or about or mine & ENDLESS
