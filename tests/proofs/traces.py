"""Sentences judged on one trace of events at a time, straight from the language's page.

Independent of ``katch_protocols.proofs``: a trace is a list of events, each with the word
before it; every kind of sentence is one function over the whole trace.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from katch_protocols.charts.chart import Chart
from katch_protocols.model.safeguards import Sentence
from katch_protocols.model.safeguards.after_never import AfterNever
from katch_protocols.model.safeguards.after_then import AfterThen
from katch_protocols.model.safeguards.at_most import AtMost
from katch_protocols.model.safeguards.between_never import BetweenNever
from katch_protocols.model.safeguards.every_case_has import EveryCaseHas
from katch_protocols.model.safeguards.excludes import Excludes
from katch_protocols.model.safeguards.never import Never
from katch_protocols.model.safeguards.requires import Requires
from katch_protocols.model.safeguards.requires_that import RequiresThat
from katch_protocols.model.safeguards.while_never import WhileNever
from katch_protocols.semantics.table import Table

__all__ = ["Happening", "broken", "shortest_breach", "steps_of"]


@dataclass(frozen=True)
class Happening:
    """One event: its names, the step it belongs to, the states active before it."""

    names: tuple[str, ...]
    step: int
    states: frozenset[str]


def steps_of(
    table: Table, word: int, number: int
) -> Iterator[tuple[int, list[Happening]]]:
    """Yield each next word with the events of the step that leads there."""
    nodes = table.chart.nodes
    active = frozenset(nodes[index].name for index in table.active(word))
    for row in table.possible(word):
        names = [(row.activity,), *((nodes[node].name,) for node in row.entered)]
        after = row.after(word)
        for node in row.resumed:
            inside = [
                index
                for index in table.active(after)
                if node in table.chart.ancestors(index)
            ]
            at = row.entered.index(node) + 2
            names[at:at] = [(nodes[index].name,) for index in inside]
        yield after, [Happening(name, number, active) for name in names]


def broken(rule: Sentence, trace: Sequence[Happening], ended: str | None) -> bool:
    """Whether a trace breaks a sentence; ``ended``: the outcome once complete."""

    def at(name: str) -> list[int]:
        return [n for n, event in enumerate(trace) if name in event.names]

    first = at(rule.event)
    if rule.unless is not None:
        offs = [trace[n].step for n in at(rule.unless)]
        off = min(offs, default=10**9)
        kept = [event for event in trace if event.step < off]
        if len(kept) < len(trace):
            return broken(rule.model_copy(update={"unless": None}), kept, None)
    match rule:
        case Never():
            return bool(first)
        case Requires() if rule.each_time:
            marks = [(n, "b") for n in at(rule.earlier)] + [(n, "a") for n in first]
            fresh = False
            for _, mark in sorted(marks):
                if mark == "a" and not fresh:
                    return True
                fresh = mark == "b"
            return False
        case Requires():
            return any(not any(m < n for m in at(rule.earlier)) for n in first)
        case EveryCaseHas():
            judged = ended is not None and (rule.any_end or ended == "protected")
            return judged and not first
        case AfterThen():
            later = at(rule.later)
            return ended is not None and any(
                not any(m > n for m in later) for n in first
            )
        case AfterNever():
            return any(m > n for m in at(rule.forbidden) for n in first)
        case BetweenNever():
            ends = at(rule.end)
            return any(
                m > n and not any(n < e <= m for e in ends)
                for m in at(rule.forbidden)
                for n in first
            )
        case WhileNever():
            return any(rule.event in trace[m].states for m in at(rule.forbidden))
        case AtMost():
            return len(first) > rule.times
        case Excludes():
            return bool(first) and bool(at(rule.other))
        case RequiresThat():
            raise NotImplementedError(rule.kind)
        case _:
            raise NotImplementedError(rule.kind)


def shortest_breach(rule: Sentence, table: Table, *, deepest: int) -> int | None:
    """Return how many steps the shortest case has that breaks a sentence.

    Enumerates all traces, breadth first, up to ``deepest`` steps.
    """
    nodes = table.chart.nodes
    start = [Happening((nodes[node].name,), 0, frozenset()) for node in table.entered]
    queue: deque[tuple[int, list[Happening], int]] = deque([(table.initial, start, 0)])
    while queue:
        word, trace, steps = queue.popleft()
        if broken(rule, trace, _outcome(table, word)):
            return steps
        if steps < deepest:
            for after, events in steps_of(table, word, steps + 1):
                queue.append((after, [*trace, *events], steps + 1))
    return None


def _outcome(table: Table, word: int) -> str | None:
    if not table.is_final(word):
        return None
    chart: Chart = table.chart
    ends = [chart.nodes[index] for index in table.active(word)]
    return str(ends[0].outcome)
