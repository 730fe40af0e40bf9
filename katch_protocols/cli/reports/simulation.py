"""What a simulation answers, for people: a table of what is compared, and what holds.

Words come from the catalogue ``simulations``, titles from the handbook.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich import box
from rich.table import Table
from rich.text import Text

from katch_protocols.charts.build import chart
from katch_protocols.cli.reports.titles import HandbookTitles
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.simulations import (
    TODAY,
    ClockOutcome,
    Difference,
    Estimate,
    HeldBound,
    Result,
    VariantResult,
)
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import say_duration
from katch_protocols.sentences.text import parse_duration
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import say, say_number

__all__ = ["simulation_text"]

Shown = Text | Table

_ALL, _WORST = 0.995, 5
_FEW_DAYS = 96
"""From so many hours on a time is told in days."""


def simulation_text(
    result: Result, handbook: Handbook, language: str
) -> Iterator[Shown]:
    """Yield the lines and tables to print; what rests on what comes first."""
    report = _Report(result, handbook, language)
    yield from report.head()
    yield report.table()
    yield from report.deadlines()
    yield from report.inexact()
    for variant in result.variants:
        yield from report.overload(variant)
    yield from report.matters()
    yield from (report.bound(each) for each in result.bounds)
    yield from report.taken()


Row = tuple[str, str, Id, Mapping[Id, Estimate | None]]
"""What it is of, how its numbers are said, the name, and each variant's estimate."""


