"""From the texts of a handbook to its nouns, or to everything that is wrong."""

from collections.abc import Iterable, Mapping
from functools import partial
from os import PathLike
from pathlib import Path as FilePath
from typing import Any

from msgspec import Struct, field
from pydantic import ValidationError

from katch_protocols.answers import Brief
from katch_protocols.errors import HandbookError, WrongTypeError
from katch_protocols.files import bounds
from katch_protocols.files.archive import beside_in_archive, is_archive, unpack
from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.field_types.font_file import is_font_path
from katch_protocols.files.field_types.ids import is_id
from katch_protocols.files.field_types.labels import stand_in
from katch_protocols.files.field_types.scalars import is_language
from katch_protocols.files.file_kinds import (
    HANDBOOK_FILE,
    HandbookFile,
    is_apart,
    named,
)
from katch_protocols.files.folder import (
    beside_in,
    bounded,
    gather,
    is_misplaced,
    lose,
    refuse_stray,
    take_in,
)
from katch_protocols.files.kept_trees import KeptTrees
from katch_protocols.files.names_meant import with_names_meant
from katch_protocols.files.schemas.handbook import HANDBOOK
from katch_protocols.files.source_file import (
    Beside,
    SourceFile,
    Unread,
    nothing_beside,
)
from katch_protocols.files.yaml_nodes import Items, Map, PlaceIndex
from katch_protocols.findings import Finding, Path, Place, Severity
from katch_protocols.garbage import Uncollected
from katch_protocols.model.handbook import FILED, Handbook

__all__ = [
    "Reading",
    "Source",
    "read",
    "read_handbook",
    "read_open",
    "read_texts",
    "refuse",
]


class Reading(Brief, Struct, frozen=True):
    """A handbook as complete as its files allow.

    Attributes:
        handbook: What could be read; None if there is nothing to read.
        findings: Everything that was wrong, by place.
        places: Where each part was written.
        incomplete: What was lost. A registry of which an entry is not known: ``roles``,
            ``functions``, ``protocols.referral.states``. A part of which a value was
            refused: ``agencies.mia``, ``protocols.referral``.
        texts: The bytes of each file that was read, by its name below the folder.
        unlisted: Where texts stand in a language that the handbook does not list.
    """

    UNSAID = ("texts", "unlisted")

    handbook: Handbook | None
    findings: tuple[Finding, ...]
    places: PlaceIndex
    incomplete: frozenset[str]
    texts: Mapping[str, bytes] = field(default_factory=dict)
    unlisted: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)

    def sound(self) -> Handbook:
        """Return the handbook.

        Raises:
            HandbookError: Something was wrong; it carries every finding.
        """
        wrong = any(finding.severity is Severity.ERROR for finding in self.findings)
        if wrong or self.handbook is None:
            raise HandbookError(self.findings)
        return self.handbook


_START = Place(HANDBOOK_FILE, 1, 1)


def refuse(error: ValidationError, places: PlaceIndex, ledger: Diagnostics) -> None:
    """Write a finding for each value that no noun can hold, where it was written."""
    for each in error.errors(include_url=False, include_context=False):
        path = _written(each["loc"])
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        where = _nearest(path, places)
        ledger.write("not-valid", where, path, {"key": key})


def _written(location: Path) -> Path:
    path = tuple(part for part in location if part != "raci")
    return path if path[:1] and path[0] in FILED else ("handbook", *path)


def _nearest(path: Path, places: PlaceIndex) -> Place:
    for end in range(len(path), 0, -1):
        found = places.get(path[:end])
        if found is not None:
            return found
    return _START


Source = str | PathLike[str] | bytes | Mapping[str, str | bytes]
"""Where a handbook stands: a folder or zip by its path, a zip, texts by file name."""

_NOWHERE = Place("", 0, 0)


def read_handbook(source: Source) -> Handbook:
    """Read a handbook that can be used as it stands.

    Raises:
        HandbookError: Something is wrong; it carries every finding.
    """
    return read(source).sound()


def read(source: Source, trees: KeptTrees | None = None) -> Reading:
    """Read a handbook as far as its files allow; everything wrong is a finding.

    Args:
        source: A folder; a zip, by its path or its bytes; or texts by file name.
        trees: Keeps the trees of files between readings of one folder.
    """
    if isinstance(source, Mapping):
        return read_texts(source)
    ledger = Diagnostics()
    where = source if isinstance(source, bytes) else FilePath(source)
    if isinstance(where, bytes) or is_archive(where):
        texts, beside = unpack(where, ledger), partial(beside_in_archive, where)
    else:
        texts, beside = gather(where, ledger), partial(beside_in, where)
    if texts is None:
        return Reading(None, tuple(ledger.findings), PlaceIndex({}), frozenset())
    return _read(texts, ledger, beside, trees)


def read_open(
    folder: FilePath, unsaved: Mapping[str, bytes], trees: KeptTrees
) -> Reading:
    """Read a folder as an editor has it: what is open there counts, saved or not.

    Args:
        folder: The folder of a handbook.
        unsaved: The bytes of each file that is open, by its name below the folder; one
            that the folder lacks counts as well.
        trees: Keeps the trees of files between readings of one folder.
    """
    ledger = Diagnostics()
    texts = gather(folder, ledger, unsaved)
    if texts is None:
        return Reading(None, tuple(ledger.findings), PlaceIndex({}), frozenset())
    return _read(texts, ledger, partial(beside_in, folder), trees)


