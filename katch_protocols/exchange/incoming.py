"""What comes in: a file of another notation, the names it gives, what was not read."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable
from collections.abc import Set as AbstractSet

from msgspec import Struct, field

from katch_protocols.files.bounds import CHARACTERS, ID_LETTERS, TITLE_CHARACTERS
from katch_protocols.files.characters import clean
from katch_protocols.files.field_types.ids import is_id
from katch_protocols.files.file_kinds import TAKEN
from katch_protocols.model.documents import Function, Titled
from katch_protocols.model.noun import EMPTY, Frozen, Id, Label, Noun
from katch_protocols.model.parties import Agency, Role
from katch_protocols.model.protocol import Protocol
from katch_protocols.sentences.text import RESERVED
from katch_protocols.words.transliteration import latin

__all__ = ["Incoming", "Names", "Reader", "StartedProtocol", "UnreadPart", "shorten"]


class UnreadPart(Struct, frozen=True):
    """Something that has no place in a protocol, or that nobody here understands.

    Attributes:
        line: The line of the file on which it begins, from 1.
        what: What it is called there, such as ``<script>``.
        why: Why it was not read: the end of the key ``exchange.unread-WHY``.
    """

    line: int
    what: str
    why: str


class StartedProtocol(Noun):
    """A protocol as far as a file says it.

    Whoever reads a file leaves out what it does not say, be it required in a handbook:
    ``title``, ``by``, ``held_by``, ``outcome``. ``begin`` fills it in and lists it.
    """

    protocol: Protocol
    roles: Frozen[Role] = EMPTY
    agencies: Frozen[Agency] = EMPTY
    functions: Frozen[Function] = EMPTY
    qualifications: Frozen[Titled] = EMPTY


class Names:
    """Gives every thing of a file an id of its own, the same for the same key.

    An id is what is written there, in small Latin letters; a second of the same name
    gets a number. ``renamed`` has those that are written otherwise. States in one state
    differ, and from those at the top, so that a path from the top leads to each; states
    are named before activities, which differ from all of them.
    """

    def __init__(self) -> None:
        self._ids: dict[Hashable, Id] = {}
        self._taken: dict[str, set[Id]] = defaultdict(set)
        self._states: set[Id] = set()
        self._numbers: dict[tuple[int, Id], int] = {}
        self.renamed: dict[str, Id] = {}

    def of(self, key: Hashable, written: str, *, spare: str = "x") -> Id:
        """Return the id of a role, an agency, a fact, a document.

        ``spare`` is what an id is made of where no letter of ``written`` is left.
        """
        return self._give(key, written, spare, self._taken["things"])

    def protocol(self, written: str, *, spare: str) -> Id:
        """Return the id of the protocol, by which no other file is called."""
        return self._give("protocol", written, spare, self._taken["things"], TAKEN)

    def state(self, key: Hashable, written: str, inside: str = "") -> Id:
        """Return the id of a state that stands in the one with the path ``inside``."""
        own, top = self._taken[f"in {inside}"], self._taken["in "]
        found = self._give(key, written, "state", own, top if inside else set())
        self._states.add(found)
        return found

    def activity(self, key: Hashable, written: str) -> Id:
        """Return the id of an activity."""
        acts = self._taken["activities"]
        return self._give(key, written, "activity", acts, self._states)

    def _give(
        self,
        key: Hashable,
        written: str,
        spare: str,
        own: set[Id],
        *others: AbstractSet[Id],
    ) -> Id:
        if key in self._ids:
            return self._ids[key]
        wanted = found = _id(written) or spare
        # What was taken stays so: all numbers before the last one given are.
        counted = (id(own), wanted)
        number = self._numbers.get(counted, 1)
        if number > 1:
            found = _numbered(wanted, number)
        while found in RESERVED or any(found in each for each in (own, *others)):
            number += 1
            found = _numbered(wanted, number)
        self._numbers[counted] = number
        own.add(found)
        self._ids[key] = found
        if written and found != written:
            self.renamed.setdefault(shorten(written), found)
        return found


def _numbered(wanted: Id, number: int) -> Id:
    ending = f"_{number}"
    return f"{wanted[: ID_LETTERS - len(ending)]}{ending}"


def _id(written: str) -> Id:
    """Return what is written in the letters of an id; empty if nothing is left."""
    if is_id(written):
        return written
    # ``camelCase`` and ``HTTPCall`` are words that stand together.
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", latin(written))
    plain = unicodedata.normalize("NFKD", parted).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    if found[:1].isdigit():
        found = f"n{found}"
    return found[:ID_LETTERS].rstrip("_")


def shorten(text: str, most: int = TITLE_CHARACTERS) -> str:
    """Return a text on one line, without what nobody can see, cut at a length."""
    line = " ".join(clean(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


class Incoming(Struct):
    """A file of another notation while it is read.

    ``name`` is that of the file, ``language`` that of the texts inside.
    """

    name: str
    data: bytes
    language: str
    names: Names = field(default_factory=Names)
    unread: list[UnreadPart] = field(default_factory=list)
    _noted: set[UnreadPart] = field(default_factory=set)

    def skip(self, line: int, what: str, why: str, *, once: bool = False) -> None:
        """Note what was not read; ``once``: unless the same was noted before."""
        part = UnreadPart(line, shorten(what), why)
        if not (once and part in self._noted):
            self.unread.append(part)
            self._noted.add(part)

    def label(self, text: str) -> Label | None:
        """Return a text for people as a title; nothing of an empty one."""
        short = shorten(text)
        return Label.of({self.language: short}) if short else None

    def note(self, text: str) -> Label | None:
        """Return a longer text for people."""
        short = shorten(text, CHARACTERS // 4)
        return Label.of({self.language: short}) if short else None


class Reader(Struct, frozen=True):
    """How files of a notation are read.

    Attributes:
        recognizes: Tells, without an error, whether a file is of this notation.
        read: Reads it; what it does not understand goes to ``Incoming.skip``. Raises
            ``NotationError`` where nothing can be made of the file.
    """

    recognizes: Callable[[Incoming], bool]
    read: Callable[[Incoming], StartedProtocol]
