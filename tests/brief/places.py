"""Places of a handbook, named ``ROOM/NAME``: of a protocol, or of one of its lists."""

from katch_protocols.charts.build import chart
from katch_protocols.cli.commands import COMMANDS
from katch_protocols.model.handbook import Handbook

__all__ = ["stands"]


def stands(handbook: Handbook, place: str) -> bool:
    """Tell whether a handbook has a place, or the command line a command."""
    room, _, name = place.partition("/")
    room = {"register": "known_gaps"}.get(room, room)
    if room.startswith("katch "):
        return room.split()[1] in COMMANDS
    if room in handbook.protocols:
        drawn = chart(handbook.protocols[room], handbook)
        named = {each.rpartition(".")[2] for each in drawn.named_states}
        return name in {*drawn.activities, *named, *drawn.safeguards, ""}
    return room in type(handbook).model_fields and name in getattr(handbook, room)
