"""When a condition holds: Kleene's strong three-valued logic over any view of a case.

Neither true nor false is ``None``. Source: S. C. Kleene, *Introduction to
Metamathematics* (1952), section 64.
"""

from typing import Protocol, assert_never

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
from katch_protocols.model.documents import UNKNOWN

__all__ = ["CaseView", "evaluate"]


class CaseView(Protocol):
    """What a condition asks of a case; names come as the condition writes them."""

    def fact(self, name: str, /) -> str:
        """Return the value of a fact: ``UNKNOWN`` or one that is declared."""
        ...

    def active(self, state: str, /) -> bool:
        """Tell whether a state is active."""
        ...

    def exists(self, document: str, /) -> bool:
        """Tell whether a document exists."""
        ...

    def happened(self, activity: str, /) -> bool:
        """Tell whether an activity happened earlier in the case."""
        ...


def evaluate(condition: Condition, view: CaseView) -> bool | None:
    """Return whether a condition holds; None where it is neither true nor false."""
    match condition:
        case FactIs() | FactKnown():
            return _fact(condition, view.fact(condition.fact))
        case InState() | HasDocument() | Happened():
            return _test(condition, view)
        case Not(inner=inner):
            held = evaluate(inner, view)
            return None if held is None else not held
        case And(parts=parts):
            return _all([evaluate(part, view) for part in parts])
        case Or(parts=parts):
            return _any([evaluate(part, view) for part in parts])
        case _:
            assert_never(condition)


def _fact(test: FactIs | FactKnown, value: str) -> bool | None:
    known = value != UNKNOWN
    if isinstance(test, FactKnown):
        return known is test.known
    return (value in test.values) is not test.negated if known else None


def _test(test: InState | HasDocument | Happened, view: CaseView) -> bool:
    match test:
        case InState(state=state):
            return view.active(state)
        case HasDocument(document=document):
            return view.exists(document)
        case Happened(activity=activity):
            return view.happened(activity)
        case _:
            assert_never(test)


def _all(parts: list[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def _any(parts: list[bool | None]) -> bool | None:
    if True in parts:
        return True
    return None if None in parts else False
