"""What a language needs to say every condition, safeguard and duration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from katch_protocols.model.durations import Duration

__all__ = ["Tongue"]


@dataclass(frozen=True)
class Tongue:
    """The words of one language; the gaps of its phrases are the same in each.

    ``span`` says a duration by itself, ``within`` after a word like *through*,
    ``times`` a count after *at most*.
    """

    phrases: Mapping[str, str]
    span: Callable[[Duration], str]
    within: Callable[[Duration], str]
    times: Callable[[int], str]
