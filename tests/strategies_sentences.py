"""Strategies for every noun that has a sentence; ids are never words of the grammar."""

from hypothesis import strategies as st

from katch_protocols.model import safeguards as kinds
from katch_protocols.model.activities import Target
from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.model.durations import MAX_AMOUNT, Duration, Unit
from katch_protocols.sentences.grammar import RESERVED

__all__ = [
    "alternatives",
    "conditions",
    "durations",
    "events",
    "ids",
    "safeguards",
    "targets",
]


def ids() -> st.SearchStrategy[str]:
    drawn = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
    return drawn.filter(lambda name: name not in RESERVED)


def events() -> st.SearchStrategy[str]:
    paths = st.lists(ids(), min_size=2, max_size=3).map(".".join)
    return st.one_of(ids(), paths)


def alternatives() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(ids(), min_size=1, max_size=3, unique=True).map(tuple)


def durations(*, smallest: int = 1) -> st.SearchStrategy[Duration]:
    amounts = st.integers(smallest, 40) | st.integers(smallest, MAX_AMOUNT)
    return st.builds(Duration, amount=amounts, unit=st.sampled_from(Unit))


def targets() -> st.SearchStrategy[Target]:
    return st.builds(Target, state=events(), resume=st.booleans())


def _tests() -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(FactIs, fact=ids(), values=alternatives()),
        st.builds(
            FactIs, fact=ids(), values=st.tuples(ids()), negated=st.just(value=True)
        ),
        st.builds(FactKnown, fact=ids(), known=st.booleans()),
        st.builds(InState, state=events()),
        st.builds(HasDocument, document=ids()),
        st.builds(Happened, activity=events()),
    )


def _compounds(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Not, inner=inner),
        st.builds(And, parts=parts),
        st.builds(Or, parts=parts),
    )


def conditions(*, most: int = 8) -> st.SearchStrategy[Condition]:
    return st.recursive(_tests(), _compounds, max_leaves=most)


def safeguards() -> st.SearchStrategy[kinds.Sentence]:
    a = events()
    ends = {
        "where": st.none() | conditions(most=3),
        "unless": st.none() | a,
    }
    own = (
        (kinds.Never, {}),
        (kinds.Requires, {"earlier": a, "each_time": st.booleans()}),
        (kinds.RequiresThat, {"condition": conditions(most=4)}),
        (kinds.EveryCaseHas, {"any_end": st.booleans()}),
        (kinds.AfterThen, {"later": a, "within": st.none() | durations()}),
        (kinds.AfterNever, {"forbidden": a}),
        (kinds.BetweenNever, {"end": a, "forbidden": a}),
        (kinds.AtLeastEvery, {"end": a, "recurring": a, "period": durations()}),
        (kinds.WhileNever, {"forbidden": a}),
        (kinds.AtMost, {"times": st.integers(1, 40)}),
        (kinds.Excludes, {"other": a}),
        (kinds.TakesPart, {"role": ids()}),
        (kinds.OnlyDoes, {"actors": alternatives()}),
        (kinds.Different, {"other": a, "agencies": st.booleans()}),
        (kinds.SamePerson, {"other": a}),
        (kinds.AlwaysPossible, {}),
        (kinds.Independent, {"other": a}),
    )
    built = [st.builds(kind, event=a, **fields, **ends) for kind, fields in own]
    item = st.builds(kinds.OnlyTo, item=ids(), receivers=alternatives(), **ends)
    return st.one_of(*built, item)
