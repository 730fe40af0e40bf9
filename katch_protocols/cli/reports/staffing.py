"""The staffing of a region for people: what is missing, what is weak, what would help.

Words come from the catalogue ``staffing``, titles from the handbook.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from rich import box
from rich.table import Table
from rich.text import Text

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.cli.reports.titles import HandbookTitles
from katch_protocols.model.deadlines import hours
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.saying import say_duration
from katch_protocols.sentences.text import parse_duration
from katch_protocols.staffing.answers import (
    Clashing,
    Demanded,
    Gain,
    ProtocolStaffing,
    Staffing,
    Training,
)
from katch_protocols.staffing.demands import DemandKind
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import say

__all__ = ["staffing_text"]

Shown = Text | Table

_ALONE = 1
"""A clash of the demands on so many steps is told in the table of what is missing."""


def staffing_text(
    answer: Staffing, handbook: Handbook, language: str
) -> Iterator[Shown]:
    """Yield the lines and tables to print."""
    titles = _RegionTitles(handbook, language, answer.region)
    yield Text(titles.region(answer.region), style="bold")
    if not answer.has_posts:
        yield Text(say("staffing.no-posts", language))
    for each in answer.protocols.values():
        yield Text()
        yield from _ProtocolReport(each, titles).shown()
    if answer.training:
        yield _training(answer, titles)
    if answer.uncounted:
        roles = titles.list(map(titles.role, answer.uncounted))
        yield Text(say("staffing.uncounted", language, roles=roles))


class _RegionTitles(HandbookTitles, frozen=True, dict=True):
    """What the ids of a region and its protocols are called."""

    place: Id

    def post(self, name: Id) -> str:
        known = self.handbook.regions[self.place].posts[name]
        return self.label(known.title, name)

    @cached_property
    def charts(self) -> Mapping[Id, Chart]:
        book = self.handbook
        return {name: chart(each, book) for name, each in book.protocols.items()}

    def activity(self, protocol: Id, name: str) -> str:
        made = self.charts[protocol]
        titles = (made.entries[place].act.title for place in made.activities[name])
        found = next((title for title in titles if title is not None), None)
        return self.label(found, name)

    def span(self, limit: str) -> str:
        return say_duration(parse_duration(limit), self.language)

    def list(self, names: Iterable[str]) -> str:
        return enumerated(dict.fromkeys(names))


def _table(title: str, *heads: str) -> Table:
    table = Table(box=box.SIMPLE, title=title or None, title_justify="left")
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


class _ProtocolReport(Struct, frozen=True):
    """One protocol."""

    found: ProtocolStaffing
    titles: _RegionTitles

    def _tell(self, key: str, **gaps: object) -> str:
        return say(f"staffing.{key}", self.titles.language, **gaps)

    def _activities(self, names: Iterable[str]) -> str:
        protocol = self.found.protocol
        return self.titles.list(self.titles.activity(protocol, each) for each in names)

    def shown(self) -> Iterator[Shown]:
        staffable = self.found.staffable
        key = "staffed" if staffable else "perhaps-staffed"
        key = "not-staffed" if self.found.clashes else key
        title = self.titles.protocol(self.found.protocol)
        style = "bold green" if staffable else "bold red"
        yield Text(self._tell(key, protocol=title), style=style)
        if not self.found.exact:
            yield Text(self._tell("not-exact"))
        if not self.found.decided:
            yield Text(self._tell("not-decided"))
        yield from self._clashes()
        yield from map(Text, self._weak())
        if self.found.gains:
            yield self._gains()

    def _clashes(self) -> Iterator[Shown]:
        simple: dict[tuple[object, ...], list[Demanded]] = {}
        for clash in self.found.clashes:
            if _is_simple(clash):
                simple.setdefault(_signature(clash), []).extend(clash)
        if simple:
            heads = map(self._tell, ("missing", "roles", "activities"))
            table = _table("", *heads)
            for parts in simple.values():
                table.add_row(*self._row(parts))
            yield table
        for clash in self.found.clashes:
            if not _is_simple(clash):
                yield Text(self._tell("clash"))
                yield from (Text(f"  {self._part(part)}") for part in clash)

    def _row(self, parts: Sequence[Demanded]) -> tuple[str, str, str]:
        more = [part for part in parts if part.kind is not DemandKind.HELD]
        limits = [part.limit for part in more if part.limit is not None]
        first = {part.kind: part for part in more}
        missing = [self._missing(part, limits) for part in first.values()]
        return (
            enumerated(missing) or self._tell("held"),
            self.titles.list(map(self.titles.role, parts[0].roles)),
            self._activities(part.activities[0] for part in parts),
        )

    def _missing(self, part: Demanded, limits: Sequence[str]) -> str:
        shortest = min(limits, key=_hours, default="")
        span = self.titles.span(shortest) if shortest else ""
        return self._tell(str(part.kind), name=self._name(part), limit=span)

    def _name(self, part: Demanded) -> str:
        if part.kind is DemandKind.TRAINED:
            return self.titles.qualification(part.name or "")
        return part.name or ""

    def _part(self, part: Demanded) -> str:
        names = [self._activities([each]) for each in part.activities]
        return self._tell(
            f"part-{part.kind}",
            activity=names[0],
            other=names[-1],
            roles=self.titles.list(map(self.titles.role, part.roles)),
            name=self._name(part),
            limit="" if part.limit is None else self.titles.span(part.limit),
        )

    def _weak(self) -> Iterator[str]:
        post = self.titles.post
        single = [each.post for each in self.found.single_points]
        if single:
            yield self._tell("single-points", posts=self.titles.list(map(post, single)))
        sets = [" + ".join(map(post, each)) for each in self.found.posts if each[1:]]
        if sets:
            yield self._tell("sets", posts=self.titles.list(sets))
        thin = [each.post for each in self.found.thin]
        if thin:
            yield self._tell("thin", posts=self.titles.list(map(post, thin)))
        agencies = [
            " + ".join(map(self.titles.agency, each)) for each in self.found.agencies
        ]
        if agencies:
            yield self._tell("agencies", agencies=self.titles.list(agencies))

    def _gains(self) -> Table:
        heads = (self._tell("gain"), self._tell("post"), self._tell("brings"))
        table = _table("", *heads)
        for gain in self.found.gains:
            name = gain.more.name or ""
            if gain.more.change == "trained":
                name = self.titles.qualification(name)
            change = self._tell(f"change-{gain.more.change}", name=name)
            post = self.titles.post(gain.more.post)
            table.add_row(change, post, enumerated(self._brought(gain)))
        return table

    def _brought(self, gain: Gain) -> Iterator[str]:
        if gain.activities:
            yield self._tell("covers", activities=self._activities(gain.activities))
        if gain.posts:
            posts = self.titles.list(map(self.titles.post, gain.posts))
            yield self._tell("frees", posts=posts)


def _is_simple(clash: Clashing) -> bool:
    """Tell whether a clash is of the demands on one step alone."""
    return sum(part.kind is DemandKind.HELD for part in clash) == _ALONE and all(
        len(part.activities) == _ALONE for part in clash
    )


def _signature(clash: Clashing) -> tuple[object, ...]:
    return tuple((part.kind, part.roles, part.name) for part in clash)


def _hours(limit: str) -> float:
    return hours(parse_duration(limit))


def _trained(each: Training) -> str:
    """Return how many are trained; a dash where nobody was counted."""
    is_counted = bool(each.posts) or each.may_teach is not None
    return str(each.trained) if is_counted else "–"


def _training(answer: Staffing, titles: _RegionTitles) -> Table:
    language = titles.language
    heads = ("training", "people", "have-it", "may-teach", "activities")
    table = _table("", *(say(f"staffing.{head}", language) for head in heads))
    for each in answer.training:
        table.add_row(
            titles.qualification(each.qualification),
            str(each.people),
            Text(_trained(each), style="bold red" if each.is_gap else ""),
            "–" if each.may_teach is None else str(each.may_teach),
            titles.list(titles.activity(*one) for one in each.activities),
        )
    return table
