"""``where`` and ``unless`` of sentences with a limit, beside a search hour by hour."""

from hypothesis import assume, given
from hypothesis import strategies as st

from katch_protocols.model.conditions import FactIs
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen, AtLeastEvery
from katch_protocols.proofs.timing.timed_sentences import (
    prove_at_least_every,
    prove_within,
)
from tests.interpreter import UnendingError
from tests.proofs.timing.clockmaking import hours, timed_protocols
from tests.proofs.timing.excepted import Excepted, Fact
from tests.proofs.timing.test_worst_case import MOST, agree, names, seldom
from tests.proofs.timing.timed import Asked, TooLargeError
from tests.strategies_authors import FACTS

FACT = [(name, value.lstrip("*")) for name, values in FACTS.items() for value in values]


def longest(
    handbook: Handbook, asked: Asked, where: Fact | None, unless: str | None
) -> int | None:
    protocol = handbook.protocols["first"]
    try:
        search = Excepted(
            protocol, handbook, asked, MOST + 1, where=where, unless=unless
        )
        return search.run()
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise


@seldom(60)
@given(
    st.one_of(
        timed_protocols("powers"), timed_protocols("timers, stops, duties and powers")
    ),
    st.data(),
)
def test_a_limit_that_is_narrowed_is_judged_rightly(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    plain = [name for name in [*every, *early] if name not in found.counted]
    first = data.draw(st.sampled_from(plain), label="after")
    then = data.draw(st.sampled_from(every), label="then")
    again = data.draw(st.sampled_from([None, *every]), label="always")
    most = data.draw(st.integers(1, MOST), label="within")
    where = data.draw(st.sampled_from([None, None, *FACT]), label="where")
    unless = data.draw(st.sampled_from([None, *every]), label="unless")
    condition = None if where is None else FactIs(fact=where[0], values=(where[1],))
    more = {"where": condition, "unless": () if unless is None else (unless,)}
    worst = longest(handbook, Asked(first, then, again), where, unless)
    if again is None:
        rule = AfterThen(event=first, later=then, within=hours(most), **more)
        answer = prove_within(rule, found, handbook)
    else:
        every_so = {"recurring": again, "period": hours(most)}
        gap = AtLeastEvery(event=first, end=then, **every_so, **more)
        answer = prove_at_least_every(gap, found, handbook)
    agree(answer, worst, most, exact=False)
