"""What stands on which sheet: for each kind of thing a row an entry, a column a key."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property

from msgspec import Struct

from katch_protocols.exchange.workbook.fields import SheetField, fields_of
from katch_protocols.files.field_types.collections import Pairs, Registry
from katch_protocols.files.field_types.field_type import Plain
from katch_protocols.files.field_types.noun_schema import Later, NounSchema
from katch_protocols.files.file_kinds import FILE_KINDS

__all__ = [
    "EntrySpot",
    "Ids",
    "SheetEntry",
    "SheetKind",
    "Trees",
    "at",
    "sheets",
]

Ids = tuple[str, ...]
"""What tells an entry from the others of its sheet: the texts of its first columns."""

Trees = Mapping[str, dict[str, Plain]]
"""What the files of a handbook say, in the longest form, by file."""


class EntrySpot(Struct, frozen=True):
    """Where an entry stands: in a file, under keys; none for the file itself."""

    file: str
    path: tuple[str, ...]


class SheetEntry(Struct, frozen=True):
    """A row: its ids, where it stands, and what it says."""

    ids: Ids
    spot: EntrySpot
    value: dict[str, Plain]


class SheetKind(Struct, frozen=True, dict=True):
    """A kind of sheet.

    Attributes:
        name: Its name, by which programs and texts know it.
        ids: The names of its first columns.
        shape: What an entry may have.
        spots: Finds every entry in the files.
        spot: Where an entry with some ids stands, or would; ``None`` where its file or
            what holds it is not there.
        apart: The keys that other sheets have.
    """

    name: str
    ids: tuple[str, ...]
    shape: NounSchema
    spots: Callable[[Trees], Iterator[tuple[Ids, EntrySpot]]]
    spot: Callable[[Ids, Trees], EntrySpot | None]
    apart: frozenset[str] = frozenset()

    @cached_property
    def fields(self) -> tuple[SheetField, ...]:
        """Its columns behind those of the ids."""
        return tuple(fields_of(self.shape, (), self.apart))

    def entries(self, trees: Trees) -> Iterator[SheetEntry]:
        """Yield its rows, in the order of the files."""
        for ids, spot in self.spots(trees):
            value = at(trees, spot)
            yield SheetEntry(ids, spot, value if isinstance(value, dict) else {})

    def not_carried(self, entry: Mapping[str, Plain]) -> tuple[str, ...]:
        """Return the keys of an entry that no sheet has."""
        known = {field.path[0] for field in self.fields} | self.apart
        return tuple(key for key in entry if key not in known)


def at(trees: Trees, spot: EntrySpot) -> Plain:
    """Return what stands at a spot; ``None`` where nothing does."""
    here: Plain = trees.get(spot.file)
    for key in spot.path:
        here = here.get(key) if isinstance(here, dict) else None
    return here


def _inner(shape: NounSchema, key: str) -> NounSchema:
    """Return what the entries under a key of a shape are."""
    kind = next(each.kind for each in shape.keys if each.name == key)
    inner = kind.of if isinstance(kind, Registry) else None
    if isinstance(kind, Pairs):
        inner = kind.value
    if isinstance(inner, Later):
        inner = inner.kind()
    if not isinstance(inner, NounSchema):
        raise TypeError(key)
    return inner


PROTOCOLS, FRAGMENTS, REGIONS = (
    FILE_KINDS[name] for name in ("protocol", "fragment", "region")
)
_FRAGMENT = f"{FRAGMENTS.folder}/"


def _file(own: str) -> str:
    """Return the file of a protocol, or of ``fragments/NAME``."""
    if own.startswith(_FRAGMENT):
        return FRAGMENTS.file(own.removeprefix(_FRAGMENT))
    return PROTOCOLS.file(own)


_NO_PIECES = frozenset(
    kind.file("") for kind in FILE_KINDS.values() if not kind.registry
)


def _pieces(trees: Trees) -> Iterator[tuple[str, str]]:
    """Yield the protocols, then the fragments, as the first column has them."""
    for file, tree in trees.items():
        if PROTOCOLS.name in tree and file not in _NO_PIECES:
            yield str(tree[PROTOCOLS.name]), file
    for file, tree in trees.items():
        if FRAGMENTS.name in tree:
            yield f"{_FRAGMENT}{tree[FRAGMENTS.name]}", file


def _keys(trees: Trees, file: str, *path: str) -> tuple[str, ...]:
    found = at(trees, EntrySpot(file, path))
    return tuple(found) if isinstance(found, dict) else ()


def _in_file(kind_name: str, key: str, name: str) -> SheetKind:
    """Return a sheet of what stands in one file of the handbook, under one key."""
    kind = FILE_KINDS[kind_name]
    file = kind.file("")
    path = (key,)

    def spots(trees: Trees) -> Iterator[tuple[Ids, EntrySpot]]:
        for own in _keys(trees, file, *path):
            yield (own,), EntrySpot(file, (*path, own))

    def spot(ids: Ids, trees: Trees) -> EntrySpot | None:  # noqa: ARG001 - the file may be new
        return EntrySpot(file, (*path, ids[0]))

    return SheetKind(name, ("id",), _inner(kind.shape, key), spots, spot)


def _in_pieces(key: str, name: str, shared: str = "") -> SheetKind:
    """Return a sheet of what protocols and fragments have under one key.

    ``shared`` is the kind of file that has such entries for every protocol: there the
    first column stays empty.
    """
    common = FILE_KINDS[shared].file("") if shared else ""
    shape = FILE_KINDS[shared].shape if shared else PROTOCOLS.shape

    def spots(trees: Trees) -> Iterator[tuple[Ids, EntrySpot]]:
        for own, file in (*([("", common)] if common else []), *_pieces(trees)):
            for each in _keys(trees, file, key):
                yield (own, each), EntrySpot(file, (key, each))

    def spot(ids: Ids, trees: Trees) -> EntrySpot | None:
        own, each = ids
        file = _file(own) if own else common
        known = file in trees or (not own and common)
        return EntrySpot(file, (key, each)) if known else None

    return SheetKind(name, ("protocol", "id"), _inner(shape, key), spots, spot)


def _in_regions(key: str, name: str, own: str) -> SheetKind:
    """Return a sheet of what regions have under one key."""

    def spots(trees: Trees) -> Iterator[tuple[Ids, EntrySpot]]:
        for file, tree in trees.items():
            if file.startswith(f"{REGIONS.folder}/"):
                for each in _keys(trees, file, key):
                    yield (str(tree[REGIONS.name]), each), EntrySpot(file, (key, each))

    def spot(ids: Ids, trees: Trees) -> EntrySpot | None:
        file = REGIONS.file(ids[0])
        return EntrySpot(file, (key, ids[1])) if file in trees else None

    return SheetKind(name, ("region", own), _inner(REGIONS.shape, key), spots, spot)


def _whole_files(kind_name: str, *apart: str) -> SheetKind:
    """Return a sheet with a row for each file of a kind."""
    kind = FILE_KINDS[kind_name]

    def spots(trees: Trees) -> Iterator[tuple[Ids, EntrySpot]]:
        for file, tree in trees.items():
            if kind_name in tree and file == kind.file(str(tree[kind_name])):
                yield (str(tree[kind_name]),), EntrySpot(file, ())

    def spot(ids: Ids, trees: Trees) -> EntrySpot | None:  # noqa: ARG001 - the file may be new
        return EntrySpot(kind.file(ids[0]), ())

    left = frozenset((*apart, kind_name))
    return SheetKind(f"{kind_name}s", (kind_name,), kind.shape, spots, spot, left)


def _inside(
    tree: Plain, path: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the states of a tree: how each is called from the top, and its keys."""
    for holder in ("states", "parallel"):
        found = tree.get(holder) if isinstance(tree, dict) else None
        for name, below in found.items() if isinstance(found, dict) else ():
            here = (*path, holder, name)
            yield ".".join(here[1::2]), here
            yield from _inside(below, here)


