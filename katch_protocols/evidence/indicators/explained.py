"""A case of a log as a history: what its explanation with the fewest edits says."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.happening import happening
from katch_protocols.evidence.audits.explaining import Explainer
from katch_protocols.evidence.audits.explanation import (
    ExplainedKind,
    ExplainedMove,
    Explanation,
)
from katch_protocols.evidence.audits.steps import ProtocolSteps
from katch_protocols.evidence.indicators.history import (
    CaseHistory,
    HistoryStep,
    Person,
    same_step,
)
from katch_protocols.evidence.logs.events import (
    LogCase,
    LogEvent,
    LogReading,
    PastStep,
    instant_of_micros,
)
from katch_protocols.model.noun import Id
from katch_protocols.semantics.table import Row, Table

__all__ = ["explained"]


def explained(
    reading: LogReading, tables: Callable[[CompiledCase], Table]
) -> Iterator[CaseHistory]:
    """Yield the history of each case of a log.

    What only an explanation supplies has happened for nobody; what does not belong has
    happened, and changed nothing; what the clock does has, logged or not. A case that
    nobody can explain, of which too many events have no name, or that began before the
    log, cannot tell how it stands in a share. One that moved to another version is told
    in the words of that, as far as it is known what its events meant before.
    """
    unlogged = reading.mapping.not_logged

    @cache
    def explainer(compiled: CompiledCase) -> Explainer:
        known = [name for name in unlogged if name in compiled.full_names]
        return Explainer(compiled, known, reading.until)

    for case in reading.cases:
        made = explainer(case.compiled)
        found = _going_on(made.explain(case), made.steps)
        begun = _begun(case, found, tables(case.compiled))
        yield _history(case, found, begun, made.steps.not_logged)


def _going_on(found: Explanation, steps: ProtocolSteps) -> Explanation:
    """Return an explanation with what the clock does after the last event.

    Not where a step that the log never tells can have come first.
    """
    word, moves = found.word, [*found.moves]
    for row in (each.row for each in moves):
        word = word if row is None else row.after(word)
    for move in found.afterwards:
        if move.row is None or steps.possible(word)[1]:
            break
        moves.append(move)
        word = move.row.after(word)
    return replace(found, moves=tuple(moves))


def _history(
    case: LogCase, found: Explanation, begun: "_Begun", unlogged: frozenset[str]
) -> CaseHistory:
    is_known = found.edits is not None and found.is_decided and not case.is_strange
    steps = [*begun.steps]
    now = steps[-1].after if steps else begun.word
    for move in found.moves:
        step = _step(begun.table, move, now)
        if step is not None:
            steps.append(step)
            now = step.after
    return CaseHistory(
        case.compiled,
        begun.table,
        case.region,
        instant_of_micros(case.opened),
        begun.word,
        begun.entered,
        tuple(steps),
        is_told=is_known and begun.is_whole,
        is_begun=found.from_start or case.moved is not None,
        unlogged=unlogged,
        opened_last=instant_of_micros(case.opening[1]),
        is_opening_told=case.is_opening_told,
    )


class _Begun(NamedTuple):
    """How a case began, and what it did before it moved to its version.

    ``is_whole``: all of it is known in the words of the table.
    """

    table: Table
    word: int
    entered: tuple[int, ...] = ()
    steps: tuple[HistoryStep, ...] = ()
    is_whole: bool = False


def _begun(case: LogCase, found: Explanation, asked: Table) -> _Begun:
    own = case.compiled.table
    if found.from_start:
        return _Begun(asked, *asked.begun(found.facts), is_whole=True)
    past = None if case.moved is None else case.moved.past
    if past is None:
        return _Begun(own, found.word)
    if not past.is_legal:
        known = {id(row) for row in own.rows}
        steps = [
            # A step that this version does not have is none of its table.
            _past_step(each, each.row if id(each.row) in known else None)
            for each in past.steps
        ]
        return _Begun(own, past.word, past.entered, tuple(steps), is_whole=True)
    word, entered = asked.begun(case.facts or {})
    steps, now = [], word
    for each in past.steps:
        row = same_step(asked, each.row, now)
        steps.append(_past_step(each, row, (now, row.after(now))))
        now = steps[-1].after
    return _Begun(asked, word, entered, tuple(steps), is_whole=True)


def _past_step(
    past: PastStep, row: Row | None, words: tuple[int, int] | None = None
) -> HistoryStep:
    event, (before, after) = past.event, words or (past.before, past.after)
    return HistoryStep(
        instant_of_micros(event.at),
        instant_of_micros(event.until),
        row,
        before,
        after,
        past.happened,
        tuple(_people(event)),
        principal=event.behalf,
    )


def _step(table: Table, move: ExplainedMove, word: int) -> HistoryStep | None:
    at, last = instant_of_micros(move.first), instant_of_micros(move.last)
    people = () if move.event is None else tuple(_people(move.event))
    if move.row is None:
        if move.event is None or not move.event.activity:
            return None
        return HistoryStep(at, last, None, word, word, (move.event.activity,), people)
    row = same_step(table, move.row, word)
    after = row.after(word)
    return HistoryStep(
        at,
        last,
        row,
        word,
        after,
        happening(table, row, after),
        people,
        supplied=move.kind in {ExplainedKind.MISSING, ExplainedKind.UNLOGGED},
        principal=None if move.event is None else move.event.behalf,
    )


def _people(event: LogEvent) -> Iterator[Person]:
    """Yield who acted and who took part; whom the log does not tell is nobody known."""
    yield _only(event.roles), _only(event.agencies), event.person
    if event.partners is None:
        yield None, None, None
    for each in event.partners or ():
        yield _only(each.roles), _only(each.agencies), each.person


def _only(names: tuple[Id, ...]) -> Id | None:
    """Return the one name; of several nobody knows which counts."""
    return names[0] if len(names) == 1 else None
