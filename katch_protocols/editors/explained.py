"""What stands at a place, in the words of whoever reads it: names, keys, sentences."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.charts.titles import party_called
from katch_protocols.duties.duty_clocks import clock_of
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.nouns import Part
from katch_protocols.duties.panels import sits
from katch_protocols.duties.parties import Parties
from katch_protocols.duties.phrases import Teller
from katch_protocols.duties.raci import acting, duties_at, raci
from katch_protocols.editors.meaning import NameMeanings
from katch_protocols.editors.pages import WrittenPage
from katch_protocols.editors.written_words import sentence_kind, sentence_words
from katch_protocols.errors import SentenceError
from katch_protocols.files.field_types.noun_schema import NounSchema
from katch_protocols.files.tokens import FileToken
from katch_protocols.findings import Path
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import SafeguardRule
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.forms import form_of
from katch_protocols.sentences.grammar import RESERVED
from katch_protocols.sentences.saying import say_condition, say_safeguard
from katch_protocols.sentences.text import parse_condition, parse_safeguard
from katch_protocols.words.dates import since, until
from katch_protocols.words.say import entries, listed, say

__all__ = ["Explained", "PlaceExplainer"]


class Explained(Struct, frozen=True):
    """What a part of a file means, from ``start`` to ``end``: lines of Markdown."""

    start: int
    end: int
    lines: tuple[str, ...]


class PlaceExplainer(Struct, dict=True):
    """Explains in one language; what has a day is looked at on ``as_of``."""

    meanings: NameMeanings
    handbook: Handbook | None
    as_of: date
    language: str

    def at(self, page: WrittenPage, offset: int) -> Explained | None:
        """Return what stands at a place of a file, if anything is known of it."""
        use = self.meanings.at(page, offset)
        token = page.at(offset)
        if use is not None:
            own = token is not None and token.path in use.targets
            shown = (token.path,) if token is not None and own else use.targets
            whole = len(shown) > 1
            lines = [
                line
                for path in shown
                for line in self._name(path, use.targets, whole=whole)
            ]
            return Explained(use.start, use.end, tuple(dict.fromkeys(lines)))
        if token is None:
            return None
        if token.is_key:
            return self._key(token)
        if sentence_kind(token.kind):
            return self._word(page, token, offset)
        return None

    def _key(self, token: FileToken) -> Explained | None:
        kind = token.kind
        if not isinstance(kind, NounSchema):
            return None
        key = next((each for each in kind.keys if each.name == token.text), None)
        if key is None:
            return None
        lines = (f"**{key.name}**", kind.meaning(key, self.language))
        return Explained(token.start, token.end, lines)

    def _word(
        self, page: WrittenPage, token: FileToken, offset: int
    ) -> Explained | None:
        """Return what a word of the grammar means, and what the sentence says."""
        for at, word in sentence_words(page, token):
            end = at + len(word.text)
            if at <= offset <= end and word.text in RESERVED:
                lines = (*self._own_word(word.text), *self._sentence(token))
                return Explained(at, end, lines) if lines else None
        return None

    def _own_word(self, word: str) -> Iterator[str]:
        meaning = entries("editors", self.language).get(f"word-{word}")
        if meaning is not None:
            yield f"**{word}**: {meaning}"

    def _sentence(self, token: FileToken) -> Iterator[str]:
        chart = self._chart(token.path)
        if chart is None or self.handbook is None:
            return
        titles = Titles(chart, self.handbook, self.language)
        try:
            match sentence_kind(token.kind):
                case "safeguard":
                    rule = parse_safeguard(token.text)
                    yield say_safeguard(rule, self.language, titles)
                    if isinstance(rule, SafeguardRule):
                        yield f"`{form_of(rule).text}`"
                case "condition":
                    condition = parse_condition(token.text)
                    said = say_condition(condition, self.language, titles)
                    yield said[:1].upper() + said[1:]
                case _:
                    return
        except SentenceError:
            return

    def _chart(self, path: Path) -> Chart | None:
        """Return the chart of the protocol that a path is in, or that uses it."""
        roots = self.meanings.scopes.around(path[:2])
        charts = self.meanings.scopes.charts
        return next((charts[str(r[1])] for r in roots if str(r[1]) in charts), None)

    def _name(self, path: Path, alike: Sequence[Path], *, whole: bool) -> Iterator[str]:
        """Yield what is known of what is declared at a path, ``alike`` at others too.

        One act may be declared at several steps, and have its title at one of them;
        ``whole``: what is said of it at each of them, with the step.
        """
        pages = self.meanings.pages
        titles = (pages.title(each, self.language) for each in (path, *alike))
        title = next(filter(None, titles), "")
        yield f"**{title or path[-1]}** `{path[-1]}`"
        if self.handbook is not None:
            yield from self._told(path, self.handbook, whole=whole)
        note = pages.value((*path, "note", self.language)) or pages.value(
            (*path, "note")
        )
        if note is not None:
            yield note

    def _told(self, path: Path, handbook: Handbook, *, whole: bool) -> Iterator[str]:
        match path:
            case ("roles", str(role)) if role in handbook.roles:
                yield from self._role(role, handbook)
            case ("agencies", str(name)) if name in handbook.agencies:
                agency = handbook.agencies[name]
                yield agency.called.say(self.language)
                yield from self._days(agency.valid_from, agency.valid_to)
            case ("sources", str(name)) if name in handbook.sources:
                source = handbook.sources[name]
                yield from filter(None, (source.cited_as(self.language), source.url))
                yield from self._days(source.valid_from, source.valid_to)
            case (*_, "states" | "parallel", _):
                yield from self._state(path, handbook)
            case (*_, "activities", _):
                yield from self._activity(path, whole=whole)
            case _:
                return

    def _days(self, first: date | None, last: date | None) -> Iterator[str]:
        if first is not None:
            yield since(first, self.language)
        if last is not None:
            yield until(last, self.language)

    @cached_property
    def _holders(self) -> Holders | None:
        return None if self.handbook is None else Holders(self.handbook, self.as_of)

    def _role(self, role: Id, handbook: Handbook) -> Iterator[str]:
        """Yield who holds a role: everywhere, or in each region."""
        if handbook.roles[role].is_panel:
            yield sits(handbook.roles[role], handbook, self.language)
        holders = Holders(handbook, self.as_of)
        found: dict[tuple[Id | None, ...], list[str]] = {}
        for place in holders.places:
            region = handbook.regions.get(place or "")
            title = (region or handbook).title.say(self.language)
            found.setdefault(holders.doing(role, place), []).append(title)
        for bodies, titles in found.items():
            alone = len(found) == 1
            where = (
                say("roles.everywhere", self.language)
                if alone
                else listed(titles, self.language)
            )
            yield self._say("in-region", region=where, who=self._bodies(bodies))

    def _bodies(self, bodies: tuple[Id | None, ...]) -> str:
        if not bodies:
            return say("roles.nobody", self.language)
        return listed(
            (
                self._say("no-office") if body is None else self._party(body)
                for body in bodies
            ),
            self.language,
        )

    def _party(self, name: Id) -> str:
        label = None if self.handbook is None else party_called(self.handbook, name)
        return name if label is None else label.say(self.language)

    def _state(self, path: Path, handbook: Handbook) -> Iterator[str]:
        """Yield who answers while a case is in a state, and until when."""
        chart = self._chart(path)
        nodes = () if chart is None else chart.nodes
        node = next((each for each in nodes if each.path == path), None)
        if chart is None or node is None:
            return
        if node.held_by is not None:
            yield self._say("answers", who=self._party(node.held_by))
        clock = clock_of(node.name, Limits(chart, handbook))
        if clock is not None and clock.kept is not None:
            due = Teller(self.language).counted(clock.kept)
            yield self._say("until", due=due)

    def _activity(self, path: Path, *, whole: bool) -> Iterator[str]:
        """Yield who does an activity, who answers for it, and by when."""
        chart, holders = self._chart(path), self._holders
        if chart is None or holders is None:
            return
        parties = Parties(holders, holders.places)
        here = duties_at(chart, parties, path)
        names = {duty.activity for duty in here}
        every = raci(chart, parties) if whole else here
        for duty in (each for each in every if each.activity in names):
            for key, part in (
                ("does", Part.RESPONSIBLE),
                ("answers", Part.ACCOUNTABLE),
            ):
                who = [self._party(each) for each in acting(duty.names, part)]
                if who:
                    yield self._say(key, who=listed(who, self.language))
            due = Teller(self.language).by_when(duty)
            if due:
                yield self._say("until", due=due)

    def _say(self, key: str, **gaps: str) -> str:
        return say(f"editors.{key}", self.language, **gaps)
