"""A handbook begun from a table of who is responsible: one step after another."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from katch_protocols.errors import NotationError, SentenceError
from katch_protocols.exchange.begin import begin
from katch_protocols.exchange.importing import Imported
from katch_protocols.exchange.incoming import Incoming, StartedProtocol
from katch_protocols.exchange.workbook.raci_table import (
    StepRow,
    StepTable,
    find_table,
)
from katch_protocols.files.lengths_meant import length_meant
from katch_protocols.model.activities import Activity, Raci, Target
from katch_protocols.model.deadlines import Deadline, Duration
from katch_protocols.model.documents import Titled
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Agency, AgencyKind, Level, Role
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import State
from katch_protocols.sentences.text import parse_duration
from katch_protocols.sheets.book import read_book
from katch_protocols.words.lists import as_typed, enumerated
from katch_protocols.words.say import say

__all__ = ["start_from_table"]

_NOTATION = "raci"


def start_from_table(incoming: Incoming) -> Imported:
    """Return a handbook with a protocol of the steps of a table, in their order.

    Who answers for a step (A) holds its state; who does it (R) acts; C is consulted
    before, I is informed after. What the table does not say is put in and listed.

    Raises:
        NotationError: There is no such table.
        UnreadWorkbookError: It is too large, or no workbook.
        MissingExtraError: It needs the extra ``sheets``.
    """
    table = find_table(read_book(incoming.data, merged=True))
    if table is None:
        raise NotationError("no-raci", incoming.name)
    started = _Start(incoming, table)
    draft = started.draft()
    begun = begin(draft, incoming)
    own = draft.protocol.id
    return Imported(
        incoming.name,
        _NOTATION,
        begun.handbook.protocols[own],
        begun.handbook,
        {},
        {**started.lacking(), **begun.supplied},
        (*incoming.unread, *begun.unread),
        begun.findings,
    )


class _Start(Struct):
    incoming: Incoming
    table: StepTable
    agencies: dict[Id, Agency] = field(default_factory=dict)
    roles: dict[Id, Role] = field(default_factory=dict)
    phases: dict[Id, Titled] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)

    def draft(self) -> StartedProtocol:
        """Return what the table says, and nothing else."""
        stem = self.incoming.name.rpartition("/")[2].rpartition(".")[0]
        own = self.incoming.names.protocol(stem, spare="protocol")
        for column, body in self.table.bodies.items():
            self._body(column, body)
        steps = list(self._steps())
        states = dict(self._states(steps))
        protocol = Protocol(
            id=own,
            title=self._label(self.table.title or stem)
            or Label.of({self.incoming.language: own}),
            initial=next(iter(states), None),
            phases=self.phases,
            states=states,
        )
        return StartedProtocol(
            protocol=protocol, roles=self.roles, agencies=self.agencies
        )

    def lacking(self) -> Mapping[str, tuple[str, ...]]:
        """Return what the table does not say, by name, and of which steps."""
        found = {name: tuple(where) for name, where in self.missing.items()}
        read = tuple(f"{each} = {ours}" for each, ours in self.table.letters.items())
        letters = {"letters": read} if read else {}
        return {**letters, "body-kind": tuple(self.agencies), **found}

    def _label(self, text: str) -> Label | None:
        return self.incoming.label(text)

    def _body(self, column: int, title: str) -> None:
        label = self._label(title)
        agency = self.incoming.names.of(("body", column), title, spare="body")
        role = self.incoming.names.of(("role", column), f"{title}_officer")
        if label is None:
            return
        self.agencies[agency] = Agency(
            id=agency, title=label, kind=AgencyKind.SERVICE, level=Level.NATIONAL
        )
        self.roles[role] = Role(id=role, title=label, agencies=(agency,))

    def _agency(self, column: int) -> Id:
        return self.incoming.names.of(("body", column), "")

    def _role(self, column: int) -> Id:
        return self.incoming.names.of(("role", column), "")

    def _steps(self) -> Iterator[tuple[StepRow, Id | None]]:
        """Yield the rows that are steps, each with the phase that heads it."""
        phase: Id | None = None
        for row in self.table.rows:
            for cell in row.odd.values():
                self.incoming.skip(row.line, cell, "no-letter")
            if not row.step:
                self.incoming.skip(row.line, as_typed("RACI"), "no-step")
            elif row.letters or row.odd:
                yield row, phase
            elif label := self._label(row.step):
                phase = self.incoming.names.of(("phase", row.line), row.step)
                note = self._note(row, row.limit)
                self.phases[phase] = Titled(id=phase, title=label, note=note)

    def _states(
        self, steps: list[tuple[StepRow, Id | None]]
    ) -> Iterator[tuple[Id, State]]:
        names = self.incoming.names
        language = self.incoming.language
        own = [names.state(("due", row.line), f"{row.step} due") for row, _ in steps]
        last = names.state("last", "all_done")
        for number, (row, phase) in enumerate(steps):
            following = own[number + 1] if number + 1 < len(own) else last
            act = names.activity(("step", row.line), row.step)
            title = Label.of(
                {language: say("exchange.title-due", language, step=row.step)}
            )
            doer = self._holder(row)
            yield (
                own[number],
                State(
                    id=own[number],
                    title=self._label(title.say(language)),
                    phase=phase,
                    held_by=doer,
                    within=self._within(row),
                    note=self._note(row),
                    activities={act: self._activity(act, row, following)},
                ),
            )
        ended = Label.of({language: say("exchange.title-all-done", language)})
        yield last, State(id=last, title=ended, final=True)

    def _holder(self, row: StepRow) -> Id | None:
        answering = row.who("A")
        if not answering:
            self._lack("accountable", row)
        for column in answering[1:]:
            what = self.table.bodies[column]
            self.incoming.skip(row.line, what, "second-accountable")
        found = (*answering, *row.who("R"))
        return self._role(found[0]) if found else None

    def _activity(self, act: Id, row: StepRow, following: Id) -> Activity:
        doers, answering = row.who("R"), row.who("A")
        if not doers:
            self._lack("doer", row)
        raci = Raci(
            by=tuple(self._role(at) for at in doers or answering[:1]),
            accountable=tuple(self._agency(at) for at in answering[:1]),
            consult=tuple(self._agency(at) for at in row.who("C")),
            inform=tuple(self._agency(at) for at in row.who("I")),
        )
        return Activity(
            id=act, title=self._label(row.step), raci=raci, to=Target(state=following)
        )

    def _within(self, row: StepRow) -> Deadline | None:
        if not row.limit:
            self._lack("limit", row)
            return None
        limit = _duration(row.limit)
        if limit is None:
            self.incoming.skip(row.line, row.limit, "no-limit")
            self._lack("limit", row)
            return None
        return Deadline(limit=limit)

    def _note(self, row: StepRow, *more: str) -> Label | None:
        pairs = (f"{head}: {text}" for head, text in row.more.items())
        return self.incoming.note(enumerated((*filter(None, more), *pairs)))

    def _lack(self, name: str, row: StepRow) -> None:
        self.missing.setdefault(name, []).append(row.step)


def _duration(text: str) -> Duration | None:
    """Return a time, also where it is written in other words: ``24h``, ``3 дня``."""
    try:
        return parse_duration(text)
    except SentenceError:
        meant = length_meant(text)
        return None if meant is None else parse_duration(meant)
