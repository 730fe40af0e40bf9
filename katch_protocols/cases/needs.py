"""What a request lacks besides people: the order of things, and what it states.

A need is told only to whoever asks for it: most are asked whether they are there.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeAlias

from katch_protocols.cases.compiled_case import CompiledEntry, CompiledRow
from katch_protocols.cases.refusal import BETWEEN, UNKNOWN_DAY
from katch_protocols.cases.request import Request
from katch_protocols.cases.state import CaseState, Decision
from katch_protocols.refusals import Need, Unmet

__all__ = ["Missing", "lack", "misplaced", "order", "told", "unstated", "untimely"]

Missing: TypeAlias = Callable[[], Iterable[Unmet]]
"""Something that is in the way; what it is, is told only to whoever asks."""

_MOST_VERSIONS = 1_000_000


def order(state: CaseState, version: int | None, at: datetime) -> list[Missing]:
    """Return what is wrong with the order of things: version, time, clock."""
    missing: list[Missing] = []
    if version is not None and version != len(state.log):
        # A number that no case reaches is not repeated: it may be a telephone.
        seen = str(version) if 0 <= version < _MOST_VERSIONS else "…"
        now = str(len(state.log))
        missing.append(lack(Need.VERSION, expected=[seen], version=[now]))
    if at < state.last:
        missing.append(lack(Need.TIME, last=[state.last.isoformat()]))
    if at > state.wake:
        due, step = state.next_tick()
        news = state.news_at(state.last)
        name = step.row.activity if step else ""
        if news is not None and news[0] < due:
            name = news[1].signal
        missing.append(lack(Need.CLOCK, due=[state.wake.isoformat()], step=[name]))
    return missing


def unstated(entry: CompiledEntry, request: Request) -> list[Missing]:
    """Return what is wrong with the facts and the reason that are stated."""
    records, reason, reasons = request.records, request.reason, entry.reasons
    found: list[Missing] = []
    if records or entry.facts:
        stated = records or {}
        missing = [fact for fact in entry.facts if fact not in stated]
        surplus = [fact for fact in stated if fact not in entry.facts]
        if missing:
            found.append(lack(Need.FACTS, facts=missing))
        if surplus:
            found.append(lack(Need.SURPLUS_FACTS, facts=surplus))
    if reasons and reason not in reasons:
        found.append(lack(Need.REASON, reasons=reasons))
    if reason is not None and not reasons:
        found.append(lack(Need.SURPLUS_REASON))
    return found


def misplaced(
    entry: CompiledEntry, request: Request, state: CaseState
) -> list[Missing]:
    """Return what is wrong with the region in which a case is to be opened."""
    another = any(each.another for each in entry.entry.opens)
    if not another:
        return [] if request.region is None else [lack(Need.SURPLUS_REGION)]
    others = [each for each in state.compiled.handbook.regions if each != state.region]
    if request.region in others:
        return []
    return [lack(Need.OTHER_REGION, regions=others)]


def untimely(row: CompiledRow, state: CaseState, at: datetime) -> list[Missing]:
    """Return which protocols of cases to open are not in force."""
    found: list[Missing] = []
    for each in row.row.opens:
        protocol = state.compiled.handbook.protocols[each.protocol]
        since, until = state.compiled.clocks.calendar.in_force(protocol)
        if not since <= at < until:
            days = (protocol.valid_from, protocol.valid_to)
            first, last = (UNKNOWN_DAY if day is None else str(day) for day in days)
            found.append(lack(Need.OPENING, since=[first], until=[last]))
    return found


def told(missing: Decision | list[Missing]) -> list[Unmet]:
    """Return every need that is not met."""
    if isinstance(missing, Decision):
        return []
    return [unmet for each in missing for unmet in each()]


def lack(need: Need, **names: Iterable[str]) -> Missing:
    """Return a need that is not met; each of its facts names one thing or several."""
    return lambda: [
        Unmet(need, {key: BETWEEN.join(each) for key, each in names.items()})
    ]
