"""A simulation: a run of two queues in a row, beside SimPy with the same draws.

``python -m benchmarks.simulating``. SimPy knows nothing of protocols, deadlines,
hours or who may do what. The definition is about as fast, and the aim is that it is no
slower; compiled, a run is to take a fiftieth. So is one of ``referral_and_assistance``
with the posts of Turkistan, beside the definition's steps by SimPy's clock: no less is
to be done by whoever has SimPy do the same.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from benchmarks.lines import Line, table
from benchmarks.measuring import seconds
from katch_protocols.evidence.simulations.choosing import MANY
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.model.simulations import TODAY
from tests.evidence.simulations.peer import TANDEM, Peer
from tests.evidence.simulations.plan_peer import PlanPeer
from tests.evidence.simulations.queues import runs_of, scenario
from tests.evidence.simulations.test_live_cases import shipped

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
    compiled = replace(runs, tasks=MANY, maker=None)
    compiled.once(_RUN)  # compiles, and finds how much room a run takes
    ours = seconds(lambda: compiled.once(_RUN), runs=_RUNS)
    yield Line.faster("the same compiled, beside SimPy", ours, peer, over=50)
    book, asked = shipped()
    update = {
        "protocols": ("referral_and_assistance",),
        "values": {"place_offered": asked.values["place_offered"]},
    }
    asked = asked.model_copy(update=update)
    runs = Runs(TODAY, asked, planned(asked, book))
    compiled = replace(runs, tasks=MANY, maker=None)
    compiled.once(_RUN)
    plan, seed = runs.planned.plan, asked.run.seed
    slow = seconds(lambda: runs.once(_RUN), runs=_RUNS)
    peer = seconds(lambda: PlanPeer(plan, seed, _RUN).run(), runs=_RUNS)
    ours = seconds(lambda: compiled.once(_RUN), runs=_RUNS)
    referral = "a run of referral_and_assistance"
    yield Line.faster(f"{referral}, by SimPy's clock", slow, peer, over=1)
    yield Line.faster("the same compiled, by SimPy's clock", ours, peer, over=50)


if __name__ == "__main__":
    print(table(lines()))
