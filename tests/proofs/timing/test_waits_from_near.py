"""``A at least D after B`` from near: what little of a protocol tells, all tells."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AtLeastAfter
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.tested import is_met
from katch_protocols.proofs.timing import at_least_after
from katch_protocols.proofs.timing.at_least_after import prove_at_least_after
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.semantics.events import find_event
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.timing.clockmaking import hours, timed_protocols
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.test_worst_case import MOST, names, seldom

END = {"final": True, "outcome": "protected"}


def session(handbook: Handbook, name: str) -> ProofSession:
    return ProofSession(chart(handbook.protocols[name], handbook), Holders(handbook))


def from_all(monkeypatch: pytest.MonkeyPatch, rule: Any, study: ProofSession) -> Answer:
    """Return the answer of the whole slice: no case is at hand."""
    with monkeypatch.context() as patched:
        patched.setattr(at_least_after, "is_met", lambda *_: False)
        return prove_at_least_after(rule, study)


@seldom(60)
@given(timed_protocols("timers and duties and stops"), st.data())
def test_what_is_seen_from_near_is_what_the_whole_slice_says(
    handbook: Handbook, data: st.DataObject
) -> None:
    _, every, early = names(handbook)
    earlier = data.draw(st.sampled_from([*early, *every]), label="after")
    event = data.draw(st.sampled_from(every), label="event")
    others = [name for name in every if name not in {earlier, event}]
    unless = data.draw(st.sampled_from([None, *others]), label="unless")
    rule = AtLeastAfter(
        event=event,
        least=hours(data.draw(st.integers(1, MOST))),
        earlier=earlier,
        unless=() if unless is None else (unless,),
    )
    study = session(handbook, "first")
    with pytest.MonkeyPatch.context() as monkeypatch:
        try:
            answer = prove_at_least_after(rule, study)
            whole = from_all(monkeypatch, rule, study)
        except BoundError:
            # Of more events than a proof can remember nothing is said.
            assume(condition=False)
            raise
    if Verdict.NOT_EXHAUSTED not in {answer.verdict, whole.verdict}:
        assert answer.verdict is whole.verdict
    assert whole.verdict is Verdict.NOT_EXHAUSTED or answer.reason == whole.reason


STATES: dict[str, Any] = {
    "told": {"activities": {"tell": {"to": "waiting"}, "drop": {"to": "over"}}},
    "waiting": {"after": {"5 days": "free"}},
    "free": {"activities": {"move": {"to": "over"}}},
    "over": END,
}


def test_a_look_from_near_sees_fewer_cases() -> None:
    """What the strand beside does is not looked at, and nothing waits for it."""
    beside = {"activities": {"turn": {"to": "right"}}}
    strands = {
        "one": {"initial": "told", "states": {**STATES, "over": {"final": True}}},
        "two": {
            "initial": "left",
            "states": {"left": beside, "right": {"final": True}},
        },
    }
    book = make_timed({"both": {"parallel": strands, "done": "end"}, "end": END}, {})
    study = session(book, "case")
    rule = parse_safeguard("move at least 5 days after tell")
    # Four states of the first strand and the end, two of them with and without `tell`.
    assert prove_at_least_after(rule, study) == Answer(Verdict.HOLDS, 7)
    with pytest.MonkeyPatch.context() as monkeypatch:
        whole = from_all(monkeypatch, rule, study)
    # Beside it, left or right; once both ended only the end is left.
    assert whole == Answer(Verdict.HOLDS, 10)


@pytest.mark.parametrize(
    ("unless", "met"),
    [((), True), (("drop",), True), (("tell",), False), (("move",), False)],
)
def test_a_case_at_hand_comes_before_the_exception(
    unless: tuple[str, ...], *, met: bool
) -> None:
    study = session(make_timed(STATES, {}), "case")
    slots = [
        *(Slot("off", find_event(study.chart, each), first=True) for each in unless),
        Slot("b", find_event(study.chart, "move")),
    ]
    assert is_met(study, slots, "b") is met


def test_nothing_holds_from_near_that_a_case_breaks_as_it_begins() -> None:
    """Both states are entered as the case begins, whatever it waits for later."""
    inner = {"inner": {"activities": {"move": {"to": "end"}}}}
    states = {"outer": {"initial": "inner", "states": inner}, "end": END}
    study = session(make_timed(states, {}), "case")
    rule = parse_safeguard("inner at least 1 day after outer")
    broken = prove_at_least_after(rule, study)
    assert broken.verdict is Verdict.BROKEN
    wide = ProofSession(study.chart, study.holders)
    wide.__dict__["is_wide"] = True
    assert prove_at_least_after(rule, wide).verdict is Verdict.NOT_EXHAUSTED
