"""What only got another id is told as that, and hides nothing else that changed."""

from collections import Counter

from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from katch_protocols.changes.behaviour import Likeness
from katch_protocols.changes.compare import Comparison, compare_versions
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from tests.changes.renaming import called, every_act, every_state
from tests.duties.dressed import Dressed, dressed

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
FACTS = {"d", "e"}
"""Ids that are a fact's too."""


def _compared(before: Handbook, after: Handbook) -> Comparison:
    try:
        return compare_versions(before, after, limit=500)
    except BoundError:
        reject()


def _once(book: Handbook, protocol: str) -> list[str]:
    """Return the ids that one state or one activity of a protocol has."""
    piece = book.protocols[protocol]
    states = Counter(path[-1] for path, _ in every_state(piece))
    acts = Counter(every_act(book, protocol))
    names = [name for name, often in (states + acts).items() if often == 1]
    return sorted(set(names) - FACTS)


@SLOW
@given(dressed(), st.data())
def test_what_is_only_renamed_is_told_as_that_and_nothing_else(
    made: Dressed, data: st.DataObject
) -> None:
    book = made.handbook
    name = data.draw(st.sampled_from(("first", "first", "second")))
    names = _once(book, name)
    assume(names)
    old = data.draw(st.sampled_from(names))
    found = _compared(book, called(book, old, "zz"))
    told = [
        (each.renamed, each.before, each.after)
        for each in found.written
        # One that makes no sense alone is compared word by word.
        if each.path[1] not in found.meaningless
    ]
    assert told == ([] if name in found.meaningless else [(True, old, "zz")])
    assert not found.duties
    assert not found.deadlines
    assert not found.handoffs
    assert not found.deliveries
    assert not found.anew
    assert Likeness.DIFFERENT not in {each.likeness for each in found.behaviour}
