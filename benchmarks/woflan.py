"""The same nets as Petri nets, for pm4py's Woflan, each in a process with a limit."""

import multiprocessing
import time
from multiprocessing.connection import Connection

from pm4py.algo.analysis.woflan import algorithm as woflan
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

from benchmarks.nets import SHAPES

__all__ = ["woflan_seconds"]

_LIMIT = 60.0
_STRAND = 4


def woflan_seconds(shape: str, size: int) -> tuple[float, bool]:
    """Return the seconds that the peer takes, and whether it ended in a minute."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_judge, args=(shape, size, theirs))
    process.start()
    ended = ours.poll(_LIMIT)
    found = float(ours.recv()) if ended else _LIMIT
    process.terminate()
    process.join()
    return found, ended


def _judge(shape: str, size: int, answer: Connection) -> None:
    net, start, end = _net(shape, size)
    begun = time.perf_counter()
    sound = woflan.apply(
        net,
        start,
        end,
        parameters={
            woflan.Parameters.RETURN_ASAP_WHEN_NOT_SOUND: False,
            woflan.Parameters.PRINT_DIAGNOSTICS: False,
            woflan.Parameters.RETURN_DIAGNOSTICS: False,
        },
    )
    taken = time.perf_counter() - begun
    if not sound:
        message = f"the peer calls {size} {shape} unsound"
        raise AssertionError(message)
    answer.send(taken)


def _net(shape: str, size: int) -> tuple[PetriNet, Marking, Marking]:
    made = _Made()
    start = here = made.place()
    if shape == SHAPES[0]:
        for _ in range(size):
            here = made.step([here])
    else:
        wide = shape == SHAPES[2]
        strands = max(2, size // _STRAND) if wide else 4
        for _ in range(max(1, size // (strands * _STRAND))):
            here = made.block(here, strands)
        here = made.step([here])
    return made.net, Marking({start: 1}), Marking({here: 1})


class _Made:
    def __init__(self) -> None:
        self.net = PetriNet("measured")

    def place(self) -> PetriNet.Place:
        found = PetriNet.Place(f"p{len(self.net.places)}")
        self.net.places.add(found)
        return found

    def step(self, sources: list[PetriNet.Place], targets: int = 1) -> PetriNet.Place:
        return self.steps(sources, targets)[0]

    def steps(
        self, sources: list[PetriNet.Place], targets: int
    ) -> list[PetriNet.Place]:
        name = f"t{len(self.net.transitions)}"
        transition = PetriNet.Transition(name, name)
        self.net.transitions.add(transition)
        for source in sources:
            add_arc_from_to(source, transition, self.net)
        places = [self.place() for _ in range(targets)]
        for place in places:
            add_arc_from_to(transition, place, self.net)
        return places

    def block(self, here: PetriNet.Place, strands: int) -> PetriNet.Place:
        ends = []
        for begun in self.steps([here], strands):
            place = begun
            for _ in range(_STRAND):
                place = self.step([place])
            ends.append(place)
        return self.step(ends)
