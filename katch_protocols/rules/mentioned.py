"""The names that sentences, effects and receivers mention, of whatever kind."""

from collections.abc import Iterator

from katch_protocols.model.activities import Activity
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import Branch
from katch_protocols.rules.parts import Parts
from katch_protocols.sentences.mentions import names_in

__all__ = ["mentioned"]


def mentioned(parts: Parts) -> frozenset[str]:
    """Return every name that a condition, a safeguard or an activity's effect uses."""
    return frozenset(_names(parts))


def _names(parts: Parts) -> Iterator[str]:
    for _, act in parts.get(Activity, ()):
        yield from (*act.records, *act.sets, *act.forgets)
        yield from (*act.needs, *act.produces, *act.sends)
        if act.when is not None:
            yield from (mention.name for mention in names_in(act.when))
    for _, branch in parts.get(Branch, ()):
        if branch.when is not None:
            yield from (mention.name for mention in names_in(branch.when))
    for _, safeguard in parts.get(Safeguard, ()):
        yield from (mention.name for mention in names_in(safeguard.rule))
