"""What a simulation answers, for people: a table of what is compared, and what holds.

Words come from the catalogue ``simulations``, titles from the handbook.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from rich import box
from rich.table import Table
from rich.text import Text

from katch_protocols.cli.reports.simulated_names import SimulatedNames
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.simulations import (
    TODAY,
    Difference,
    Estimate,
    HeldBound,
    MeasuredTime,
    Result,
    TimeOutcome,
    VariantResult,
)
from katch_protocols.sentences.saying import say_duration
from katch_protocols.sentences.text import parse_duration
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import say, say_measured, say_number

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
    yield from report.passed_by()
    yield from report.deadlines()
    yield from report.inexact()
    for variant in result.variants:
        yield from report.overload(variant)
    yield from report.matters()
    yield from (report.bound(each) for each in result.bounds)
    yield from report.taken()


_Of = Mapping[Id, Estimate | None]
"""What each variant estimates."""


class _Row(Struct, frozen=True):
    """A line of the table: ``key`` is what it is of, ``form`` how it is said."""

    key: str
    form: str
    protocol: Id | None
    name: Id
    said: str
    of: _Of


class _Report(Struct, frozen=True):
    result: Result
    handbook: Handbook
    language: str

    @property
    def names(self) -> SimulatedNames:
        return SimulatedNames(self.handbook, self.language, self.result)

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
        variants = [each.name for each in self.result.variants]
        table = Table(box=box.SIMPLE)
        heads = map(self.names.variant, self.result.variants)
        for head in (self.word("what"), *heads):
            table.add_column(head)
        of: Id | None = None
        for row in self._rows():
            if all(each is None for each in row.of.values()):
                continue
            if row.protocol != of and self.names.are_several:
                table.add_section()
                if row.protocol is not None:
                    table.add_row(Text(self.names.protocol(row.protocol), "bold"))
            of = row.protocol
            cells = [self._changed(row, variant) for variant in variants[1:]]
            table.add_row(row.said, self._first(row.of[TODAY], row.form), *cells)
        return table

    def passed_by(self) -> Iterator[Text]:
        """Yield what cases of today end without: no time above counts these."""
        found = [each for each in self.result.today.times if each.passed_by]
        if found:
            yield Text(self.word("passed-by"))
        for each in found:
            name = self.names.time(MeasuredTime(each.protocol, each.name))
            share = self.number(each.passed_by, "percent")
            yield Text(f"  {self.word('passed-by-line', name=name, share=share)}")

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
            name, share = self.names.deadline(each), self.number(mean, "percent")
            line = self.word("kept-line", name=name, limit=limit, share=share)
            yield Text(f"  {line}")

    def inexact(self) -> Iterator[Text]:
        """Yield what all runs did not tell as exactly as the scenario asks."""
        if self.result.inexact:
            names = enumerated(map(self.names.time, self.result.inexact))
            yield Text(self.word("inexact", runs=self.result.runs, names=names))

    def _rows(self) -> Iterator[_Row]:
        order = [*self.result.protocols]
        times = self.result.today.times
        for each in sorted(times, key=lambda time: order.index(time.protocol)):
            yield from self._of_time(each)
        for post in self.result.today.posts:
            posts = {each.name: each.post(post.post) for each in self.result.variants}
            for key, form in (("load", "percent"), ("wait", "time"), ("backlog", "n")):
                said = self.word(key, post=self.names.post(post.post))
                of = {
                    name: None if post is None else getattr(post, key)
                    for name, post in posts.items()
                }
                yield _Row(key, form, None, post.post, said, of)

    def _of_time(self, time: TimeOutcome) -> Iterator[_Row]:
        every = {each.name: each.time(time) for each in self.result.variants}

        def row(key: str, form: str, said: str, estimate: str) -> _Row:
            of = {
                name: None if found is None else getattr(found, estimate)
                for name, found in every.items()
            }
            return _Row(key, form, time.protocol, time.name, said, of)

        if time.sentence:
            limit = say_duration(parse_duration(time.limit or "1 day"), self.language)
            what = self.names.sentence(time.protocol, time.name)
            said = self.word("in-time", what=what, limit=limit)
            yield row("sentence-kept", "percent", said, "in_time")
            return
        what = self.names.measured(time.name)
        yield row("median", "time", self.word("median", what=what), "median")
        yield row("nine", "time", self.word("nine-in-ten", what=what), "nine_in_ten")

    def _first(self, found: Estimate | None, form: str) -> str:
        if found is None:
            return self.word("unknown")
        unit = self._unit(found.mean, form)
        mean = self.number(found.mean, unit)
        if found.is_alike:
            return self.word("each-time", mean=mean)
        low, high = self._bare(found.low, unit), self._bare(found.high, unit)
        return self.word("interval", mean=mean, low=low, high=high)

    def _changed(self, row: _Row, variant: Id) -> str:
        found = row.of[variant]
        if found is None:
            return self.word("unknown")
        change = self._difference(row, variant)
        unit = self._unit(found.mean, row.form)
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

    def _difference(self, row: _Row, variant: Id) -> Difference | None:
        wanted = (variant, row.key, row.protocol, row.name)
        found = (
            each
            for each in self.result.differences
            if (each.variant, each.what, each.protocol, each.name) == wanted
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
        return say_measured(scaled.get(unit, value), self.language)

    def time(self, hours: float | None) -> str:
        """Say a length of time; ``None`` is not known."""
        if hours is None:
            return self.word("unknown")
        return self.number(hours, self._unit(hours, "time"))

    def overload(self, variant: VariantResult) -> Iterator[Text]:
        name = self.names.variant(variant)
        for each in variant.overloaded:
            if each.demand is None or each.growth is None:
                continue
            yield Text(
                self.word(
                    "overload",
                    post=self.names.post(each.post),
                    variant=name,
                    times=say_number(each.demand.mean, self.language, 1),
                    tasks=say_number(each.growth.mean, self.language, 0),
                )
            )

    def matters(self) -> Iterator[Text]:
        found = self.result.matters
        if not found or self.result.matters_for is None:
            return
        yield Text(self.word("matters", what=self.names.time(self.result.matters_for)))
        for each in found[:5]:
            less, more = self.time(each.less), self.time(each.more)
            line = self.word("matters-line", name=each.number, less=less, more=more)
            yield Text(f"  {line}")

    def bound(self, bound: HeldBound) -> Text:
        if bound.name in self.handbook.measured:
            what = self.names.time(MeasuredTime(bound.protocol, bound.name))
        else:
            what = self.names.sentence(bound.protocol, bound.name)
        facts = {"what": what, "proved": self.time(bound.proved)}
        if bound.longest is None:
            return Text(self.word("bound-none", **facts))
        key = "bound-holds" if bound.holds else "bound-broken"
        longest = self.time(bound.longest)
        return Text(self.word(key, longest=longest, cases=bound.cases, **facts))

    def taken(self) -> Iterator[Text]:
        """Yield what the file does not say and is taken to be so."""
        found, listed = self.result, self.names.listed
        drawn = [name.partition(".")[::2] for name in found.uniform]
        values = [name for what, name in drawn if what == "value"]
        choices = [name for what, name in drawn if what == "choice"]
        roles = map(self.names.role, found.uncounted)
        lists = (
            ("uniform", "names", listed(NameKind.FACT, values)),
            ("uniform-choices", "names", listed(NameKind.STATE, choices)),
            ("left-out", "names", listed(NameKind.ACTIVITY, found.left_out)),
            ("uncounted", "names", enumerated(dict.fromkeys(roles))),
            ("absent", "names", listed(NameKind.ACTIVITY, found.absent)),
            ("stuck", "names", listed(NameKind.ACTIVITY, found.today.stuck)),
            ("shifts", "posts", enumerated(map(self.names.post, found.always))),
        )
        for key, gap, said in lists:
            if said:
                yield Text(self.word(key, **{gap: said}))
