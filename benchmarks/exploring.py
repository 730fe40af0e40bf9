"""How many configurations are explored a second, all of a protocol's cases."""

from collections.abc import Iterator

from benchmarks.handbooks import strands
from benchmarks.lines import Line
from benchmarks.measuring import seconds
from katch_protocols.files.read import read_texts
from katch_protocols.semantics.explore import explore
from katch_protocols.verbs.compile import compile

__all__ = ["lines"]

_AIM = 3_000_000
_BEFORE = 5
"""After so many the loops are loaded."""


def lines() -> Iterator[Line]:
    """Yield one line: six strands of eight states, 262,145 configurations.

    With the compiled loops, which are loaded once that much was searched.
    """
    protocol = read_texts(strands(6, 8)).sound().protocols["measured"]
    table = compile(protocol)
    found = max(len(explore(table)) for _ in range(_BEFORE))
    speed = found / seconds(lambda: explore(table), runs=3)
    yield Line(
        f"explore {found:,} configurations",
        f"{speed / 1e6:.2f} million/s",
        "-",
        f"{speed / 1e6:.2f} million/s",
        "over 3 million/s",
        speed > _AIM,
    )