@dataclass(frozen=True)
class _Report:
    result: Result
    handbook: Handbook
    language: str

    @property
    def titles(self) -> HandbookTitles:
        return HandbookTitles(self.handbook, self.language)

    def word(self, key: str, **facts: object) -> str:
        return say(f"simulations.{key}", self.language, **facts)

    def head(self) -> Iterator[Text]:
        found, tally = self.result, self.result.tally
        yield Text(self.word("tally", numbers=sum(tally.values()), **tally))
        rate = say_number(found.rate, self.language, 0 if found.rate % 1 == 0 else 3)
        period = self.word(f"a-{found.period}")
        years, warm = found.years, found.warm_up_days
        yield Text(
            self.word(
                "runs",
                runs=found.runs,
                years=years,
                warm=warm,
                rate=rate,
                period=period,
            )
        )

    def table(self) -> Table:
        names = [each.name for each in self.result.variants]
        heads = [self.word("today") if name == TODAY else name for name in names]
        table = Table(box=box.SIMPLE)
        for head in (self.word("what"), *heads):
            table.add_column(head)
        for key, form, name, estimates in self._rows():
            first = estimates[TODAY]
            if all(each is None for each in estimates.values()):
                continue
            cells = [self._first(first, form)]
            cells += [
                self._changed(key, name, variant, estimates.get(variant), form)
                for variant in names[1:]
            ]
            table.add_row(self._named(key, name), *cells)
        return table

    def deadlines(self) -> Iterator[Text]:
        """Yield the deadlines of today that are kept least, the worst first."""
        known = [each for each in self.result.today.deadlines if each.kept is not None]
        told = [(each.kept.mean, each) for each in known if each.kept]
        worst = sorted((one for one in told if one[0] < _ALL), key=lambda one: one[0])
        if not worst:
            return
        yield Text(self.word("kept-least"))
        for mean, each in worst[:_WORST]:
            limit = say_duration(parse_duration(each.limit), self.language)
            name, share = self._due(each), self.number(mean, "percent")
            line = self.word("kept-line", name=name, limit=limit, share=share)
            yield Text(f"  {line}")

    def _due(self, deadline: ClockOutcome) -> str:
        made = chart(self.handbook.protocols[deadline.protocol], self.handbook)
        titles = Titles(made, self.handbook, self.language)
        kind = NameKind.ACTIVITY if deadline.duty else NameKind.STATE
        return titles.title(kind, deadline.name)

    def inexact(self) -> Iterator[Text]:
        """Yield what all runs did not tell as exactly as the scenario asks."""
        if self.result.inexact:
            names = enumerated(map(self.measured, self.result.inexact))
            yield Text(self.word("inexact", runs=self.result.runs, names=names))

    def _rows(self) -> Iterator[Row]:
        variants = self.result.variants
        for at, each in enumerate(self.result.today.times):
            every = {v.name: v.times[at] for v in variants if at < len(v.times)}
            if each.sentence:
                found = {name: time.in_time for name, time in every.items()}
                yield "sentence-kept", "percent", each.name, found
                continue
            yield (
                "median",
                "time",
                each.name,
                {name: time.median for name, time in every.items()},
            )
            yield (
                "nine",
                "time",
                each.name,
                {name: time.nine_in_ten for name, time in every.items()},
            )
        for post in self.result.today.posts:
            same = {
                v.name: next((p for p in v.posts if p.post == post.post), None)
                for v in variants
            }
            for key, form in (("load", "percent"), ("wait", "time"), ("backlog", "n")):
                yield (
                    key,
                    form,
                    post.post,
                    {
                        name: None if desk is None else getattr(desk, key)
                        for name, desk in same.items()
                    },
                )

    def _named(self, key: str, name: Id) -> str:
        match key:
            case "median":
                return self.word("median", what=self.measured(name))
            case "nine":
                return self.word("nine-in-ten", what=self.measured(name))
            case "sentence-kept":
                limit = next(
                    (t.limit for t in self.result.today.times if t.name == name), None
                )
                said = say_duration(parse_duration(limit or "1 day"), self.language)
                return self.word("in-time", what=name, limit=said)
            case _:
                return self.word(key, post=self.post(name))

    def measured(self, name: Id) -> str:
        known = self.handbook.measured.get(name)
        return self.titles.label(None if known is None else known.title, name)

    def post(self, name: Id) -> str:
        region = self.handbook.regions.get(self.result.region or "")
        known = None if region is None else region.posts.get(name)
        return self.titles.label(None if known is None else known.title, name)

    def _first(self, found: Estimate | None, form: str) -> str:
        if found is None:
            return self.word("unknown")
        unit = self._unit(found.mean, form)
        # Nothing takes less than no time, and no share is more than all.
        least, most = max(0.0, found.low), found.high
        most = min(1.0, most) if form == "percent" else most
        low, high = self._bare(least, unit), self._bare(most, unit)
        return self.word(
            "interval", mean=self.number(found.mean, unit), low=low, high=high
        )

    def _changed(
        self, key: str, name: Id, variant: Id, found: Estimate | None, form: str
    ) -> str:
        if found is None:
            return self.word("unknown")
        change = self._difference(key, name, variant)
        unit = self._unit(found.mean, form)
        mean = self.number(found.mean, unit)
        if change is None or not change.told:
            return self.word("same", mean=mean)
        by = change.estimate
        ends = sorted((abs(by.low), abs(by.high)))
        low, high = (self._bare(each, unit) for each in ends)
        way = "less" if by.mean < 0 else "more"
        points = "points" if unit == "percent" else unit
        amount = self.number(abs(by.mean), points)
        return self.word(way, mean=mean, by=amount, low=low, high=high)

    def _difference(self, key: str, name: Id, variant: Id) -> Difference | None:
        found = (
            each
            for each in self.result.differences
            if (each.variant, each.what, each.name) == (variant, key, name)
        )
        return next(found, None)

    @staticmethod
    def _unit(mean: float, form: str) -> str:
        if form != "time":
            return form
        return "days" if mean >= _FEW_DAYS else "hours"

    def number(self, value: float, unit: str) -> str:
        """Say a number with its unit."""
        bare = self._bare(value, unit)
        return bare if unit == "n" else self.word(unit, n=bare)

    def _bare(self, value: float, unit: str) -> str:
        hundred = value * 100
        scaled = {"days": value / 24, "percent": hundred, "points": hundred}
        found = scaled.get(unit, value)
        digits = 0 if abs(found) >= 10 else 1  # noqa: PLR2004 - two digits
        return say_number(found, self.language, digits)

    def time(self, hours: float | None) -> str:
        """Say a length of time; ``None`` is not known."""
        if hours is None:
            return self.word("unknown")
        return self.number(hours, self._unit(hours, "time"))

    def overload(self, variant: VariantResult) -> Iterator[Text]:
        name = self.word("today") if variant.name == TODAY else variant.name
        for each in variant.overloaded:
            if each.demand is None or each.growth is None:
                continue
            yield Text(
                self.word(
                    "overload",
                    post=self.post(each.post),
                    variant=name,
                    times=say_number(each.demand.mean, self.language, 1),
                    tasks=say_number(each.growth.mean, self.language, 0),
                )
            )

    def matters(self) -> Iterator[Text]:
        found = self.result.matters
        if not found or self.result.matters_for is None:
            return
        yield Text(self.word("matters", what=self.measured(self.result.matters_for)))
        for each in found[:5]:
            less, more = self.time(each.less), self.time(each.more)
            line = self.word("matters-line", name=each.number, less=less, more=more)
            yield Text(f"  {line}")

    def bound(self, bound: HeldBound) -> Text:
        what = bound.name
        if bound.name in self.handbook.measured:
            what = self.measured(bound.name)
        facts = {"what": what, "proved": self.time(bound.proved)}
        if bound.longest is None:
            return Text(self.word("bound-none", **facts))
        key = "bound-holds" if bound.holds else "bound-broken"
        longest = self.time(bound.longest)
        return Text(self.word(key, longest=longest, cases=bound.cases, **facts))

    def taken(self) -> Iterator[Text]:
        """Yield what the file does not say and is taken to be so."""
        found, roles = self.result, self.titles.role
        lists: Iterable[tuple[str, str, Iterable[str]]] = (
            ("uniform", "names", found.uniform),
            ("left-out", "names", found.left_out),
            ("uncounted", "names", map(roles, found.uncounted)),
            ("absent", "names", found.absent),
            ("stuck", "names", found.today.stuck),
            ("shifts", "posts", map(self.post, self._shifts())),
        )
        for key, gap, names in lists:
            said = enumerated(dict.fromkeys(names))
            if said:
                yield Text(self.word(key, **{gap: said}))

    def _shifts(self) -> Iterator[Id]:
        yield from self.result.always
