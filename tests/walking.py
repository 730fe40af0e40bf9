"""One case of a made protocol, moved by hand in the tests of the interpreter."""

from collections.abc import Mapping
from typing import Any

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from tests.interpreter import Interpreter, Move
from tests.making import make_handbook, make_protocol

__all__ = ["Walk", "go", "walk"]


class Walk:
    """A case that remembers where it stands."""

    def __init__(self, protocol: Protocol, handbook: Handbook) -> None:
        self.interpreter = Interpreter(protocol, handbook)
        self.now = self.interpreter.start()

    @property
    def states(self) -> str:
        """The active paths, sorted, parted by blanks."""
        return " ".join(sorted(self.now.active))

    @property
    def moves(self) -> str:
        """The names of the possible moves, sorted, each once, parted by blanks."""
        return " ".join(sorted({move.activity for move in self.possible}))

    @property
    def possible(self) -> tuple[Move, ...]:
        return self.interpreter.possible(self.now)

    @property
    def facts(self) -> dict[str, str]:
        return dict(self.now.facts)

    @property
    def history(self) -> dict[str, str]:
        """For each state that was left and may be resumed, what was active in it."""
        return {name: " ".join(sorted(inside)) for name, inside in self.now.history}

    def do(self, *activities: str, **records: str) -> "Walk":
        """Take moves one after the other; ``records`` are for the last."""
        for position, activity in enumerate(activities, start=1):
            stated = records if position == len(activities) else {}
            (move,) = [
                move
                for move in self.possible
                if move.activity == activity and dict(move.records) == stated
            ]
            self.now = self.interpreter.step(self.now, move)
        return self


def walk(states: Mapping[str, Any], **rest: Any) -> Walk:
    """Start a case of a protocol with these states and nothing else in its handbook."""
    protocol = make_protocol({"states": states, **rest})
    return Walk(protocol, make_handbook(protocol))


def go(**targets: str) -> dict[str, Any]:
    """Make a state whose activities do nothing but lead on: ``go(accept="placed")``."""
    return {"activities": {name: {"to": to} for name, to in targets.items()}}
