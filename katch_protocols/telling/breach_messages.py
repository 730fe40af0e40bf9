"""What happened against each kind of sentence, as one saying."""

from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import (
    AfterNever,
    AtMost,
    BetweenNever,
    Excludes,
    Never,
    OnlyTo,
    Requires,
    Sentence,
    WhileNever,
)
from katch_protocols.telling.sayings import Named, Saying, Times

__all__ = ["happening"]


def happening(rule: Sentence) -> Saying:  # noqa: C901, PLR0911, PLR0912 - one case a kind
    """Return what happened in a case that the last step of it broke."""
    if isinstance(rule, OnlyTo):
        return Saying("happened", {"a": Named(NameKind.ITEM, rule.item)})
    a = _event(rule.event)
    match rule:
        case Never():
            return Saying("never", {"a": a})
        case Requires(each_time=True):
            return Saying("requires-each", {"a": a, "b": _event(rule.earlier)})
        case Requires():
            return Saying("requires", {"a": a, "b": _event(rule.earlier)})
        case AfterNever():
            return Saying("after", {"a": a, "c": _event(rule.forbidden)})
        case BetweenNever():
            gaps = {"a": a, "b": _event(rule.end), "c": _event(rule.forbidden)}
            return Saying("between", gaps)
        case WhileNever():
            state = Named(NameKind.STATE, rule.event)
            return Saying("while", {"state": state, "c": _event(rule.forbidden)})
        case AtMost():
            return Saying("at-most", {"a": a, "times": Times(rule.times)})
        case Excludes():
            return Saying("excludes", {"a": a, "b": _event(rule.other)})
        case _:
            return Saying("happened", {"a": a})


def _event(name: str) -> Named:
    return Named(NameKind.EVENT, name)
