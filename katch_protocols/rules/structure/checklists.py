"""Checklists: a value that nobody can come to, a tick that gives none, weights."""

from collections import Counter
from collections.abc import Iterator, Mapping

from katch_protocols.findings import Severity
from katch_protocols.model.checklists import Checklist, ChecklistLine
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.sentences.nearness import nearest_names


@rule("checklist-value-unreachable", Severity.ERROR)
def _checklist_value_unreachable(context: Context) -> Iterator[Spot]:
    """A line that no ticks lead to."""
    for path, checklist in context.every(Checklist):
        if context.is_damaged(path[:2]) or _stray(checklist):
            continue
        for position, line in enumerate(checklist.gives):
            if not _is_reachable(checklist, position):
                facts = {"value": line.value, "checklist": checklist.id}
                yield Spot((*path, "gives", position), facts)


def _is_reachable(checklist: Checklist, position: int) -> bool:
    """Tell whether some ticks meet a line and none before it.

    More ticks meet no fewer lines: the fewest that meet it decide.
    """
    line = checklist.gives[position]
    there = Counter(item.weight for item in checklist.items.values())
    enough = all(there[weight] >= least for weight, least in line.when.items())
    before = checklist.gives[:position]
    return enough and not any(each.is_met(line.when) for each in before)


@rule("checklist-without-last-line", Severity.ERROR, needs_whole=True)
def _checklist_without_last_line(context: Context) -> Iterator[Spot]:
    """A list whose last line asks for ticks: with fewer, no value follows."""
    for path, checklist in context.every(Checklist):
        if not checklist.gives or checklist.gives[-1].when:
            yield Spot((*path, "gives"), {"checklist": checklist.id})


@rule("checklist-title-unused", Severity.WARNING)
def _checklist_title_unused(context: Context) -> Iterator[Spot]:
    """A second title of one value; the first is shown."""
    for path, checklist in context.every(Checklist):
        seen: dict[Id, ChecklistLine] = {}
        for position, line in enumerate(checklist.gives):
            first = seen.setdefault(line.value, line)
            if line is not first and line.title is not None:
                facts = {"value": line.value, "checklist": checklist.id}
                yield Spot((*path, "gives", position, "title"), facts)


@rule("unknown-weight", Severity.ERROR)
def _unknown_weight(context: Context) -> Iterator[Spot]:
    """A weight that is no word of the checklist's own."""
    for path, checklist in context.every(Checklist):
        if context.is_damaged(path[:2]):
            continue
        for where, name in _weights(checklist):
            if name not in checklist.weights:
                facts = {"name": name, "checklist": checklist.id}
                near = nearest_names(name, checklist.weights)
                yield Spot((*path, *where), facts, near)


def _weights(checklist: Checklist) -> Iterator[tuple[tuple[str | int, ...], Id]]:
    """Yield each use of a weight, behind its path inside the checklist."""
    for name, item in checklist.items.items():
        yield ("items", name, "weight"), item.weight
    for position, line in enumerate(checklist.gives):
        for weight in line.when:
            yield ("gives", position, "when", weight), weight


def _stray(checklist: Checklist) -> bool:
    """Tell whether some weight is misspelt: then what follows says little."""
    known: Mapping[Id, object] = checklist.weights
    return any(name not in known for _, name in _weights(checklist))
