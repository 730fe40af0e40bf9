"""A release in words: values, periods, changes and targets, as people read them."""

from msgspec import Struct

from katch_protocols.charts.binding import binding_safeguards, missing_names
from katch_protocols.charts.build import chart
from katch_protocols.model.deadlines import Basis, Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.indicators import (
    Better,
    Indicator,
    IndicatorTarget,
    MeasuredAmount,
)
from katch_protocols.model.measures import (
    MeasureRule,
    ShareOfCases,
    ShareThatKeep,
    TimeFromTo,
)
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Dimension, Period
from katch_protocols.model.releases import (
    ChangeSince,
    Release,
    ReleasedCell,
    TargetStatus,
    WaitingIndicator,
)
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.measure_saying import say_measure
from katch_protocols.sentences.measure_text import print_measure
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.lists import one_line
from katch_protocols.words.say import say

__all__ = [
    "ReleaseWording",
    "measure_sentence",
    "said_amount",
    "said_period",
    "said_target",
]

_LEAST, _MOST = 5, 95
_HOUR, _DAY = 3_600, 86_400
_TWO_DAYS = 2 * _DAY


def said_period(period: Period, language: str, *, short: bool = False) -> str:
    """Say a period; ``short`` without its year, where that stands beside it."""
    gaps = {"year": str(period.year), "number": period.number}
    match period.dimension:
        case Dimension.MONTH:
            month = f"{period.first:02}"
            return say("indicators.period-month", language, month=month, **gaps)
        case Dimension.QUARTER:
            key = "short-quarter" if short else "period-quarter"
        case Dimension.HALF_YEAR:
            key = "short-half" if short else "period-half"
        case _:
            key = "period-year"
    return say(f"indicators.{key}", language, **gaps)


def said_amount(amount: MeasuredAmount, language: str) -> str:
    """Say a baseline or a target."""
    if amount.percent:
        return say("indicators.share", language, count=amount.number)
    if amount.unit is None:
        return f"{amount.number}"
    return say_duration(Duration(amount=amount.number, unit=amount.unit), language)


def said_target(goal: IndicatorTarget, language: str) -> str:
    """Say what an indicator is to be, and by when."""
    key = "target-more" if goal.better is Better.MORE else "target-less"
    period, value = said_period(goal.by, language), said_amount(goal.value, language)
    return say(f"indicators.{key}", language, value=value, period=period)


def measure_sentence(measure: MeasureRule, handbook: Handbook, language: str) -> str:
    """Say what an indicator measures, with the titles of a protocol that has it all."""
    for protocol in handbook.protocols.values():
        made = chart(protocol, handbook)
        if missing_names(measure, made, handbook):
            continue
        kept = None
        if isinstance(measure, ShareThatKeep) and measure.safeguard is not None:
            kept = binding_safeguards(made, handbook)[measure.safeguard]
        titles = Titles(made, handbook, language)
        return say_measure(measure, language, titles, kept)
    return print_measure(measure)


