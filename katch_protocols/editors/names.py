"""Where a name is declared and used, and what has to change for it to be another."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.editors.meaning import NameMeanings
from katch_protocols.editors.pages import Declared, WrittenPage
from katch_protocols.editors.seals import new_seals
from katch_protocols.editors.written_words import NameUse
from katch_protocols.files.field_types.ids import is_id
from katch_protocols.files.file_kinds import FILE_KINDS
from katch_protocols.files.schemas.agreed import AGREED
from katch_protocols.files.splices import Splice, spliced
from katch_protocols.findings import Path
from katch_protocols.sentences.grammar import RESERVED

__all__ = ["Renaming", "declarations", "renamed_texts", "renaming", "uses_of"]


class Renaming(Struct, frozen=True):
    """What changes when a name becomes another one.

    Attributes:
        uses: Each place where the name stands, by file and place.
        new: The name that it becomes.
        seals: Each fingerprint of an agreement that changes with it, and the new one.
        files: The files that are called after it, and what they are called then.
        refused: Why it cannot be: a key of the catalogue ``editors``; else empty.
        about: What is said of that, by the gaps of that text.
    """

    uses: tuple[NameUse, ...] = ()
    new: str = ""
    seals: Mapping[NameUse, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Mapping[NameUse, str]:
        """All that is written otherwise, and what stands there then."""
        return {**dict.fromkeys(self.uses, self.new), **self.seals}


def declarations(meanings: NameMeanings, use: NameUse) -> Iterator[Declared]:
    """Yield where the name that is used somewhere is declared."""
    for path in use.targets:
        yield from meanings.pages.declared.get(path, ())


def uses_of(meanings: NameMeanings, use: NameUse) -> tuple[NameUse, ...]:
    """Return every place where what a name means is named, its declaration too."""
    meant = set(use.targets)
    return tuple(
        each for each in meanings.every_use() if not meant.isdisjoint(each.targets)
    )


def renaming(meanings: NameMeanings, use: NameUse, new: str) -> Renaming:
    """Return what a new name for something changes, or why it cannot have it.

    A sentence that speaks of several protocols at once names what is alike in all of
    them: all of it is renamed. Nothing is while a file is torn: the name may stand
    behind that place as well.
    """
    if not is_id(new) or new in RESERVED:
        return Renaming(refused="not-a-name", about={"name": new})
    torn = next((page.file for page in meanings.pages if page.is_torn), None)
    if torn is not None:
        return Renaming(refused="torn-file", about={"file": torn})
    meant = _alike(meanings, use)
    if any(_is_taken(meanings, path, new) for path in meant):
        return Renaming(refused="name-exists", about={"name": new})
    uses = (each for each in meanings.every_use() if meant & set(each.targets))
    files = {
        kind.file(str(path[1])): kind.file(new)
        for path in meant
        for kind in FILE_KINDS.values()
        if kind.registry and path[:-1] == (kind.registry,)
    }
    change = Renaming(tuple(uses), new, files=files)
    agreed = meanings.pages.get(AGREED.place)
    if agreed is None:
        return change
    after = _written(agreed, change)
    seals = new_seals(agreed, after) if after != agreed.text else ()
    return replace(change, seals=dict(seals))


def renamed_texts(meanings: NameMeanings, change: Renaming) -> Mapping[str, str]:
    """Return the whole text of every file, as it is after a renaming."""
    called = change.files
    return {
        called.get(page.file, page.file): _written(page, change)
        for page in meanings.pages
    }


def _written(page: WrittenPage, change: Renaming) -> str:
    words = change.words.items()
    here = (
        Splice(use.start, use.end, new) for use, new in words if use.file == page.file
    )
    return spliced(page.text, here)


def _alike(meanings: NameMeanings, use: NameUse) -> set[Path]:
    meant: set[Path] = set()
    more = set(use.targets)
    while more - meant:
        meant |= more
        for each in meanings.every_use():
            if meant & set(each.targets):
                more |= set(each.targets)
    return meant


_PARTIES = frozenset({"roles", "agencies"})


def _is_taken(meanings: NameMeanings, path: Path, new: str) -> bool:
    """Tell whether something beside it is already called so.

    An activity has its name in the whole protocol; a role and an agency share names.
    """
    declared = meanings.pages.declared
    if len(path) == 1:
        return False
    if path[-2:-1] == ("activities",):
        return any(
            each[:2] == path[:2] and each[-2:] == ("activities", new)
            for each in declared
        )
    beside = _PARTIES if path[0] in _PARTIES else {path[-2]}
    return any((*path[:-2], kind, new) in declared for kind in beside)
