"""A release in a terminal and as rows, and what is wrong with its sources."""

from collections.abc import Iterator

from msgspec import Struct

from katch_protocols.cli.reports.unread import unread_reason
from katch_protocols.evidence.indicators.flaws import SourceFlaw
from katch_protocols.files.characters import printable
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.releases import Release, ReleasedCell, ReleasedTable
from katch_protocols.telling.release_wording import ReleaseWording, said_period
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import say

__all__ = ["IndicatorReport", "csv_rows", "say_flaw"]

CSV_HEAD = (
    "indicator",
    "region",
    "agency",
    "period",
    "hidden",
    "cases",
    "share",
    "seconds",
    "beyond",
    "change",
    "status",
    "weak",
    "reported",
    "of_regions",
)


def csv_rows(release: Release) -> Iterator[tuple[str, ...]]:
    """Yield a release as rows, the head first; what is hidden or not told is empty.

    Where regions have not told of every month, ``reported`` says how many have, and
    ``of_regions`` of how many: a count is so much at least.
    """
    yield CSV_HEAD
    for table in release.tables:
        for cell in table.cells:
            found = cell.to_json() | {"indicator": table.indicator}
            found["reported"], found["of_regions"] = cell.reported or (None, None)
            yield tuple(map(_plain, (found[key] for key in CSV_HEAD)))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def say_flaw(flaw: SourceFlaw, language: str) -> str:
    """Say what does not count in a source, behind the file and the row."""
    facts = {key: printable(text) for key, text in flaw.facts.items()}
    if flaw.key == "log-unread":
        facts["reason"] = unread_reason(facts["reason"], language)
    if flaw.key == "log-left-out":
        key, count = f"audit.left-{facts['reason']}", int(facts["count"])
        facts = {"reason": say(key, language, count=count)}
    is_far = facts.get("near") == ""
    key = f"{flaw.key}-far" if is_far else flaw.key
    why = say(f"indicators.flaw-{key}", language, **facts)
    row = f":{flaw.row}" if flaw.row else ""
    return f"{flaw.source}{row}  {why}" if flaw.source else why


class IndicatorReport(Struct, frozen=True):
    """Says a release in lines."""

    release: Release
    handbook: Handbook
    language: str

    @property
    def wording(self) -> ReleaseWording:
        """The words of the release."""
        return ReleaseWording(self.release, self.handbook, self.language)

    def lines(self) -> Iterator[str]:
        """Yield every table, what waits, and how the numbers were made."""
        wording = self.wording
        key = "subtitle-public" if self.release.is_public else "subtitle-commission"
        yield wording.say(key, period=said_period(self.release.period, self.language))
        for table in self.release.tables:
            yield ""
            yield from self._table(table)
        if self.release.waiting:
            yield ""
            yield from map(wording.waiting, self.release.waiting)
        yield ""
        yield wording.note()
        yield wording.say("hash", hash=self.release.hash)

    def _table(self, table: ReleasedTable) -> Iterator[str]:
        indicator = self.handbook.indicators[table.indicator]
        target = self.wording.target(indicator)
        title = indicator.title.say(self.language)
        yield f"{title} ({target})" if target else title
        if all(cell.is_unreported for cell in table.cells):
            yield f"  {self.wording.say('not-reported')}"
            return
        rows = [(self._whose(cell), self._told(cell, table)) for cell in table.cells]
        wide = max((len(whose) for whose, _ in rows), default=0)
        for whose, told in rows:
            yield f"  {whose:<{wide}}  {told}"

    def _whose(self, cell: ReleasedCell) -> str:
        period = said_period(cell.period, self.language)
        return f"{self.wording.place(cell)}, {period}"

    def _told(self, cell: ReleasedCell, table: ReleasedTable) -> str:
        indicator = self.handbook.indicators[table.indicator]
        wording = self.wording
        value = wording.whole(cell, indicator)
        if cell.hidden:
            return value
        if not cell.cases:
            return enumerated((value, *wording.remarks(cell)))
        stands = wording.status(cell, indicator), wording.change(cell, indicator)
        return enumerated(filter(None, (value, *stands, *wording.remarks(cell))))
