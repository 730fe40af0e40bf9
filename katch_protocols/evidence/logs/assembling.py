"""Rows of a log put together to whole cases, in the words of their protocol."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.case_homes import CaseHomes, cell_of
from katch_protocols.evidence.logs.events import (
    Heard,
    LogCase,
    LogEvent,
    LogPartner,
    Place,
)
from katch_protocols.evidence.logs.hashing import TOKENS, Hashing
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.names import (
    LogNames,
    require_in_protocols,
    split_cell,
)
from katch_protocols.evidence.logs.ordering import (
    LogWindow,
    in_order,
    number_of,
    numbered,
    once,
    opening_of,
    unnumbered,
)
from katch_protocols.evidence.logs.tables import AGAIN, SIMULATED, LogRow
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import IGNORE, LogMapping
from katch_protocols.model.noun import Id

__all__ = ["Assembly"]


class Assembly(Struct, dict=True):
    """Takes rows of any file in, and gives whole cases back.

    ``files`` are their names, for whoever is told of a row. ``left_out`` counts by
    reason, ``first_left_out`` is where the first of each stands.
    """

    mapping: LogMapping
    handbook: Handbook
    hashing: Hashing
    window: LogWindow
    files: tuple[str, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    first_left_out: dict[str, Place] = field(default_factory=dict)
    events: int = 0
    is_simulated: bool = False
    not_in_force: int = 0

    def __post_init__(self) -> None:
        mapping = self.mapping
        self.clock = LogClock(mapping.timezone, mapping.twice)
        zones, twice = mapping.zones.items(), mapping.twice
        self._clocks = {region: LogClock(zone, twice) for region, zone in zones}
        self._rows: dict[str, list[tuple[Place, LogRow]]] = defaultdict(list)
        self._names: dict[str, LogNames] = {}
        self._checked: set[tuple[str, str]] = set()
        self.homes = CaseHomes(mapping, self.handbook, self.files)
        self._columns = mapping.columns
        # A column that holds two things is looked at as the plainer one.
        self._kinds = {getattr(self._columns, each): each for each in TOKENS[::-1]}

    def take(self, file: int, rows: Iterable[LogRow]) -> None:
        """Take in the rows of a file.

        Raises:
            LogError: A value could say who somebody is.
        """
        column = self._columns.case or ""
        for row in rows:
            self._refuse_personal(row)
            self.is_simulated |= row.cells.get(SIMULATED) == SIMULATED
            reference = row.cells.get(column)
            if reference is None:
                self.leave_out("no-case", [(file, row.row)])
                continue
            self._rows[self.hashing.case(reference)].append(((file, row.row), row))

    def leave_out(self, why: str, places: Iterable[Place]) -> None:
        """Count what is not taken in, and note where the first of it stands."""
        every = list(places)
        self.left_out[why] += len(every)
        self.note_first(why, every)

    def note_first(self, why: str, places: Iterable[Place]) -> None:
        """Note where the first of what is left out stands, if it is before others."""
        known = self.first_left_out.get(why)
        first = min((*places, *(() if known is None else (known,))), default=None)
        if first is not None:
            self.first_left_out[why] = first

    def anew(self) -> "Assembly":
        """Return one that has taken nothing in, and knows what names mean as well."""
        found = Assembly(
            self.mapping, self.handbook, self.hashing, self.window, self.files
        )
        found.clock, found._names = self.clock, self._names
        return found

    def cases(self) -> Iterator[LogCase]:
        """Yield every case, by its keyed hash.

        Raises:
            LogError: The mapping names what a protocol does not have, or a local time
                came twice.
        """
        for key in sorted(self._rows):
            found = self._case(key, self._rows[key])
            if found is not None:
                yield found

    def _refuse_personal(self, row: LogRow) -> None:
        for column, text in row.cells.items():
            kind = self._kinds.get(column)
            if (column, text) in self._checked:
                continue
            self.hashing.refuse(column, text, row.row, kind=kind)
            if kind is None:
                self._checked.add((column, text))

    def _case(self, key: str, rows: list[tuple[Place, LogRow]]) -> LogCase | None:
        compiled = self.homes.protocol_of(rows)
        if compiled is None:
            self.leave_out("cases-protocol", [min(place for place, _ in rows)])
            self.left_out["of-left-out-cases"] += len(rows)
            return None
        region, heard = self.homes.region_of(rows), list[Heard]()
        clock = self._clocks.get(region or "", self.clock)
        dated = self.left_out["no-instant"]
        told = self._read(rows, self.names_of(compiled), heard, clock)
        self.leave_out("no-number", unnumbered(told, rows, self._columns.number))
        read = numbered(told)
        events = once(in_order(read, heard))
        kept = set(map(id, events))
        self.leave_out("again", (e.place for e in read if id(e) not in kept))
        if not events and not heard:
            self.leave_out("cases-outside", [min(place for place, _ in rows)])
            return None
        (opened, last), seen, is_told = self._opened(rows, events, heard, clock)
        strange = (each.place for each in heard if each.code == "unknown-activity")
        places = [*(each.place for each in events), *strange]
        again = {place for place, row in rows if AGAIN in row.cells}
        self.events += len(places) - sum(place in again for place in places)
        self.not_in_force += self.homes.not_in_force(compiled, [opened])
        opener = self._opener(rows)
        return LogCase(
            key,
            compiled,
            region,
            opened,
            seen,
            tuple(events),
            facts={} if self._columns.opener is not None and opener is None else None,
            opener=opener,
            heard=tuple(heard),
            noted=len(places),
            undated=self.left_out["no-instant"] - dated,
            is_opening_told=is_told,
            opened_last=last,
        )

    def _read(
        self,
        rows: list[tuple[Place, LogRow]],
        names: LogNames,
        heard: list[Heard],
        clock: LogClock,
    ) -> list[LogEvent]:
        """Return what happened while the log is complete."""
        found = []
        for place, row in rows:
            known = len(heard)
            try:
                event = self._event((place, row), names, heard, clock)
            except LogError as error:
                raise self.homes.placed(error, place) from None
            if event is None:
                if any(not self.window.has(each.at) for each in heard[known:]):
                    del heard[known:]
                    self.leave_out("outside", [place])
                continue
            if not self.window.holds(event):
                del heard[known:]
            if event.at > self.window.now:
                heard.append(Heard("disorder", event.at, place, {"what": "future"}))
            if self.window.holds(event):
                found.append(event)
            else:
                self.leave_out("outside", [place])
        return found

    def names_of(self, compiled: CompiledCase) -> LogNames:
        """Return what the log's words mean in a protocol.

        Raises:
            LogError: The mapping names what the protocol does not have; where cases
                of several may be in the log, what none of them has.
        """
        pin = compiled.edition.pin
        if pin not in self._names:
            require_in_protocols(self.mapping, compiled, self.handbook)
            self._names[pin] = LogNames(compiled, self.mapping)
        return self._names[pin]

    def _opened(
        self,
        rows: list[tuple[Place, LogRow]],
        events: list[LogEvent],
        heard: list[Heard],
        clock: LogClock,
    ) -> tuple[tuple[int, int], bool | None, bool]:
        """Return when a case was opened, whether that is in the log, and is told.

        Where no column says it, or after an event, the first event counts as the first.
        """
        column, since = self._columns.opened, self.window.since
        text = None if column is None else cell_of(rows, column)
        told = None if text is None else clock.read(text)
        first = min([each.at for each in events] + [each.at for each in heard])
        times = [row.cells.get(self._columns.at or "") for _, row in rows]
        spans = [clock.read(each) for each in times if each is not None]
        opening = opening_of(told, [span for span in spans if span], first)
        is_seen = None if told is None and since is not None else True
        if since is not None and opening[0] < since:
            is_seen = False
        return opening, is_seen, told is not None and told[0] <= opening[1]

    def _opener(self, rows: list[tuple[Place, LogRow]]) -> str | None:
        column = self._columns.opener
        text = None if column is None else cell_of(rows, column)
        return None if text is None else self.hashing.case(text)

    def _event(
        self,
        at: tuple[Place, LogRow],
        names: LogNames,
        heard: list[Heard],
        clock: LogClock,
    ) -> LogEvent | None:
        place, row = at
        cells, columns = row.cells, self._columns
        text, when = cells.get(columns.activity or ""), cells.get(columns.at or "")
        span = None if when is None else clock.read(when)
        if text is None:
            self.leave_out("no-activity", [place])
            return None
        if (name := names.activity(text)) == IGNORE:
            self.leave_out("ignored", [place])
            return None
        if span is None:
            self.leave_out("no-instant", [place])
            return None
        if name is None:
            facts = {"name": text, "near": names.nearest_activity(text)}
            heard.append(Heard("unknown-activity", span[0], place, facts))
            return None
        event = LogEvent(place, *span, name, names.kind(name))
        event = replace(event, records=self._records(event, cells, names, heard))
        return self._with_people(event, cells, names, heard)

    def _records(
        self,
        event: LogEvent,
        row: Mapping[str, str],
        names: LogNames,
        heard: list[Heard],
    ) -> dict[Id, str]:
        found: dict[Id, str] = {}
        for fact in names.recorded(event.activity):
            mapped = self.mapping.records.get(fact)
            text = None if mapped is None else row.get(mapped.column)
            if text is None:
                continue
            value = names.value(fact, text)
            if value is not None:
                found[fact] = value
                continue
            near = names.nearest_value(fact, text)
            facts = {"fact": fact, "name": text, "near": near}
            heard.append(Heard("unknown-value", event.at, event.place, facts))
        return found

    def _with_people(
        self,
        event: LogEvent,
        row: Mapping[str, str],
        names: LogNames,
        heard: list[Heard],
    ) -> LogEvent:
        columns, hashing = self._columns, self.hashing
        roles, strange = names.roles(row.get(columns.role or "", ""))
        agencies, unknown = names.agencies(row.get(columns.agency or "", ""))
        odd = [(each, names.nearest_role(each)) for each in strange]
        odd += [(each, names.nearest_agency(each)) for each in unknown]
        for each, near in odd:
            facts = {"name": each, "near": near}
            heard.append(Heard("unknown-role", event.at, event.place, facts))
        person, behalf = row.get(columns.person or ""), row.get(columns.behalf or "")
        number = row.get(columns.number or "")
        trained = row.get(columns.qualified or "")
        return replace(
            event,
            roles=roles,
            agencies=agencies,
            person=None if person is None else hashing.person(person),
            partners=self.partners_of(row.get(columns.together_with or ""), names),
            origin=row.get(columns.origin or ""),
            behalf=None if behalf is None else hashing.person(behalf),
            qualified=None if columns.qualified is None else split_cell(trained or ""),
            number=None if number is None else number_of(number),
        )

    def partners_of(
        self, text: str | None, names: LogNames
    ) -> tuple[LogPartner, ...] | None:
        """Return who took part as well; ``None`` where the log never tells."""
        if self._columns.together_with is None:
            return None
        return tuple(names.partners(text or "", self.hashing.person))
