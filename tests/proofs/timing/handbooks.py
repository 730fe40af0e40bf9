"""Small protocols with deadlines, from plain data."""

from collections.abc import Mapping
from typing import Any

from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.states import State
from katch_protocols.sentences.text import parse_duration
from tests.making import make_handbook, make_protocol

__all__ = ["make_timed"]

Plain = Mapping[str, Any]


def make_timed(states: Plain, limits: Mapping[str, str], **changes: Any) -> Handbook:
    """Make a handbook whose protocol ``case`` has deadlines.

    ``limits`` maps a state's path to its limit, ``5 days`` or ``5 days from EVENT``;
    ``changes`` are other fields of the handbook.
    """
    protocol = make_protocol({"states": states})
    known = {
        name: _limited(state, name, limits) for name, state in protocol.states.items()
    }
    timed = protocol.model_copy(update={"states": known})
    return make_handbook(timed).model_copy(update=changes)


def _limited(state: State, path: str, limits: Mapping[str, str]) -> State:
    update: dict[str, Any] = {
        part: {
            name: _limited(inner, f"{path}.{name}", limits)
            for name, inner in getattr(state, part).items()
        }
        for part in ("states", "parallel")
    }
    if path in limits:
        limit, _, start = limits[path].partition(" from ")
        update["within"] = Deadline(limit=parse_duration(limit), start=start or None)
    return state.model_copy(update=update)
