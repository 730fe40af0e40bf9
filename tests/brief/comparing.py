"""What a row of the brief says otherwise than the handbook, column by column."""

import re
from collections.abc import Iterable, Iterator

from katch_protocols.charts.chart import Entry
from katch_protocols.model.handbook import Handbook
from tests.brief.rows import Row, Tables
from tests.brief.walking import Chartered

__all__ = ["differences"]

_COUNTRY = re.compile(r"_(?:uz|kg|tj)$")
_PROVIDERS = frozenset({"placement", "sss_provider", "health", "school"})
_ALL = 5
"""How many parties of the governance protocol the brief calls "all", at least."""
_SAME_DAY = {"1 day": "24 hours"}


def differences(handbook: Handbook, place: Chartered, tables: Tables) -> set[str]:
    """Return ``ROW COLUMN: what stands there`` for each cell that is not found."""
    return {
        f"{row.id} {found}"
        for row in tables.rows
        for found in _row(handbook, place, tables, row)
    }


def _row(
    handbook: Handbook, place: Chartered, tables: Tables, row: Row
) -> Iterator[str]:
    entries = place.entries(row.activity)
    if not entries:
        yield "activity"
        return
    if not all(
        any(place.starts_from(entry, origin) for entry in entries)
        for origin in _origins(tables, row)
    ):
        yield "from"
    if not _arrives(place, entries, row):
        yield "to"
    checks = {
        "R": any(_responsible(handbook, entry, row) for entry in entries),
        "A": any(_accountable(handbook, entry, row) for entry in entries),
        "C": any(_consulted(entry, row) for entry in entries),
        "I": any(_informed(entry, row) for entry in entries),
        "limits": all(_clock(place, entries, limit) for limit in row.limits),
    }
    yield from (column for column, found in checks.items() if not found)


def _origins(tables: Tables, row: Row) -> tuple[str, ...]:
    if row.origins != ("any",):
        return row.origins
    return tuple(
        name for name in tables.states if name not in {"missing", *row.targets}
    )


def _arrives(place: Chartered, entries: Iterable[Entry], row: Row) -> bool:
    known = {index: name for name, index in place.known.items() if index is not None}
    found = {
        known[node] for entry in entries for node in place.entered(entry) & {*known}
    }
    if row.targets:
        return set(row.targets) <= found
    return found <= set(row.origins)


def _responsible(handbook: Handbook, entry: Entry, row: Row) -> bool:
    """Whether they all do it; an agency does it through a role that it holds."""
    if row.responsible == ("whoever",):
        return len(entry.act.raci.by) > 1
    who = _roles((*entry.act.raci.by, *entry.act.raci.together_with))
    homes = {home for role in who for home in handbook.roles[role].agencies}
    return all(
        name in (who if name in handbook.roles else homes) for name in row.responsible
    )


def _accountable(handbook: Handbook, entry: Entry, row: Row) -> bool:
    if entry.accountable == ("actor",):
        return row.accountable in {*row.responsible, *entry.act.raci.by}
    role = handbook.roles.get(row.accountable)
    agencies = {row.accountable, *(role.agencies if role else ())}
    answers = _roles(entry.accountable)
    return len(answers) == 1 and answers <= agencies


def _roles(names: Iterable[str]) -> set[str]:
    """Roles as the brief calls them: it has one for the partners of each country."""
    names = (_COUNTRY.sub("", name) for name in names)
    return {
        role
        for name in names
        for role in (_PROVIDERS if name == "providers" else [name])
    }


def _consulted(entry: Entry, row: Row) -> bool:
    raci = entry.act.raci
    asked = _roles(row.consulted)
    consulted = _roles(raci.consult)
    return asked <= consulted | _roles(raci.together_with) and consulted <= asked


def _informed(entry: Entry, row: Row) -> bool:
    act = entry.act
    if row.informed == ("all",):
        return len({*act.raci.by, *act.raci.consult, *act.raci.inform}) >= _ALL
    sent = {who for receivers in act.sends.values() for who in receivers}
    receiver = {*act.handover.to} if act.handover else set()
    told = _roles(row.informed)
    informed = _roles(act.raci.inform)
    return told <= informed | _roles((*sent, *receiver)) and informed <= told


def _clock(
    place: Chartered, entries: Iterable[Entry], limit: tuple[str, str | None]
) -> bool:
    span, basis = limit
    spans = {span, _SAME_DAY.get(span, span)}
    return any(
        seen in spans and (found in {basis, "clock"} or _unsaid(basis, found))
        for entry in entries
        for seen, found in place.clocks(entry)
    )


def _unsaid(basis: str | None, found: str) -> bool:
    """Whether the brief gives no basis and the handbook does not call it law."""
    return basis is None and found != "statutory"
