"""What something rests on: a source, and the places in it."""

from collections.abc import Iterable

from katch_protocols.model.noun import Id, Noun

__all__ = ["Citation", "cited_sources", "joined"]


class Citation(Noun):
    """A source by its id, and where in it: ``art. 16(2)``.

    ``places`` are as they are written; none: the source as a whole.
    """

    source: Id
    places: tuple[str, ...] = ()

    @property
    def plain(self) -> "str | dict[str, list[str]]":
        """The citation as data: the id, or the id with the list of places."""
        return {self.source: [*self.places]} if self.places else self.source


def cited_sources(citations: Iterable[Citation]) -> tuple[Id, ...]:
    """Return the sources that are cited, each once, in the order of the citations."""
    return tuple(dict.fromkeys(each.source for each in citations))


def joined(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return one citation a source, with the places of all that cite it."""
    found: dict[Id, dict[str, None]] = {}
    for each in citations:
        found.setdefault(each.source, {}).update(dict.fromkeys(each.places))
    return tuple(Citation(source=s, places=tuple(p)) for s, p in found.items())
