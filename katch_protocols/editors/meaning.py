"""Every name of a handbook, and the declarations that it means where it stands."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.waiting_states import AWAITING, OF_HANDOVER
from katch_protocols.duties.agreed_records import NAMES_OF
from katch_protocols.editors.pages import WrittenPage, WrittenPages
from katch_protocols.editors.scopes import NameScopes
from katch_protocols.editors.written_words import (
    NameUse,
    inside,
    sentence_kind,
    sentence_words,
)
from katch_protocols.files.field_types.citations import CitationList, OneCitation
from katch_protocols.files.field_types.collections import Pairs
from katch_protocols.files.field_types.ids import IdName, MomentName, PathName
from katch_protocols.files.field_types.scalars import Text
from katch_protocols.files.field_types.sentences import Sentence
from katch_protocols.files.tokens import FileToken
from katch_protocols.findings import Path
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.sentences.standing import standing

__all__ = ["NameMeanings"]

_SHARED = {
    "ROLE": ("roles",),
    "ACTOR": ("roles", "agencies"),
    "FACT": ("facts",),
    "DOCUMENT": ("documents",),
}
"""The registries of what a word of a sentence names."""

_NAMED = {
    "STATE": NameKind.STATE,
    "ACTIVITY": NameKind.ACTIVITY,
    "EVENT": NameKind.EVENT,
}


_Names = Iterator[tuple[int, str, tuple[Path, ...]]]
"""Where each name begins, the name, and what it means."""


class NameMeanings:
    """The names of a handbook: what its files say, and its charts where it has some."""

    def __init__(self, pages: WrittenPages, charts: Mapping[Id, Chart]) -> None:
        """Look at files, with the charts of the protocols that mean something."""
        self.pages, self.scopes = pages, NameScopes(pages, charts)
        self._by_page: dict[str, tuple[NameUse, ...]] = {}

    def uses(self, page: WrittenPage) -> tuple[NameUse, ...]:
        """Return every name of a file that is known, in the order written."""
        if page.file not in self._by_page:
            found = (use for token in page.tokens for use in self._of(page, token))
            self._by_page[page.file] = tuple(found)
        return self._by_page[page.file]

    def every_use(self) -> Iterator[NameUse]:
        """Yield every name of every file that is known."""
        for page in self.pages:
            yield from self.uses(page)

    def at(self, page: WrittenPage, offset: int) -> NameUse | None:
        """Return the name at a place of a file, or just before it."""
        token = page.at(offset)
        if token is None:
            return None
        # Before its quotation mark a name is pointed at as well.
        start, raw = inside(page, token)
        place = min(max(offset, start), start + len(raw))
        here = (use for use in self._of(page, token) if use.start <= place <= use.end)
        return next(here, None)

    def _of(self, page: WrittenPage, token: FileToken) -> Iterator[NameUse]:
        declared = self._declares(token)
        start, raw = inside(page, token)
        if declared is not None:
            text = token.text
            yield NameUse(page.file, start, start + len(raw), text, declared, True)  # noqa: FBT003
            return
        for at, name, targets in self._names(page, token):
            if targets:
                end = at + len(name)
                yield NameUse(page.file, at, end, name, targets)

    @cached_property
    def _declaring(self) -> Mapping[int, tuple[Path, ...]]:
        """What each declaring token declares: an activity, wherever it is declared."""
        found: dict[int, tuple[Path, ...]] = {
            id(each.token): (path,)
            for path, every in self.pages.declared.items()
            for each in every
        }
        alike: dict[tuple[Path, str], list[Path]] = {}
        for path in self.pages.declared:
            if path[-2:-1] == ("activities",):
                alike.setdefault((path[:2], str(path[-1])), []).append(path)
        for path, every in self.pages.declared.items():
            if path[-2:-1] == ("activities",):
                paths = tuple(alike[path[:2], str(path[-1])])
                found.update({id(each.token): paths for each in every})
        return found

    def _declares(self, token: FileToken) -> tuple[Path, ...] | None:
        return self._declaring.get(id(token))

    def _names(self, page: WrittenPage, token: FileToken) -> _Names:
        """Yield the names of a token that declares nothing."""
        start, _ = inside(page, token)
        if token.path[3:4] == ("duties",) and token.path[0] == "agreed":
            yield from self._agreed(start, token)
        elif token.is_key:
            yield start, token.text, self._key(token)
        elif isinstance(token.kind, Sentence):
            yield from self._sentence(page, token)
        else:
            yield from self._alone(start, token)

    def _key(self, token: FileToken) -> tuple[Path, ...]:
        match token.kind:
            case Pairs():
                return self._pair(token, token.kind)
            case CitationList() | OneCitation():
                return self.scopes.named(("sources",), token.text, token.path)
            case _:
                return ()

    def _alone(self, start: int, token: FileToken) -> _Names:
        """Yield the names of a value that is no sentence."""
        text, path = token.text, token.path
        match token.kind:
            case IdName(of=of) if of and "." in text:
                yield from self._end(start, text)
            case IdName(of=of):
                found = (
                    self.scopes.named(of, text, path)
                    if of
                    else self._by_place(text, path)
                )
                yield start, text, found
            case MomentName():
                yield from self._moment(start, text)
            case PathName():
                is_event = path[-2:] == ("within", "from") or path[2:3] == ("moves",)
                kind = NameKind.EVENT if is_event else NameKind.STATE
                yield from self._dotted(start, text, kind, path)
            case Text() if path[0] == "register" and path[-1] == "at":
                yield from self._place(start, text)
            case _:
                return

    def _agreed(self, start: int, token: FileToken) -> _Names:
        """Yield the names of what a body agreed to, as its protocol means them now."""
        home: Path = ("protocols", token.path[2])
        keys = [str(each) for each in token.path[4:] if not isinstance(each, int)]
        around = keys[:-1] if token.is_key else keys
        key = next((each for each in reversed(around[1:]) if each != "name"), "")
        if not around or (key == "from" and around[1] != "receives"):
            yield from self._dotted(start, token.text, NameKind.EVENT, home)
        elif key == "source" or not token.is_key:
            of = NAMES_OF.get(key, ())
            yield start, token.text, self.scopes.named(of, token.text, home)

    def _pair(self, token: FileToken, kind: Pairs[object]) -> tuple[Path, ...]:
        """Return what the key of a mapping means whose names are declared elsewhere."""
        path, name = token.path, token.text
        if kind.of:
            return self.scopes.named(kind.of, name, path)
        if path[-2] == "then":
            runs = self.pages.value((*path[:-2], "runs"))
            return self._end_state(str(runs), name)
        if path[0] == "checklists" and path[-2] == "when":
            return self.scopes.known((*path[:2], "weights", name))
        return ()

    def _by_place(self, name: str, path: Path) -> tuple[Path, ...]:
        """Return what an id means whose kind says no more than that it is one."""
        match path:
            case (*above, "initial"):
                inside = ((*above, key, name) for key in ("states", "parallel"))
                return self.scopes.known(*inside) or self._fragment_state(path, name)
            case (*above, "initially"):
                return self._value(tuple(above), name)
            case (*_, "sets", str(fact), _) | (*_, "sets", str(fact)):
                facts = self.scopes.named(("facts",), fact, path)
                return self._value(facts[0], name) if facts else ()
            case ("checklists", checklist, *_, "weight"):
                return self.scopes.known(("checklists", checklist, "weights", name))
            case _:
                return ()

    def _fragment_state(self, path: Path, name: str) -> tuple[Path, ...]:
        near = ((*home, "states", name) for home in self.scopes.around(path[:2]))
        return self.scopes.known(*near)[:1]

    def _value(self, fact: Path, name: str) -> tuple[Path, ...]:
        """Return where a value of a fact is declared: there, or in its checklist."""
        checklist = self.pages.value((*fact, "checklist"))
        own = (*fact, "values", name)
        return self.scopes.known(own, ("checklists", str(checklist), "gives", name))[:1]

    def _end(self, start: int, text: str) -> _Names:
        """Yield a protocol and its end: ``PROTOCOL.END``."""
        protocol, _, end = text.partition(".")
        yield start, protocol, self.scopes.known(("protocols", protocol))
        at = start + len(protocol) + 1
        yield at, end, self._end_state(protocol, end)

    def _moment(self, start: int, text: str) -> _Names:
        """Yield a protocol and what happens there: ``PROTOCOL.NAME``."""
        home, _, event = text.partition(".")
        paths = ((registry, home) for registry in ("protocols", "fragments"))
        yield start, home, self.scopes.known(*paths)
        if event:
            at = start + len(home) + 1
            yield from self._dotted(at, event, NameKind.EVENT, ("protocols", home))

    def _end_state(self, protocol: str, name: str) -> tuple[Path, ...]:
        """Return an end of a protocol; a fragment that it uses may have it."""
        root = ("protocols", protocol)
        homes = (root, *self.scopes.using.get(root, ()))
        return self.scopes.known(*((*home, "states", name) for home in homes))[:1]

    def _place(self, start: int, text: str) -> _Names:
        """Yield the names of a dotted place, as the register writes it."""
        path: Path = ()
        for part in text.split("."):
            path = (*path, int(part) if part.isdecimal() else part)
            yield start, part, self.scopes.known(path) or self._keyed(path)
            start += len(part) + 1

    def _keyed(self, path: Path) -> tuple[Path, ...]:
        """Return what the key at a path means that is declared elsewhere."""
        found = (page.places.get(path) for page in self.pages)
        key = next((each for each in found if each is not None), None)
        return () if key is None or not key.is_key else self._key(key)

    def _sentence(self, page: WrittenPage, token: FileToken) -> _Names:
        placed = sentence_words(page, token)
        known = standing(sentence_kind(token.kind), token.text) if placed else ()
        for (at, word), (_, terminal, fact) in zip(placed, known, strict=False):
            if terminal in _SHARED:
                found = self.scopes.named(_SHARED[terminal], word.text, token.path)
                yield at, word.text, found
            elif terminal == "VALUE":
                facts = self.scopes.named(("facts",), fact, token.path)
                yield at, word.text, self._value(facts[0], word.text) if facts else ()
            elif terminal in _NAMED:
                yield from self._dotted(at, word.text, _NAMED[terminal], token.path)

    def _dotted(self, start: int, text: str, kind: NameKind, path: Path) -> _Names:
        """Yield each part of a state's or an activity's name, behind its place."""
        found = self.scopes.events(text, kind, path)
        parts = text.split(".")
        ends = [start + len(".".join(parts[: n + 1])) for n in range(len(parts))]
        for number, (part, end) in enumerate(zip(parts, ends, strict=True)):
            up = len(parts) - 1 - number
            around = text[: end - start]
            targets = self._around(found, around, up, path) if up else found
            if targets:
                yield end - len(part), part, targets
            else:
                yield from self._handed(end - len(part), around, path)

    def _around(
        self, found: tuple[Path, ...], name: str, up: int, path: Path
    ) -> tuple[Path, ...]:
        """Return what a name means that has so many names more behind it."""
        part = name.rpartition(".")[2]
        above = dict.fromkeys(each for one in found for each in _above(one, part, up))
        # What a protocol that runs inside has stands under the state that runs it.
        return tuple(above) or self.scopes.events(name, NameKind.STATE, path)

    def _handed(self, start: int, text: str, path: Path) -> _Names:
        """Yield the names in the last part of one that a handover brings along.

        It has the handover's name, and where there are several, the role that answers
        or the state that it leaves.
        """
        *before, bare = text.split(".")
        head = next((each for each in OF_HANDOVER if bare.startswith(each)), "")
        if not head and any(each.startswith(AWAITING) for each in before):
            yield start, bare, self.scopes.named(("roles",), bare, path)
        whole = rest = bare.removeprefix(head)
        while head and rest:
            found = self.scopes.events(rest, NameKind.ACTIVITY, path)
            if found:
                at = start + len(head)
                yield at, rest, found
                yield from self._told_apart(
                    at + len(rest) + 1, whole[len(rest) + 1 :], path
                )
                return
            rest = rest.rpartition("_")[0]

    def _told_apart(self, start: int, text: str, path: Path) -> _Names:
        """Yield what tells names of one handover apart."""
        state = text.removeprefix("from_")
        if state != text:
            start += len(text) - len(state)
            yield start, state, self.scopes.events(state, NameKind.STATE, path)
        elif text:
            yield start, text, self.scopes.named(("roles",), text, path)


def _above(path: Path, name: str, up: int) -> Iterator[Path]:
    """Yield the path of the state around, so many names up, if it is called so."""
    for _ in range(up):
        path = path[:-2]
    if path and path[-1] == name:
        yield path
