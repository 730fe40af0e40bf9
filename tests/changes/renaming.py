"""A handbook in which one id is another one, wherever it is written."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label, Noun
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import State

__all__ = ["called", "every_act", "every_state"]

Value = TypeVar("Value")


def called(value: Value, old: str, new: str) -> Value:
    """Return a noun in which an id is another: alone, in a path, in a made name."""
    found: Value = _Calling(old, new).walk(value)
    return found


class _Calling:
    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        # What a handover makes of an activity: the states that wait, and the answers.
        made = "awaiting|acknowledge|decline"
        self.made = re.compile(rf"({made})_{old}(|_[a-z_]+)")

    def walk(self, one: Any) -> Any:
        match one:
            case Label():
                return one
            case str() if type(one) is str:
                return ".".join(map(self._part, one.split(".")))
            case Mapping():
                return {self.walk(key): self.walk(each) for key, each in one.items()}
            case tuple():
                return tuple(map(self.walk, one))
            case Noun():
                return type(one)(**self.walk(one.__dict__))
            case _:
                return one

    def _part(self, text: str) -> str:
        if text == self.old:
            return self.new
        return self.made.sub(rf"\1_{self.new}\2", text)


def every_state(
    piece: Protocol | State, above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], State]]:
    """Yield every state inside a protocol or a state, with its path."""
    inside = {**piece.states, **getattr(piece, "parallel", {})}
    for name, state in inside.items():
        yield (*above, name), state
        yield from every_state(state, (*above, name))


def every_act(handbook: Handbook, protocol: str) -> Iterator[str]:
    """Yield the id of every activity of a protocol, once for each place."""
    piece = handbook.protocols[protocol]
    yield from piece.activities
    for _, state in every_state(piece):
        yield from state.activities
