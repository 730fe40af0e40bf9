"""The files of a handbook as they are written: keys, values, and declared names."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.editors.positions import Lines
from katch_protocols.files.field_types.collections import Pairs, Registry
from katch_protocols.files.field_types.ids import OwnId
from katch_protocols.files.field_types.labels import ChoiceList
from katch_protocols.files.file_kinds import HANDBOOK_FILE, named
from katch_protocols.files.tokens import FileToken, is_torn, tokens
from katch_protocols.findings import Path

__all__ = ["Declared", "WrittenPage", "WrittenPages"]


class Declared(Struct, frozen=True):
    """Where a name is declared: ``path`` is what it names, ``token`` is the name."""

    path: Path
    file: str
    token: FileToken

    @property
    def name(self) -> str:
        """The name itself."""
        return self.token.text


class WrittenPage(Struct, frozen=True, dict=True):
    """One file: its text, and what stands in it, in the order written."""

    file: str
    text: str

    @cached_property
    def tokens(self) -> tuple[FileToken, ...]:
        """Every key and value."""
        name = named(self.file)
        return () if name is None else tokens(self.text, name)

    @cached_property
    def is_torn(self) -> bool:
        """Whether more may stand here than was read: something is not YAML."""
        return is_torn(self.text)

    @cached_property
    def _lines(self) -> dict[str, Lines]:
        return {}

    def lines(self, encoding: str = "utf-16") -> Lines:
        """Return its lines, in which a client counts letters as was agreed."""
        if encoding not in self._lines:
            self._lines[encoding] = Lines(self.text, encoding)
        return self._lines[encoding]

    @cached_property
    def alone(self) -> Mapping[Path, FileToken]:
        """Each value that stands alone, by its path."""
        return {each.path: each for each in self.tokens if not each.is_key}

    @cached_property
    def values(self) -> Mapping[Path, str]:
        """The text of each value that stands alone, by its path."""
        return {path: each.text for path, each in self.alone.items()}

    @cached_property
    def places(self) -> Mapping[Path, FileToken]:
        """The key, or the item of a list, that stands at each path."""
        found: dict[Path, FileToken] = {}
        for each in self.tokens:
            found.setdefault(each.path, each)
        return found

    @cached_property
    def declared(self) -> tuple[Declared, ...]:
        """Every name that is declared here."""
        return tuple(self._declared())

    @cached_property
    def _starts(self) -> list[int]:
        return [each.start for each in self.tokens]

    def at(self, offset: int) -> FileToken | None:
        """Return the key or value that a place is in, or just behind."""
        position = bisect_right(self._starts, offset) - 1
        if position < 0:
            return None
        # An empty value stands where the next key may begin.
        for each in self.tokens[position : position - 2 if position > 1 else None : -1]:
            if each.start <= offset <= each.end and (each.text or each.style):
                return each
        return None

    def _declared(self) -> Iterator[Declared]:
        for each in self.tokens:
            path = _declares(each)
            if path is not None:
                yield Declared(path, self.file, each)


def _declares(token: FileToken) -> Path | None:
    """Return the path of what a token declares, if it declares something."""
    path = token.path
    match token.kind:
        case Registry() if token.is_key:
            return path
        case Pairs(of=()) if token.is_key and path[-2] == "weights":
            return path
        case OwnId():
            # Of a checklist it is what a line of a list gives.
            is_line = isinstance(path[-2], int)
            return (*path[:-2], token.text) if is_line else path[:-1]
        case ChoiceList():
            is_whole = isinstance(path[-1], str)
            above = path if is_whole and not token.is_key else path[:-1]
            return (*above, token.text)
        case _:
            return None


class WrittenPages:
    """Every file of a handbook; one that did not change is not looked at again."""

    def __init__(self) -> None:
        """Begin without files."""
        self._pages: dict[str, WrittenPage] = {}
        self._bytes: dict[str, bytes] = {}
        self._declared: Mapping[Path, tuple[Declared, ...]] | None = None

    def update(self, texts: Mapping[str, bytes]) -> bool:
        """Take the files as they are now; tell whether any is another than before."""
        changed = self._bytes.keys() != texts.keys()
        for file in self._bytes.keys() - texts.keys():
            del self._pages[file]
        for file, data in texts.items():
            if self._bytes.get(file) != data:
                text = data.decode("utf-8-sig", errors="replace")
                self._pages[file] = WrittenPage(file, text)
                changed = True
        self._bytes = dict(texts)
        if changed:
            self._declared = None
        return changed

    def copy(self) -> "WrittenPages":
        """Return the files of now, which stay as they are."""
        other = WrittenPages()
        other._pages, other._bytes = dict(self._pages), self._bytes
        other._declared = self._declared
        return other

    def __iter__(self) -> Iterator[WrittenPage]:
        return iter(self._pages.values())

    def get(self, file: str) -> WrittenPage | None:
        """Return a file by its name below the handbook."""
        return self._pages.get(file)

    @property
    def declared(self) -> Mapping[Path, tuple[Declared, ...]]:
        """Where each name is declared, by the path of what it names."""
        if self._declared is None:
            found: dict[Path, list[Declared]] = {}
            for page in self:
                for each in page.declared:
                    found.setdefault(each.path, []).append(each)
            self._declared = {path: tuple(each) for path, each in found.items()}
        return self._declared

    def value(self, path: Path) -> str | None:
        """Return the text of the value at a path, where one stands alone."""
        found = (page.values.get(path) for page in self)
        return next((each for each in found if each is not None), None)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the handbook, as it writes them."""
        page = self.get(HANDBOOK_FILE)
        if page is None:
            return ()
        wanted = ("handbook", "languages")
        found = (text for path, text in page.values.items() if path[:2] == wanted)
        return tuple(found)

    def title(self, path: Path, language: str) -> str:
        """Return the title of what stands at a path, in a language if it has one.

        Else in any that it has; empty where it has none.
        """
        label = (*path, "title")
        page = self._home(path)
        if page is None:
            return ""
        spoken = (language, *self.languages)
        # What a fact can be has its text beneath it, without the key.
        places = ((*where, each) for where in (label, path) for each in spoken)
        texts = (page.values.get(each) for each in (*places, label, path))
        return next((each for each in texts if each), "")

    def _home(self, path: Path) -> WrittenPage | None:
        """Return the file in which something is declared."""
        found = self.declared.get(path)
        return self.get(found[0].file) if found else None
