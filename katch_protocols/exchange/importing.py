"""A file of another notation becomes a started handbook."""

from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path

from msgspec import Struct

from katch_protocols.answers import Answerable
from katch_protocols.errors import NotationError, UnknownNameError
from katch_protocols.exchange.begin import begin
from katch_protocols.exchange.documents import require_small
from katch_protocols.exchange.incoming import Incoming, Reader, UnreadPart
from katch_protocols.exchange.known_notations import notation_named, notations_read
from katch_protocols.exchange.notation import Notation
from katch_protocols.files.write import write
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.whole_files import write_new
from katch_protocols.words.lists import as_typed, enumerated
from katch_protocols.words.say import listed, say

__all__ = ["Imported", "import_file"]


class Imported(Answerable, Struct, frozen=True):
    """A handbook that was begun from a file of another notation.

    Attributes:
        file: The name of the file.
        notation: The name of its notation.
        protocol: The protocol that it holds.
        handbook: The handbook around it.
        renamed: What is called otherwise here, by what it is called in the file.
        supplied: What the file does not say and was put in, by name, and where.
        unread: What was not read or left out, by line; line 0 where it has none.
        findings: What ``check`` says of the handbook: gaps to fill.
    """

    KEYS = (
        "file",
        "notation",
        "protocol=protocol.id",
        "renamed",
        "supplied",
        ("unread", ("line", "what", "why")),
    )

    file: str
    notation: str
    protocol: Protocol
    handbook: Handbook
    renamed: Mapping[str, Id]
    supplied: Mapping[str, tuple[str, ...]]
    unread: tuple[UnreadPart, ...]
    findings: tuple[Finding, ...]

    def texts(self) -> Mapping[str, str]:
        """Return the text of each file of the handbook, by its name."""
        return write(self.handbook)

    def save(self, folder: str | PathLike[str]) -> tuple[Path, ...]:
        """Write the handbook into a folder, all of it or nothing; return its files.

        Raises:
            FileExistsError: One of them is there already.
            OSError: One cannot be written; ``filename`` says which.
        """
        home = Path(folder)
        files = self.texts().items()
        return write_new({home / name: text.encode() for name, text in files})

    def report(self, language: str) -> Iterator[str]:
        """Say what was put in, what was not read and what is called otherwise."""
        for name, places in self.supplied.items():
            where = listed(places, language)
            yield say(f"exchange.supplied-{name}", language, places=where)
        lines: dict[tuple[str, str], list[int]] = {}
        for each in self.unread:
            lines.setdefault((each.what, each.why), []).append(each.line)
        for (what, why), at in lines.items():
            yield say(
                "exchange.unread-at" if any(at) else "exchange.unread",
                language,
                file=self.file,
                lines=as_typed(map(str, dict.fromkeys(at))),
                what=what,
                why=say(f"exchange.unread-{why}", language),
            )
        if self.renamed:
            pairs = (f"{written} → {name}" for written, name in self.renamed.items())
            yield say("exchange.renamed", language, names=enumerated(pairs))


def import_file(incoming: Incoming, *, notation: str | None = None) -> Imported:
    """Read a file of the notation called ``notation``, else of the one it seems to be.

    Raises:
        NotationError: Nothing can be made of the file.
        UnknownNameError: There is no such notation, or none that can be read.
        MissingExtraError: The notation needs a library that is not installed.
    """
    found, reader = _reader(incoming, notation)
    draft = reader.read(incoming)
    begun = begin(draft, incoming)
    own = draft.protocol.id
    return Imported(
        incoming.name,
        found.name,
        begun.handbook.protocols[own],
        begun.handbook,
        incoming.names.renamed,
        begun.supplied,
        (*sorted(incoming.unread, key=_line), *begun.unread),
        begun.findings,
    )


def _line(part: UnreadPart) -> int:
    return part.line


def _reader(incoming: Incoming, name: str | None) -> tuple[Notation, Reader]:
    if name is not None:
        notation = notation_named(name)
        if notation.reader is None:
            known = [each.name for each in notations_read()]
            raise UnknownNameError("notation", name, nearest_names(name, known))
        return notation, notation.reader
    require_small(incoming)
    for notation in notations_read():
        if notation.reader is not None and notation.reader.recognizes(incoming):
            return notation, notation.reader
    raise NotationError("unknown", incoming.name)
