"""What can be written at a place: keys, names and words, each with its meaning."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.editors.offered_names import OfferedNames
from katch_protocols.editors.pages import WrittenPage
from katch_protocols.editors.scopes import NameScopes
from katch_protocols.editors.surroundings import surroundings
from katch_protocols.editors.written_words import inside, sentence_kind
from katch_protocols.files.field_types.citations import CitationList, OneCitation
from katch_protocols.files.field_types.collections import Pairs
from katch_protocols.files.field_types.ids import IdName, MomentName, PathName
from katch_protocols.files.field_types.labels import LabelText
from katch_protocols.files.field_types.noun_schema import NounSchema
from katch_protocols.files.field_types.scalars import Flag, LanguageCode, OneOf
from katch_protocols.files.field_types.sentences import Sentence
from katch_protocols.files.tokens import FileToken, Kind
from katch_protocols.files.write import flow_text
from katch_protocols.findings import Path
from katch_protocols.sentences.reader import END, text_of
from katch_protocols.sentences.standing import following

__all__ = ["Offer", "Offering", "offering"]

_MARK = "zz_here_zz"
"""Stands in a text where something is about to be written."""

_WORD = re.compile(r"[\w.]*")
_BEFORE = re.compile(r"[\w.]*\Z")


class Offer(Struct, frozen=True):
    """One thing that can be written.

    ``kind`` is ``key``, ``word`` or ``name``; ``about`` says what it means, in short.
    """

    text: str
    kind: str
    about: str = ""
    written: str = ""

    @property
    def insert(self) -> str:
        """What is put into the file."""
        return self.written or self.text


class Offering(Struct, frozen=True):
    """What can be put in place of a part of a text, from ``start`` to ``end``."""

    start: int
    end: int
    offers: tuple[Offer, ...] = ()


def offering(
    scopes: NameScopes, page: WrittenPage, offset: int, language: str
) -> Offering:
    """Return what can be written at a place of a file; what it means in a language."""
    before = _BEFORE.search(page.text, 0, offset)
    behind = _WORD.match(page.text, offset)
    start = before.start() if before else offset
    end = behind.end() if behind else offset
    found: dict[str, Offer] = {}
    closing = _unclosed(page.text, start, end)
    # A bracket that the line leaves open may be closed below.
    closings = dict.fromkeys((closing, ""))
    for mark in (f"{_MARK}{sign}{each}" for each in closings for sign in ("", ":")):
        text = f"{page.text[:start]}{mark}{page.text[end:]}"
        marked = WrittenPage(page.file, surroundings(text, start))
        token = next((each for each in marked.tokens if _MARK in each.text), None)
        if token is not None:
            place = _MarkedPlace(scopes, marked, token, language)
            found = {each.text: each for each in place.offers()}
            # The colon stands there already where a key is only renamed.
            if page.text[end : end + 1] == ":":
                found = {
                    name: replace(each, written=each.insert.removesuffix(": "))
                    for name, each in found.items()
                }
        if found:
            break
    return Offering(start, end, tuple(found.values()))


_CLOSES = {"[": "]", "{": "}"}


def _unclosed(text: str, start: int, end: int) -> str:
    """Return what would close the brackets that the line of a place leaves open."""
    before = text.rfind("\n", 0, start) + 1
    behind = text.find("\n", end)
    line = text[before:start] + text[end : behind if behind >= 0 else len(text)]
    waiting: list[str] = []
    for sign in line:
        if sign in _CLOSES:
            waiting.append(_CLOSES[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
    return "".join(reversed(waiting))


class _MarkedPlace(Struct, dict=True):
    """A place where something is about to be written: ``token`` holds the mark."""

    scopes: NameScopes
    page: WrittenPage
    token: FileToken
    language: str

    @cached_property
    def names(self) -> OfferedNames:
        return OfferedNames(self.scopes, self.token.path, self.language)

    def offers(self) -> Iterator[Offer]:
        kind = self.token.kind
        if self.token.is_key:
            written = self._written(self.token.path[:-1])
            yield from (each for each in self._keys(kind) if each.text not in written)
        elif isinstance(kind, Sentence):
            yield from self._sentence(kind)
        elif self.token.text == _MARK:
            yield from self._value(kind)

    def _keys(self, kind: Kind) -> Iterator[Offer]:
        match kind:
            case NounSchema():
                yield from self._noun_keys(kind)
            case Pairs() if kind.of:
                yield from self._named(self.names.of(kind.of))
            case Pairs() if self.token.path[-2] == "then":
                runs = self.scopes.pages.value((*self.token.path[:-2], "runs"))
                yield from self._named(self.names.ends(runs or ""))
            case CitationList() | OneCitation():
                yield from self._named(self.names.of(("sources",)))
            case LabelText():
                yield from map(_word, self.scopes.pages.languages)
            case _:
                return

    def _written(self, above: Path) -> set[str]:
        """Return the keys that stand in a mapping already."""
        return {
            str(each.path[-1])
            for each in self.page.tokens
            if each.is_key and each.path[:-1] == above
        }

    def _noun_keys(self, kind: NounSchema) -> Iterator[Offer]:
        for key in kind.keys:
            about = kind.meaning(key, self.language)
            yield Offer(key.name, "key", about, f"{flow_text(key.name)}: ")

    def _value(self, kind: Kind) -> Iterator[Offer]:
        match kind:
            case NounSchema():
                yield from self._noun_keys(kind)
            case IdName(of=of, also=also):
                found = self.names.of(of) if of else self.names.by_place(self.page)
                yield from self._named(found)
                yield from map(_word, also)
            case MomentName():
                yield from self._named(self.names.moments())
            case PathName():
                is_event = self.token.path[-2:] == ("within", "from")
                found = self.names.events() if is_event else self.names.states()
                yield from self._named(found)
            case _:
                yield from map(_word, self._choices(kind))

    def _choices(self, kind: Kind) -> Iterable[str]:
        match kind:
            case OneOf():
                return map(str, kind.words)
            case Flag():
                return ("true", "false")
            case LanguageCode():
                return self.scopes.pages.languages
            case _:
                return ()

    def _sentence(self, kind: Kind) -> Iterator[Offer]:
        """Yield the words with which the beginning of a sentence can go on."""
        _, raw = inside(self.page, self.token)
        begun = raw.partition(_MARK)[0]
        terminals, fact = following(sentence_kind(kind), begun)
        for terminal in terminals:
            if terminal == END:
                continue
            if text_of(terminal).islower():
                yield Offer(text_of(terminal), "word")
            else:
                found = self.names.standing_for(terminal, fact, first=not begun.strip())
                yield from self._named(found)

    def _named(self, found: Iterable[tuple[str, str]]) -> Iterator[Offer]:
        for name, about in found:
            yield Offer(name, "name", about)


def _word(text: str) -> Offer:
    return Offer(text, "word")
