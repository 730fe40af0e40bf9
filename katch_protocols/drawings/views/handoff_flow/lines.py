"""The lines of a flow: each chain with its stations, its heading, what it opens."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.budget import tick
from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.nouns import StepLook, Story
from katch_protocols.drawings.story.saying import together
from katch_protocols.drawings.views.handoff_flow.chains import Chains, Gate
from katch_protocols.graphs.steps import can_be_together
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.states import GOOD_ENDS

__all__ = [
    "FlowChain",
    "FlowStation",
    "chain_lines",
    "opened_by",
    "stations_of",
    "timed",
]


class FlowStation(Struct, frozen=True):
    """A body that holds the case between two gates, and what is said of that.

    ``start`` is the step with which a case begins there; ``ends`` are the ends that the
    body alone can bring it to from there.
    """

    party: Id
    texts: tuple[Label, ...]
    start: Label | None = None
    ends: tuple[Label, ...] = ()


class FlowChain(Struct, frozen=True):
    """A chain as it is drawn; ``first`` is the number of its first gate.

    ``heading`` says when a case goes this way; a branch has a frame.
    """

    subject: Subject
    gates: tuple[Gate, ...]
    first: int
    stations: tuple[FlowStation, ...]
    heading: Label | None = None
    is_branch: bool = False

    def pieces(self, most: int) -> Iterator["FlowChain"]:
        """Yield it in parts of at most ``most`` gates; a body stands in both."""
        for start in range(0, len(self.gates), most):
            end = start + most
            yield replace(
                self,
                gates=self.gates[start:end],
                first=self.first + start,
                stations=self.stations[start : end + 1],
                heading=None if start else self.heading,
            )


_STEPS = 3
"""So many steps of a station are named; more are counted."""

_Said = Callable[[Sequence[str]], Sequence[Label]]
"""Says the steps at which a body holds the case."""


def stations_of(
    chains: Chains, gates: Sequence[Gate], said: _Said
) -> Iterator[FlowStation]:
    """Yield each body of a chain; the last names the case opened for it, or an end."""
    stay = chains.stay
    yield FlowStation(gates[0].sender, tuple(said([*stay(None, gates[0])])))
    for one, other in pairwise(gates):
        yield FlowStation(one.receiver, tuple(said([*stay(one, other)])))
    last = gates[-1]
    texts = tuple(said([*stay(last, None)])) if last.targets else ()
    opened = [title for _, title in opened_by(last, chains.subject)]
    yield FlowStation(last.receiver, texts or tuple(opened or _reached(last, chains)))


def _reached(gate: Gate, chains: Chains) -> Iterator[Label]:
    """Yield the titles of the states that a gate leads to outside the story: ends."""
    subject = chains.subject
    for name in () if gate.targets else gate.reached:
        node = subject.chart.nodes[subject.chart.by_name[name]]
        yield subject.named(node.title, name)


def opened_by(gate: Gate, subject: Subject) -> Iterator[tuple[Id, Label]]:
    """Yield the protocols whose cases a gate opens for its receiver, with titles."""
    for name in gate.opened:
        yield name, subject.named(subject.handbook.protocols[name].title, name)


def chain_lines(chains: Chains) -> Iterator[FlowChain]:
    """Yield the chains of one protocol, numbered on: the main one, then branches."""
    numbers: dict[str, int] = {}
    passed: dict[int, Gate] = {}
    number, told = 1, set[str]()
    for at, gates in enumerate(chains.chains):
        bare = stations_of(chains, gates, partial(_numbered, chains))
        stations = tuple(_ended(chains, gates, [*bare], told))
        if not at:
            stations = (_begun(stations[0], chains), *stations[1:])
        heading = _heading(gates[0], chains, numbers, passed) if at else None
        subject = chains.subject
        yield FlowChain(subject, gates, number, stations, heading, is_branch=at > 0)
        for gate in gates:
            for step in gate.sources:
                numbers.setdefault(step, number)
            passed[number] = gate
            number += 1


def _begun(station: FlowStation, chains: Chains) -> FlowStation:
    """Say at the first body with what a case begins, if it begins there."""
    begins = {StepLook.START, StepLook.FORK}
    steps = (step for step in chains.story.steps if step.look in begins)
    start = next(steps, None)
    if start is None or start.title is None or start.lane != station.party:
        return station
    return replace(station, start=start.title)


def _ended(
    chains: Chains,
    gates: Sequence[Gate],
    stations: Sequence[FlowStation],
    told: set[str],
) -> Iterator[FlowStation]:
    """Say below each body which ends it can bring a case to; each end once.

    That is below the last of several such bodies. Where a child is protected comes
    first.
    """
    last, story = gates[-1], chains.story
    stays = [[*chains.stay(None, gates[0])]]
    stays += [[*chains.stay(one, other)] for one, other in pairwise(gates)]
    stays.append([*chains.stay(last, None)] if last.targets else [])
    found: list[FlowStation] = []
    for station, stay in zip(reversed(stations), reversed(stays), strict=True):
        ends = [n for n in _within(stay, station.party, story) if n not in told]
        ends.sort(key=lambda name: story.step[name].outcome not in GOOD_ENDS)
        told.update(ends)
        titles = (story.step[name].title for name in ends)
        named = tuple(title for title in titles if title is not None)
        found.append(replace(station, ends=named))
    yield from reversed(found)


def _within(steps: Sequence[str], lane: Id, story: Story) -> Sequence[str]:
    """Return the ends that a case can come to from some steps in one lane."""
    seen, left, ends = {*steps}, [*steps], dict[str, None]()
    while left:
        tick()
        name = left.pop(0)
        for move in story.moves:
            target = story.step[move.target]
            if move.source != name or target.id in seen or target.lane != lane:
                continue
            seen.add(target.id)
            if target.look is StepLook.END:
                ends[target.id] = None
            elif not target.look.is_mark:
                left.append(target.id)
    return [*ends]


def _numbered(chains: Chains, steps: Sequence[str]) -> Sequence[Label]:
    """Say the first of some steps, each with its number and its deadline."""
    labels = [_step(chains, name) for name in steps[:_STEPS]]
    if len(steps) > _STEPS:
        rest = str(len(steps) - _STEPS)
        labels.append(chains.subject.word("and-more", count=rest))
    return labels


def _step(chains: Chains, name: str) -> Label:
    subject, step = chains.subject, chains.story.step[name]
    due = None if step.deadline is None else step.deadline.text
    title = subject.named(step.title, name)
    return timed(chains.numbers[name], title, due, subject.languages)


def timed(
    number: int, title: Label, due: Label | None, languages: Sequence[str]
) -> Label:
    """Say a step or a moment: its number, its title, by when."""
    parts = [title] if due is None else [title, due]
    said = together(parts, languages, how=" · ".join)
    return Label(texts={code: f"{number} {said.say(code)}" for code in languages})


def _heading(
    gate: Gate, chains: Chains, numbers: Mapping[str, int], passed: Mapping[int, Gate]
) -> Label:
    """Say when a branch is gone: what it opens, with or for which gate, whence."""
    word = chains.subject.word
    opened = next(opened_by(gate, chains.subject), None)
    if opened is not None:
        return word("flow-opens", title=opened[1])
    beside = [at for at, each in passed.items() if _are_beside(gate, each, chains)]
    if beside:
        return word("flow-beside", number=spoken(beside))
    before = {numbers[step] for step in gate.sources if step in numbers}
    if before and len(before) == len(gate.sources):
        return word("flow-instead", number=spoken(before))
    return word("flow-branch", title=_from(gate, chains))


def _are_beside(gate: Gate, other: Gate, chains: Chains) -> bool:
    """Tell whether one act does both: it leads into several strands at once."""
    chart = chains.subject.chart
    if (gate.moved_by, gate.states) != (other.moved_by, other.states):
        return False
    return any(
        can_be_together(chart, chart.by_name[one], chart.by_name[two])
        for one in gate.reached
        for two in other.reached
    )


def _from(gate: Gate, chains: Chains) -> Label:
    """Name the first step that a gate leads from, else the gate."""
    name = next(iter(gate.sources), None)
    subject = chains.subject
    if name is None:
        return subject.named(subject.chart.short_of(gate.activity), gate.activity)
    return subject.named(chains.story.step[name].title, name)