def read_texts(texts: Mapping[str, str | bytes]) -> Reading:
    r"""Read a handbook from texts by file name, without a disk.

    Example:
        >>> read_texts({"handbook.yaml": "handbook: x\ntitle: Y\n"}).handbook.id
        'x'

    Raises:
        WrongTypeError: A name is no text, or what it names is neither text nor bytes.
    """
    given: Iterable[tuple[object, object]] = texts.items()
    for name, text in given:
        if not isinstance(name, str) or not isinstance(text, str | bytes):
            kind = type(text if isinstance(name, str) else name)
            raise WrongTypeError("source", "texts-by-file", kind)
    ledger = Diagnostics()
    # A file that is named as a font may be asked for; others have no place here.
    for file in sorted(texts):
        beside = is_font_path(file) or is_apart(file)
        if named(file) is None and not beside:
            refuse_stray(file, ledger)
    names = filter(named, texts)
    taken = take_in(names, lambda name: _encoded(texts[name]), ledger)
    return _read(taken, ledger, partial(_beside, texts))


def _beside(texts: Mapping[str, str | bytes], name: str) -> bytes | Unread:
    found = texts.get(name)
    if found is None:
        return nothing_beside(name)
    return bounded(name, found if isinstance(found, bytes) else found.encode())


def _encoded(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return text
    return text[: bounds.FILE_BYTES + 1].encode("utf-8", "surrogatepass")


class _Assembly(Struct):
    """The handbook while its files come in, one after another."""

    ledger: Diagnostics
    beside: Beside
    trees: KeptTrees
    fields: dict[str, Any] = field(default_factory=dict)
    roots: dict[Path, tuple[str, Map]] = field(default_factory=dict)
    files: dict[Path, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()

    def take(self, file: str, data: bytes) -> None:
        """Read one file into its place."""
        name = named(file)
        if name is None or self.ledger.full:
            lose(file, self.ledger)
            return
        sheet = SourceFile(file, self.ledger, self.languages, beside=self.beside)
        tree = self.trees.load(data, sheet, name.root)
        if name.kind.registry and not is_id(name.stem):
            sheet.refuse_at("bad-file-name", 0, (), name.meant(tree), name=file)
        if tree is None or is_misplaced(tree, name, sheet):
            lose(file, self.ledger)
            return
        if name.kind is HANDBOOK:
            self.languages = sheet.languages = _languages(tree)
        found = name.kind.shape.fields(tree, name.stem, sheet)
        if isinstance(found, dict) and is_id(str(found.get("id", name.stem))):
            self._keep(name, found, tree, sheet)
        else:
            lose(file, self.ledger)

    def _keep(
        self, name: HandbookFile, found: dict[str, Any], tree: Map, sheet: SourceFile
    ) -> None:
        registry = name.kind.registry
        if not registry:
            self.fields.update(found)
            self._note(name, tree, sheet.file)
            return
        ident = str(found["id"])
        path = (registry, ident)
        if ident != name.stem and is_id(name.stem):
            facts = {"name": ident, "file": sheet.file}
            sheet.refuse("file-name-differs", tree, name.kind.name, None, **facts)
            self.ledger.lose((registry,))
        if path in self.files:
            facts = {"name": ident, "file": self.files[path]}
            sheet.refuse("id-in-two-files", tree, name.kind.name, None, **facts)
            return
        self.fields.setdefault(registry, {})[ident] = found
        self.roots[path] = (sheet.file, tree)
        self.files[path] = sheet.file

    def _note(self, name: HandbookFile, tree: Map, file: str) -> None:
        if name.kind is HANDBOOK:
            self.roots[name.root] = (file, tree)
            return
        below = tree.get(name.kind.name)
        if isinstance(below, Map):
            self.roots[(name.kind.name,)] = (file, below)
        else:
            self.ledger.lose((name.kind.name,))

    def handbook(self, places: PlaceIndex) -> Handbook | None:
        """Make the nouns, all in one pass."""
        self.fields.setdefault("id", "handbook")
        self.fields.setdefault(
            "title", stand_in("handbook", SourceFile("", self.ledger))
        )
        try:
            return Handbook.model_validate(self.fields).placed(places)
        except ValidationError as error:
            refuse(error, places, self.ledger)
            return None


def _read(
    texts: Mapping[str, bytes],
    ledger: Diagnostics,
    beside: Beside,
    trees: KeptTrees | None = None,
) -> Reading:
    assembly = _Assembly(ledger, beside, trees or KeptTrees())
    if HANDBOOK_FILE not in texts:
        ledger.write("handbook-missing", Place(HANDBOOK_FILE, 1, 1))
        lose(HANDBOOK_FILE, ledger)
    with Uncollected():
        for file in sorted(texts, key=lambda name: (name != HANDBOOK_FILE, name)):
            assembly.take(file, texts[file])
        places = PlaceIndex(assembly.roots)
        handbook = assembly.handbook(places)
    ledger.tell_of_languages(places.get(("handbook", "languages")) or _START)
    findings = tuple(sorted(ledger.findings, key=_order))
    if handbook is not None:
        findings = with_names_meant(findings, handbook)
    if handbook is not None and handbook.font is not None:
        texts = {**texts, handbook.font.file: handbook.font.data}
    lost = frozenset(ledger.incomplete)
    return Reading(handbook, findings, places, lost, texts, ledger.unlisted)


def _order(finding: Finding) -> tuple[Place, str]:
    return finding.place or _NOWHERE, finding.rule


def _languages(tree: Map) -> tuple[str, ...]:
    """Look ahead: the titles of handbook.yaml itself need its languages."""
    raw = tree.get("languages")
    listed = raw if isinstance(raw, Items) else [raw]
    codes = (each for each in listed if isinstance(each, str) and is_language(each))
    return tuple(dict.fromkeys(codes))
