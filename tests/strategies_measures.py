"""Strategies for measures and for what a handbook wants of them."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st

from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Basis, Unit
from katch_protocols.model.indicators import (
    Aim,
    Baseline,
    Better,
    CountedFrom,
    IndicatorTarget,
    MeasuredAmount,
)
from katch_protocols.model.measures import (
    Measure,
    NumberOfCases,
    NumberOfTimes,
    ShareThatEnd,
    ShareThatHave,
    ShareThatKeep,
    TimeFromTo,
)
from katch_protocols.model.periods import Dimension, Period
from katch_protocols.sentences.grammar import MEASURE_WORDS
from tests.strategies_sentences import conditions, durations, events, ids, safeguards

__all__ = ["indicator_fields", "measures", "periods"]

Drawn = st.SearchStrategy[Any]


def _events() -> st.SearchStrategy[str]:
    return events().filter(lambda name: name not in MEASURE_WORDS)


def _several() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(_events(), min_size=1, max_size=3, unique=True).map(tuple)


def _plain(name: str) -> bool:
    return name not in MEASURE_WORDS


def _free(sentence: Any) -> bool:
    """Tell whether no name in a sentence is a word of a measure."""
    return not MEASURE_WORDS & set(sentence.model_dump_json().split('"'))


@cache
def measures() -> st.SearchStrategy[Measure]:
    where = st.none() | conditions(most=3).filter(_free)
    some = st.fixed_dictionaries({"cases": _several(), "where": where})
    cases = st.just(dict[str, Any]()) | some
    return st.one_of(
        _made(NumberOfCases, cases),
        st.builds(NumberOfTimes, event=_events(), where=where),
        _made(ShareThatHave, cases, event=_events(), within=st.none() | durations()),
        _made(ShareThatKeep, cases, sentence=safeguards().filter(_free)),
        _made(ShareThatKeep, cases, safeguard=ids().filter(_plain)),
        _made(ShareThatEnd, cases, states=_several()),
        st.builds(
            TimeFromTo,
            start=_events(),
            event=_events(),
            where=where,
            nine_of_ten=st.booleans(),
        ),
    )


def _made(
    kind: Callable[..., Measure], cases: st.SearchStrategy[dict[str, Any]], **own: Drawn
) -> st.SearchStrategy[Measure]:
    both = st.tuples(cases, st.fixed_dictionaries(own))
    return both.map(lambda found: kind(**found[0], **found[1]))


def periods() -> st.SearchStrategy[Period]:
    sizes = st.sampled_from((1, 3, 6, 12))
    return st.builds(
        lambda year, size, number: Period(
            year=year, first=number % (12 // size) * size + 1, months=size
        ),
        st.integers(2000, 2099),
        sizes,
        st.integers(0, 11),
    )


_amounts = st.one_of(
    st.builds(MeasuredAmount, number=st.integers(0, 1_000_000)),
    st.builds(MeasuredAmount, number=st.integers(0, 100), percent=st.just(value=True)),
    st.builds(MeasuredAmount, number=st.integers(0, 99), unit=st.sampled_from(Unit)),
)
_citations = st.lists(
    st.builds(Citation, source=st.sampled_from(("a", "b2"))),
    max_size=2,
    unique_by=lambda each: each.source,
).map(tuple)

indicator_fields: Mapping[str, Drawn] = {
    "measure": measures(),
    "by": st.lists(st.sampled_from(Dimension), min_size=1, max_size=3, unique=True).map(
        tuple
    ),
    "serves": st.sampled_from(Aim),
    "baseline": st.none()
    | st.builds(
        Baseline,
        value=_amounts,
        period=periods(),
        of=st.none() | st.integers(1, 1_000_000),
        source=_citations,
    ),
    "target": st.none()
    | st.builds(
        IndicatorTarget,
        value=_amounts,
        by=periods(),
        better=st.sampled_from(Better),
        source=_citations,
    ),
    "basis": st.sampled_from(Basis),
    "source": _citations,
    "beside": _citations,
    "counts": st.sampled_from(CountedFrom),
}