def _state_path(tree: Plain, dotted: str) -> tuple[str, ...] | None:
    """Return the keys of a state, there or not; ``None`` where its holder is not."""
    path: tuple[str, ...] = ()
    names = dotted.split(".")
    for depth, name in enumerate(names):
        if not isinstance(tree, dict):
            return None
        holder = "parallel" if "parallel" in tree else "states"
        found = tree.get(holder)
        path = (*path, holder, name)
        tree = found.get(name) if isinstance(found, dict) else None
        if tree is None and depth < len(names) - 1:
            return None
    return path


def _states() -> SheetKind:
    def spots(trees: Trees) -> Iterator[tuple[Ids, EntrySpot]]:
        for own, file in _pieces(trees):
            for dotted, path in _inside(trees[file], ()):
                yield (own, dotted), EntrySpot(file, path)

    def spot(ids: Ids, trees: Trees) -> EntrySpot | None:
        own, dotted = ids
        file = _file(own)
        path = _state_path(trees.get(file), dotted)
        return None if path is None else EntrySpot(file, path)

    apart = frozenset({"states", "parallel", "activities"})
    shape = _inner(PROTOCOLS.shape, "states")
    return SheetKind("states", ("protocol", "state"), shape, spots, spot, apart)


def _steps() -> SheetKind:
    def spots(trees: Trees) -> Iterator[tuple[Ids, EntrySpot]]:
        for own, file in _pieces(trees):
            for dotted, path in (("", ()), *_inside(trees[file], ())):
                for act in _keys(trees, file, *path, "activities"):
                    yield (
                        (own, dotted, act),
                        EntrySpot(file, (*path, "activities", act)),
                    )

    def spot(ids: Ids, trees: Trees) -> EntrySpot | None:
        own, dotted, act = ids
        file = _file(own)
        path = _state_path(trees.get(file), dotted) if dotted else ()
        held = path is not None and isinstance(at(trees, EntrySpot(file, path)), dict)
        return EntrySpot(file, (*(path or ()), "activities", act)) if held else None

    ids = ("protocol", "state", "step")
    return SheetKind("steps", ids, _inner(PROTOCOLS.shape, "activities"), spots, spot)


_APART = ("facts", "documents", "phases", "states", "activities", "safeguards")


@cache
def sheets() -> tuple[SheetKind, ...]:
    """Return every kind of sheet, in the order in which they stand in a workbook."""
    return (
        _steps(),
        _states(),
        _whole_files("protocol", *_APART, "waivers"),
        _in_pieces("safeguards", "safeguards", "safeguards"),
        _in_pieces("documents", "documents"),
        _in_pieces("facts", "facts", "handbook"),
        _in_pieces("phases", "phases"),
        _in_file("agencies", "agencies", "bodies"),
        _in_file("roles", "roles", "roles"),
        _in_file("sources", "sources", "sources"),
        _whole_files("region", "roles", "posts", "training", "progress"),
        _in_regions("roles", "holders", "role"),
        _in_regions("posts", "posts", "post"),
        _in_file("handbook", "functions", "functions"),
        _in_file("handbook", "data", "data"),
        _in_file("handbook", "questions", "questions"),
        _in_file("register", "register", "register"),
    )