class ReleaseWording(Struct, frozen=True):
    """Says a release in one language."""

    release: Release
    handbook: Handbook
    language: str

    def say(self, key: str, **gaps: object) -> str:
        """Say a text of the catalogue ``indicators``."""
        return say(f"indicators.{key}", self.language, **gaps)

    def region(self, region: Id | None) -> str:
        """Say a region, or all."""
        if region is None:
            return self.say("all-regions")
        return self.handbook.regions[region].title.say(self.language)

    def place(self, cell: ReleasedCell) -> str:
        """Say whose cell it is."""
        if cell.agency is not None:
            return self.handbook.agencies[cell.agency].title.say(self.language)
        return self.region(cell.region)

    def value(self, cell: ReleasedCell, indicator: Indicator) -> str:
        """Say the number of a cell."""
        if cell.hidden or cell.cases is None:
            return self.say("hidden", threshold=str(self.release.threshold))
        if not cell.cases:
            return self.say("not-reported" if cell.is_unreported else "none")
        if cell.share is not None:
            return self.percent(cell.share)
        if cell.seconds is not None:
            span = self.span(cell.seconds)
            return self.say("beyond", span=span) if cell.beyond else span
        return self._of_cases_alone(cell.cases, indicator)

    def _of_cases_alone(self, cases: int, indicator: Indicator) -> str:
        """Say what is told where only the number of cases is."""
        match indicator.measure:
            case ShareOfCases():
                return self.say("share-hidden")
            case TimeFromTo():
                return self.say("time-hidden")
            case _:
                return f"{cases}"

    def percent(self, share: int) -> str:
        """Say a share; of a commission's own region as it is."""
        said = self.say("share", count=share)
        if self.release.is_public and share <= _LEAST:
            return self.say("share-least", share=said)
        if self.release.is_public and share >= _MOST:
            return self.say("share-most", share=said)
        return said

    def span(self, seconds: int) -> str:
        """Say a span of time, in hours below two days."""
        unit, grain = (Unit.HOURS, _HOUR) if seconds < _TWO_DAYS else (Unit.DAYS, _DAY)
        amount = round(seconds / grain)
        return say_duration(Duration(amount=amount, unit=unit), self.language)

    def cases(self, cell: ReleasedCell, indicator: Indicator) -> str:
        """Say of how many cases a share or a time is; of a count nothing."""
        if cell.cases is None or not cell.cases:
            return ""
        if cell.share is None and cell.seconds is None:
            is_of_some = isinstance(indicator.measure, ShareOfCases | TimeFromTo)
            return self.say("of-cases", number=cell.cases) if is_of_some else ""
        key = "of-cases" if cell.seconds is None else "cases"
        return self.say(key, number=cell.cases)

    def whole(self, cell: ReleasedCell, indicator: Indicator) -> str:
        """Say the number of a cell and of how many cases it is, in one line."""
        parts = filter(None, (self.value(cell, indicator), self.cases(cell, indicator)))
        return " ".join(parts) if cell.seconds is None else one_line(parts)

    def status(self, cell: ReleasedCell, indicator: Indicator) -> str:
        """Say how it stands to its target; nothing where there is none."""
        if indicator.target is None:
            return ""
        if cell.status is TargetStatus.UNKNOWN:
            return self.say("status-unknown")
        return self.say(f"status-{cell.status}")

    def change(self, cell: ReleasedCell, indicator: Indicator) -> str:
        """Say what became of it since its baseline; nothing where none is told."""
        base = indicator.baseline
        if base is None or cell.change is ChangeSince.UNKNOWN:
            return ""
        period = said_period(base.period, self.language)
        return self.say(f"change-{cell.change}", period=period)

    def target(self, indicator: Indicator) -> str:
        """Say the target; nothing where there is none."""
        goal = indicator.target
        if goal is None:
            return ""
        said = said_target(goal, self.language)
        if indicator.basis is Basis.PROPOSED:
            said = f"{said} ({self.say('proposed')})"
        return said

    def ask(self, indicator: Indicator) -> str:
        """Say what to ask; nothing where nothing is."""
        if indicator.ask is None:
            return ""
        return self.say("ask", question=indicator.ask.say(self.language))

    def note(self) -> str:
        """Say how the numbers were made fit to be seen."""
        if not self.release.is_public:
            return self.say("note-full")
        bounds = {"round": self.release.round, "threshold": self.release.threshold}
        return self.say("note", **{key: str(each) for key, each in bounds.items()})

    def waiting(self, each: WaitingIndicator) -> str:
        """Say of which indicator nothing is shown, and why."""
        indicator = self.handbook.indicators[each.indicator].title.say(self.language)
        if each.period is None:
            return self.say("withheld", indicator=indicator)
        period = said_period(each.period, self.language)
        return self.say("waits", indicator=indicator, period=period)

    def remarks(self, cell: ReleasedCell) -> tuple[str, ...]:
        """Say what makes a number weaker than it looks."""
        said = [self.say("not-yet", count=cell.open)] if cell.open else []
        if cell.untold:
            said.append(self.say("untold", count=cell.untold))
        said += [self.say("weak")] if cell.weak else []
        if cell.reported is not None and not cell.is_unreported:
            count, every = cell.reported
            key = "reported" if every > 1 else "months-missing"
            said.append(self.say(key, count=count, all=every))
        return tuple(said)
