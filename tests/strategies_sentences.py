"""Strategies for every noun that has a sentence; ids are never words of the grammar.

Each is made once: what many others are made of takes long to put together.
"""

from functools import cache

from hypothesis import strategies as st

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
from katch_protocols.model.deadlines import MAX_AMOUNT, Duration, Unit
from katch_protocols.model.names import NameKind, ValueKind, gaps_of, holds_several
from katch_protocols.model.safeguards import KINDS, SafeguardRule
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


@cache
def ids() -> st.SearchStrategy[str]:
    drawn = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
    return drawn.filter(lambda name: name not in RESERVED)


@cache
def events() -> st.SearchStrategy[str]:
    paths = st.lists(ids(), min_size=2, max_size=3).map(".".join)
    return st.one_of(ids(), paths)


@cache
def alternatives() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(ids(), min_size=1, max_size=3, unique=True).map(tuple)


@cache
def durations(*, smallest: int = 1) -> st.SearchStrategy[Duration]:
    amounts = st.integers(smallest, 40) | st.integers(smallest, MAX_AMOUNT)
    return st.builds(Duration, amount=amounts, unit=st.sampled_from(Unit))


@cache
def targets() -> st.SearchStrategy[Target]:
    return st.builds(Target, state=events(), resume=st.booleans())


@cache
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


@cache
def conditions(*, most: int = 8) -> st.SearchStrategy[Condition]:
    return st.recursive(_tests(), _compounds, max_leaves=most)


def _held(what: NameKind | ValueKind, *, several: bool) -> st.SearchStrategy[object]:
    """Draw what a field of a safeguard may hold."""
    match what:
        case NameKind.EVENT | NameKind.STATE:
            return events()
        case NameKind.ACTOR if several:
            return alternatives()
        case ValueKind.CONDITION:
            return conditions(most=3)
        case ValueKind.DURATION:
            return durations()
        case ValueKind.COUNT:
            return st.integers(1, 40)
        case _:
            return ids()


def _of_kind(kind: type[SafeguardRule]) -> st.SearchStrategy[SafeguardRule]:
    fields = {}
    for name, info in kind.model_fields.items():
        if name in gaps_of(kind):
            is_list = holds_several(kind, name) and name != "unless"
            held = _held(gaps_of(kind)[name], several=is_list)
            if info.default == ():
                pairs = st.tuples(held, held).filter(lambda two: two[0] != two[1])
                fields[name] = st.just(()) | st.tuples(held) | pairs
            else:
                fields[name] = held if info.is_required() else st.none() | held
        elif name != "kind":
            fields[name] = st.booleans()
    return st.builds(kind, **fields)


@cache
def safeguards() -> st.SearchStrategy[SafeguardRule]:
    return st.one_of(*map(_of_kind, KINDS))
