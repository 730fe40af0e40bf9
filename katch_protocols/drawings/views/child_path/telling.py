"""What the storyboard says of a moment, in every language."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.sheets.sheet import Row
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import span, together
from katch_protocols.duties.child_path import child_path, path_home
from katch_protocols.duties.path_nouns import ChildPath, PathMoment
from katch_protocols.duties.path_times import PathTime, path_times
from katch_protocols.model.noun import Id, Label
from katch_protocols.proofs.time_sums import glance_of
from katch_protocols.words.lists import enumerated, one_line

__all__ = ["PathTelling"]


class PathTelling(Struct, frozen=True, dict=True):
    """The path of one protocol, and the words for it."""

    subject: Subject

    @cached_property
    def path(self) -> ChildPath:
        """Its moments, and what runs beside them."""
        return child_path(self.subject.chart, self.subject.handbook)

    @cached_property
    def latest(self) -> Sequence[PathTime | None]:
        """How late each moment comes at most."""
        return path_times(self.path, self.subject.handbook)

    def title(self, moment: PathMoment) -> Label:
        """Return what happens, or what runs beside."""
        return self.subject.named(moment.title, moment.name or moment.protocol)

    def span(self, moment: PathMoment) -> Label:
        """Return by when; without a deadline a word for that."""
        if moment.clock is None:
            return self.subject.word("path-no-clock")
        return span(moment.clock.span, self.subject.languages)

    def since(self, moment: PathMoment) -> Label | None:
        """Return what the clock counts from."""
        clock, word = moment.clock, self.subject.word
        if clock is None:
            return None
        if clock.since is not None:
            return word("path-after", event=clock.since)
        if not clock.from_start:
            return word("path-from-here")
        is_first = moment.protocol == next(iter(self.path.charts))
        by_sign = is_first and self.from_sign
        return word("path-from-sign" if by_sign else "path-from-opening")

    @cached_property
    def from_sign(self) -> bool:
        """Whether the path begins with the first sign of all."""
        book, own = self.subject.handbook, self.subject.chart.protocol.id
        first = book.path[0].home if book.path else None
        return own in {path_home(book), first}

    def holders(self, moment: PathMoment) -> Sequence[Id]:
        """Return the parties that hold the case: two where it passes on."""
        homes = map(self.subject.home, moment.holders)
        return tuple(dict.fromkeys(homes))

    def note(self, moment: PathMoment) -> Label | None:
        """Say who does it, or answers for it, where nobody of that holds the case."""
        held = self.holders(moment)
        parts = (("path-does", moment.doers), ("answers", moment.answering))
        for key, names in parts:
            others = dict.fromkeys(map(self.subject.home, names))
            if others and not others.keys() & {*held}:
                return self.subject.word(key, who=self._some(tuple(others)))
        return None

    def _some(self, names: Sequence[Id]) -> Label:
        most = 2
        said = [self.subject.short(each) for each in names[:most]]
        if len(names) > most:
            more = str(len(names) - most)
            said.append(self.subject.word("and-more", count=more))
        return together(said, self.subject.languages, how=one_line)

    def promise(self, moment: PathMoment) -> Label | None:
        """Return what the child is promised, as somebody says it."""
        if not moment.promises:
            return None
        said = together(moment.promises, self.subject.languages, how=enumerated)
        return self.subject.word("path-promise", promise=said)

    def at_most(self) -> Label | None:
        """Say how late each moment comes at most, from the first sign on."""
        parts = [
            self.subject.word(
                "path-late", title=self.title(each), span=self.time(late.minutes)
            )
            for each, late in zip(self.path.moments, self.latest, strict=True)
            if late and late.minutes
        ]
        if not parts:
            return None
        said = together(parts, self.subject.languages, how=enumerated)
        key = "path-at-most" if self.from_sign else "path-at-most-own"
        whole = self.subject.word(key, moments=said)
        counted = self.exceptions
        if counted is None:
            return whole
        return self.subject.word("path-counted", said=whole, unless=counted)

    @cached_property
    def exceptions(self) -> Label | None:
        """Say after which events these times no longer hold, if there are any."""
        return self._unless(*self.latest)

    def _unless(self, *times: PathTime | None) -> Label | None:
        found = {
            name: title
            for each in times
            if each is not None
            for name, title in each.unless.items()
        }
        if not found:
            return None
        named, languages = self.subject.named, self.subject.languages
        titles = [named(title, name) for name, title in found.items()]
        said = together(titles, languages, how=enumerated)
        return self.subject.word("path-unless", events=said)

    def time(self, minutes: int) -> Label:
        """Say a time."""
        return span(glance_of(minutes), self.subject.languages)

    def beside(self, moment: PathMoment) -> Label:
        """Return the title of what runs beside, and who holds it."""
        title, held = self.title(moment), self.holders(moment)
        if not held:
            return title
        who = self.subject.short(held[0])
        return self.subject.word("path-beside", title=title, who=who)

    def aside(self, moment: PathMoment) -> Label:
        """Return what is said of it: the promises, its first deadline."""
        parts = list(moment.promises)
        if moment.clock is not None:
            limit = self.subject.word("path-within", span=self.span(moment))
            parts.insert(0, limit)
        return together(parts, self.subject.languages, how=enumerated)

    def rows(self, language: str) -> tuple[Row, ...]:
        """Return the same as a table, the head first."""
        word = self.subject.word
        keys = ("number", "path-moment", "by-when", "basis", "path-holds", "path-says")
        head = [word(key).say(language) for key in keys]
        key = "path-latest" if self.from_sign else "path-latest-own"
        head.append(word(key).say(language))
        return (tuple(head), *self._told(language), *self._aside(language))

    def _told(self, language: str) -> Iterator[Row]:
        found = zip(self.path.moments, self.latest, strict=True)
        for number, (moment, late) in enumerate(found, start=1):
            since, promise = self.since(moment), self.promise(moment)
            rests = moment.clock and moment.clock.basis
            basis = rests and self.subject.word(f"duties.basis-{rests}")
            when = one_line(
                each.say(language) for each in (self.span(moment), since) if each
            )
            note = self.note(moment)
            held = " → ".join(
                self.subject.short(each).say(language) for each in self.holders(moment)
            )
            yield (
                str(number),
                self.title(moment).say(language),
                when,
                basis.say(language) if basis else "",
                one_line(filter(None, (held, note.say(language) if note else ""))),
                promise.say(language) if promise else "",
                self._late(late, language),
            )

    def _late(self, late: PathTime | None, language: str) -> str:
        """Say how late a moment comes in a cell of the table."""
        if late is None or not late.minutes:
            return ""
        parts = (self.time(late.minutes), self._unless(late))
        return one_line(each.say(language) for each in parts if each)

    def _aside(self, language: str) -> Iterator[Row]:
        for moment in self.path.beside:
            title = self.beside(moment).say(language)
            yield "", title, "", "", "", self.aside(moment).say(language), ""
