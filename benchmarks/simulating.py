"""A simulation: a run of two queues in a row, beside SimPy with the same draws.

``python -m benchmarks.simulating``. SimPy knows nothing of protocols, deadlines,
hours or who may do what; the two are about as fast, and the aim
is that ours is no slower.
"""

from collections.abc import Iterator

from benchmarks.lines import Line, table
from benchmarks.measuring import seconds
from tests.evidence.simulations.peer import TANDEM, Peer
from tests.evidence.simulations.queues import runs_of, scenario

__all__ = ["lines"]

_RUNS = 5
_SEED, _RUN = 4, 2


def lines() -> Iterator[Line]:
    """Yield a run of the definition beside the same run of SimPy, case by case."""
    text = TANDEM.replace("RATE", "18").replace("PEOPLE", "9")
    made, runs = runs_of(scenario(text))
    ours = seconds(lambda: runs.once(_RUN), runs=_RUNS)
    peer = seconds(lambda: Peer(made, _SEED, _RUN).run(), runs=_RUNS)
    yield Line.faster("a run of two queues, beside SimPy", ours, peer, over=1)


if __name__ == "__main__":
    print(table(lines()))
