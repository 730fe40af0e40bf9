"""The outline of a file: what it declares, each inside what it is declared in."""

from collections.abc import Iterable
from itertools import islice, takewhile

from msgspec import Struct, field

from katch_protocols.editors.pages import Declared, WrittenPage, WrittenPages
from katch_protocols.findings import Path

__all__ = ["OutlineEntry", "found_by", "outline"]


class OutlineEntry(Struct):
    """A name that is declared, from its first letter to the end of all below it."""

    declared: Declared
    title: str
    end: int
    inside: list["OutlineEntry"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The key under which it is declared: ``states``, ``roles``."""
        path = self.declared.path
        return str(path[-2] if len(path) > 1 else path[0])


def outline(
    pages: WrittenPages, page: WrittenPage, language: str
) -> list[OutlineEntry]:
    """Return what a file declares, as a tree; titles in a language."""
    top: list[OutlineEntry] = []
    around: list[OutlineEntry] = []
    numbers = {id(token): at for at, token in enumerate(page.tokens)}
    for each in page.declared:
        while around and not _is_below(each.path, around[-1].declared.path):
            around.pop()
        end = _end(page, numbers[id(each.token)], each)
        entry = OutlineEntry(each, pages.title(each.path, language), end)
        (around[-1].inside if around else top).append(entry)
        around.append(entry)
    return top


def _is_below(path: Path, above: Path) -> bool:
    return path[: len(above)] == above


def _end(page: WrittenPage, number: int, declared: Declared) -> int:
    """Return where the last thing ends that stands below a name."""
    below = (
        token.end
        for token in takewhile(
            lambda token: _is_below(token.path, declared.path),
            islice(page.tokens, number, None),
        )
    )
    return max(below, default=declared.token.end)


def found_by(
    pages: WrittenPages, query: str, language: str, most: int
) -> Iterable[OutlineEntry]:
    """Yield what is declared anywhere of which the name or the title has a text."""
    wanted, count = query.casefold(), 0
    for path, every in pages.declared.items():
        title = pages.title(path, language)
        if wanted not in str(path[-1]).casefold() and wanted not in title.casefold():
            continue
        for each in every:
            count += 1
            if count > most:
                return
            yield OutlineEntry(each, title, each.token.end)
