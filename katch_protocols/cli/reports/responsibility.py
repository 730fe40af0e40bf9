"""Responsibility for people: load, functions, gaps and overlaps; or one RACI table."""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from msgspec import Struct
from rich.text import Text

from katch_protocols.charts.chart import EntryKind
from katch_protocols.cli.reports.titles import DutyTitles
from katch_protocols.duties.coverage import Cell, CoverageStatus, Gap, Overlap
from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.duties.phrases import Teller, say_progress
from katch_protocols.duties.raci import acting
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.noun import Id
from katch_protocols.words.dates import day
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import listed

__all__ = ["Overview", "table"]

_COUNTS = (
    "does",
    "answers",
    "joins",
    "consulted",
    "informed",
    "holds",
    "limited",
    "confirms",
)
_counts = attrgetter(*_COUNTS)
_STYLES = {
    CoverageStatus.GAP: "bold red",
    CoverageStatus.SHARED: "bold yellow",
    CoverageStatus.HELD: "green",
    CoverageStatus.UNUSED: "dim",
}


class Overview(Struct, frozen=True):
    """Says a whole answer."""

    answer: Responsibility
    names: DutyTitles

    def lines(self) -> Iterator[Text]:
        """Yield the lines to print."""
        yield from self._load()
        yield from self._functions()
        yield from self._gaps()
        yield from self._overlaps()
        yield from self._progress()
        date = self.answer.as_of
        if self.answer.left_out and date is not None:
            titles = enumerated(map(self.names.protocol, self.answer.left_out))
            said = day(date, self.names.language)
            yield Text()
            yield Text(self.names.word("left-out", date=said, protocols=titles))

    def raci(self) -> Iterator[Text]:
        """Yield the RACI table of the protocols: a duty, and below who has which part.

        In a region it names agencies, in the whole country roles.
        """
        yield Text(self.names.word("raci"), style="bold")
        for duty in self.answer.raci:
            yield Text(f"  {self.names.duty(duty)}")
            parts = enumerated(self._parts(duty))
            if duty.kind is EntryKind.SIGNAL:
                parts = enumerated((self.names.word("happens"), parts))
            yield Text(f"    {parts}")
            if said := Teller(self.names.language).by_when(duty):
                yield Text(f"    {self.names.word('by-when', said=said)}")

    def _parts(self, duty: Duty) -> Iterator[str]:
        for part in Part:
            names = acting(duty.names, part)
            if self.answer.region is not None:
                names = duty.agencies[part]
            is_duty = duty.kind is not EntryKind.SIGNAL
            if names or (is_duty and part in {Part.RESPONSIBLE, Part.ACCOUNTABLE}):
                yield f"{self.names.part(part)}: {self.names.parties(names)}"

    def _load(self) -> Iterator[Text]:
        head = [self.names.word(word) for word in ("load", *_COUNTS)]
        loads = {name: each.load for name, each in self.answer.agencies.items()}
        counts = {name: _counts(load) for name, load in loads.items()}
        rows = [
            [self.names.party(name), *map(str, found)]
            for name, found in counts.items()
            if any(found)
        ]
        yield from table(head, rows)

    def _functions(self) -> Iterator[Text]:
        yield from _heading(self.names.word("functions"))
        groups: dict[Id, list[Cell]] = {}
        for cell in self.answer.matrix:
            groups.setdefault(cell.function, []).append(cell)
        for function, cells in groups.items():
            yield Text(f"  {self.names.function(function)}")
            alike: dict[tuple[CoverageStatus, tuple[Id, ...]], list[Cell]] = {}
            for cell in cells:
                agencies = tuple(each.agency for each in cell.answering)
                alike.setdefault((cell.status, agencies), []).append(cell)
            for (status, agencies), found in alike.items():
                yield self._outcome(status, agencies, found)

    def _outcome(
        self, status: CoverageStatus, agencies: Sequence[Id], cells: Sequence[Cell]
    ) -> Text:
        said = Text(f"    {self.names.word(status.value)}", style=_STYLES[status])
        if status is CoverageStatus.UNUSED:
            return said
        where = self._where([cell.region for cell in cells])
        return Text.assemble(said, f": {self.names.parties(agencies)} ({where})")

    def _where(self, regions: Sequence[Id | None]) -> str:
        named = [region for region in regions if region is not None]
        everywhere = len(named) == len(self.names.handbook.regions)
        if everywhere or not named:
            return self.names.word("everywhere")
        return listed(map(self.names.region, named), self.names.language)

    def _gaps(self) -> Iterator[Text]:
        yield from _heading(self.names.word("gaps"))
        groups: dict[tuple[object, ...], list[Gap]] = {}
        for gap in self.answer.gaps:
            alike = gap.function, gap.missing, gap.roles, gap.activities
            groups.setdefault(alike, []).append(gap)
        for gaps in groups.values():
            gap = gaps[0]
            where = self._where([each.region for each in gaps])
            yield Text(f"  {self.names.function(gap.function)} ({where})")
            activities = self._titles(gap.activities)
            key = f"missing-{gap.missing.value}"
            yield Text(f"    {self.names.word(key, activities=activities)}")
            if gap.roles:
                roles = self.names.parties(gap.roles)
                yield Text(f"    {self.names.word('missing-roles', roles=roles)}")
        if not groups:
            yield Text(f"  {self.names.word('none')}")

    def _overlaps(self) -> Iterator[Text]:
        yield from _heading(self.names.word("overlaps"))
        groups: dict[tuple[object, ...], list[Overlap]] = {}
        for overlap in self.answer.overlaps:
            key = overlap.function, *overlap.agencies.items(), overlap.disputed
            groups.setdefault(key, []).append(overlap)
        for overlaps in groups.values():
            yield from self._overlap(overlaps)
        if not groups:
            yield Text(f"  {self.names.word('none')}")

    def _overlap(self, overlaps: Sequence[Overlap]) -> Iterator[Text]:
        overlap = overlaps[0]
        where = self._where([each.region for each in overlaps])
        yield Text(f"  {self.names.function(overlap.function)} ({where})")
        for agency, activities in overlap.agencies.items():
            yield Text(f"    {self.names.party(agency)}: {self._titles(activities)}")
        if overlap.disputed:
            disputed = self._titles(overlap.disputed)
            yield Text(f"    {self.names.word('disputed', activities=disputed)}")

    def _progress(self) -> Iterator[Text]:
        """Yield how far the regions are; nothing where no region tells of any."""
        told = self.answer.progress
        if not any(each.reached for each in told):
            return
        yield from _heading(self.names.word("progress"))
        protocol = None
        for each in told:
            if each.protocol != protocol:
                protocol = each.protocol
                yield Text(f"  {self.names.protocol(protocol)}")
            said = say_progress(each, self.names.language)
            yield Text(f"    {self.names.region(each.region)}: {said}")

    def _titles(self, activities: Iterable[tuple[Id, str]]) -> str:
        titles = {
            (duty.protocol, duty.activity): self.names.duty(duty)
            for duty in self.answer.raci
        }
        return enumerated(dict.fromkeys(titles[one] for one in activities))


def _heading(said: str) -> Iterator[Text]:
    yield Text()
    yield Text(said, style="bold")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Text]:
    """Yield a table: the first column left, the others right if they are numbers."""
    columns = list(zip(head, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    numbers = [all(cell.isdigit() for cell in column[1:]) for column in columns]
    for at, row in enumerate([head, *rows]):
        cells = [
            cell.rjust(width) if right and rows else cell.ljust(width)
            for cell, width, right in zip(row, widths, numbers, strict=True)
        ]
        yield Text("  ".join(cells).rstrip(), style="" if at else "bold")
