"""One case as the model of a machine, and which states it is in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from transitions import EventData

from katch_protocols.charts.chart import Chart, Goal, NodeKind
from katch_protocols.errors import WrongTypeError

__all__ = [
    "CaseModel",
    "active",
    "case_of",
    "entered",
    "is_complete",
    "made_a_case",
    "way_in",
    "written",
]


Nested = str | list[Any]
"""A state as ``transitions`` keeps it: a name, or a list of states side by side."""


def active(chart: Chart, state: Nested) -> frozenset[int]:
    """Return the active nodes of a state, without the root."""
    leaves = {chart.by_name[name] for name in _names(state)}
    above = {index for leaf in leaves for index in chart.ancestors(leaf)}
    return frozenset((leaves | above) - {0})


def _names(state: Nested) -> Iterator[str]:
    if isinstance(state, str):
        yield state
        return
    for part in state:
        yield from _names(part)


def written(chart: Chart, nodes: Iterable[int]) -> Nested:
    """Write active nodes as ``transitions`` does: strands side by side in a list."""
    return _written(chart, frozenset(nodes), 0)


def _written(chart: Chart, nodes: frozenset[int], index: int) -> Nested:
    inside = [child for child in chart.nodes[index].children if child in nodes]
    if not inside:
        return chart.nodes[index].name
    parts = [_written(chart, nodes, child) for child in inside]
    return parts if len(parts) > 1 else parts[0]


def entered(chart: Chart, index: int) -> Iterator[int]:
    """Yield a node and what is entered with it, ancestors first."""
    node = chart.nodes[index]
    yield index
    if node.kind is NodeKind.PARALLEL:
        for strand in node.children:
            yield from entered(chart, strand)
    elif node.initial is not None:
        yield from entered(chart, node.initial)


def way_in(chart: Chart, domain: int, goal: Goal) -> Iterator[int]:
    """Yield what is entered between the domain and the goal, the goal left out.

    A parallel state on the way has its other strands entered as usual.
    """
    above = chart.ancestors(goal.node)
    inward = above[: above.index(domain)]
    for index in reversed(inward):
        yield index
        if chart.nodes[index].kind is not NodeKind.PARALLEL:
            continue
        for strand in chart.nodes[index].children:
            if strand != goal.node and strand not in inward:
                yield from entered(chart, strand)


def is_complete(chart: Chart, index: int, nodes: frozenset[int]) -> bool:
    """Whether a node stands in a final state, or each of its strands does."""
    node = chart.nodes[index]
    if node.kind is NodeKind.PARALLEL:
        return all(is_complete(chart, strand, nodes) for strand in node.children)
    return any(
        child in nodes and chart.nodes[child].kind is NodeKind.FINAL
        for child in node.children
    )


@dataclass(eq=False)
class CaseModel:
    """One case of a protocol; subclass it to add callbacks such as ``on_enter_triage``.

    ``state`` is as ``transitions`` keeps it: the name of the innermost active state, or
    a list of names, nested where parallel states are. ``facts`` maps each fact to its
    value; ``documents`` exist; ``happened`` are the past activities that some condition
    asks about; ``history`` maps a state that something resumes to what was active in it
    when it was left. All five are plain data: keep them, and give them to a new model
    to carry on.
    """

    state: Any = None
    facts: dict[str, str] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    happened: set[str] = field(default_factory=set)
    history: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Callable[..., bool]:
        """Say that there is no such activity; those that there are need no asking."""
        message = f"a case has no '{name}'; a machine gives it one method an activity"
        raise AttributeError(message)


def made_a_case(model: object) -> CaseModel:
    """Return a model of any class with what a case has; what it has already is kept.

    Raises:
        WrongTypeError: It cannot hold that, or has something else under such a name.
    """
    if isinstance(model, CaseModel):
        return model
    empty = vars(CaseModel())
    if not hasattr(model, "__dict__"):
        raise WrongTypeError("model", "holder", type(model), parts=tuple(empty))
    for name, fresh in empty.items():
        kept = getattr(model, name, None)
        if kept is None:
            setattr(model, name, fresh)
        elif fresh is not None and not isinstance(kept, type(fresh)):
            raise WrongTypeError(f"model.{name}", type(fresh).__name__, type(kept))
    return cast("CaseModel", model)


def case_of(event: EventData) -> CaseModel:
    """Return the case that an event of the library happens to."""
    return cast("CaseModel", event.model)
