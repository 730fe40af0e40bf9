"""``A at least D after B``: verdicts and stories as an exhaustive search finds them."""

from hypothesis import assume, given
from hypothesis import strategies as st

from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AtLeastAfter
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from tests.interpreter import UnendingError
from tests.proofs.timing.held import HeldBack
from tests.proofs.timing.test_worst_case import (
    MOST,
    hours,
    names,
    seldom,
    timed_protocols,
)
from tests.proofs.timing.timed import Asked, TooLargeError


def searched(search: HeldBack) -> tuple[int | None, int | None]:
    """Return the lengths of shortest cases: with an early A, and that must have one."""
    try:
        return search.early(), search.forced()
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise


@seldom(60)
@given(timed_protocols("timers"), st.data())
def test_the_verdict_and_its_story_are_those_of_every_hour(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    earlier = data.draw(st.sampled_from([*early, *every]), label="after")
    event = data.draw(st.sampled_from(every), label="event")
    least = data.draw(st.integers(1, MOST), label="at least")
    others = [name for name in every if name not in {earlier, event}]
    unless = data.draw(st.sampled_from([None, *others]), label="unless")
    rule = AtLeastAfter(
        event=event,
        least=hours(least),
        earlier=earlier,
        unless=() if unless is None else (unless,),
    )
    answer = prove_sentence(rule, ProofSession(found, Holders(handbook)))
    search = HeldBack(
        handbook.protocols["first"], handbook, Asked(earlier, event), least, unless
    )
    can, must = searched(search)
    story = answer.counterexample
    if answer.verdict in {Verdict.HOLDS, Verdict.VACUOUS}:
        assert (can, must, story) == (None, None, None)
        return
    assert story is not None
    assert answer.verdict is (Verdict.ENFORCED if must is None else Verdict.BROKEN)
    assert len(story.rows) == (can if must is None else must)
