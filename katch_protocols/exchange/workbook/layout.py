"""What stands on which sheet: for each kind of thing a row an entry, a column a key."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from katch_protocols.exchange.workbook.cells import CellForm, cell_form
from katch_protocols.files.field_types.collections import Pairs, Registry
from katch_protocols.files.field_types.field_type import FieldType, Plain
from katch_protocols.files.field_types.ids import IdName, OwnId, Several
from katch_protocols.files.field_types.noun_schema import FieldKey, Later, NounSchema
from katch_protocols.files.field_types.scalars import Flag, OneOf
from katch_protocols.files.file_kinds import FILE_KINDS

__all__ = [
    "Entry",
    "Field",
    "Ids",
    "SheetKind",
    "Spot",
    "Trees",
    "at",
    "offered",
    "sheets",
]

Ids = tuple[str, ...]
"""What tells an entry from the others of its sheet: the texts of its first columns."""

Trees = Mapping[str, dict[str, Plain]]
"""What the files of a handbook say, in the longest form, by file."""


@dataclass(frozen=True)
class Spot:
    """Where an entry stands: in a file, under keys; none for the file itself."""

    file: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A row: its ids, where it stands, and what it says."""

    ids: Ids
    spot: Spot
    value: dict[str, Plain]


@dataclass(frozen=True)
class Field:
    """A key of an entry, or a key inside one: a column, or one for each language.

    Attributes:
        path: The keys from the entry down.
        form: How its values stand in cells.
        shape: The mapping that has the key, which says what it means.
        key: The key.
    """

    path: tuple[str, ...]
    form: CellForm
    shape: NounSchema
    key: FieldKey

    def codes(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Return the names of its columns, by which programs read them."""
        name = ".".join(self.path)
        if not self.form.by_language:
            return (name,)
        return tuple(f"{name} {language}" for language in languages)

    def of(self, entry: Mapping[str, Plain]) -> Plain:
        """Return its value in an entry; ``None`` where there is none."""
        here: Plain = dict(entry)
        for key in self.path:
            here = here.get(key) if isinstance(here, dict) else None
        return here

    @property
    def choices(self) -> tuple[str, bool] | None:
        """The list that it offers, and whether several may be chosen."""
        kind = self.key.kind
        several = isinstance(kind, Several)
        one = kind.one if isinstance(kind, Several) else kind
        name = " ".join(offered(one))
        return (name, several) if name else None


def offered(kind: FieldType[Any]) -> tuple[str, ...]:
    """Return what a kind of value can be chosen from: registries and words."""
    match kind:
        case IdName():
            return (*kind.of, *kind.also)
        case OneOf():
            return tuple(map(str, kind.words))
        case Flag():
            return ("true", "false")
        case _:
            return ()


@dataclass(frozen=True)
class SheetKind:
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
    spots: Callable[[Trees], Iterator[tuple[Ids, Spot]]]
    spot: Callable[[Ids, Trees], Spot | None]
    apart: frozenset[str] = frozenset()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Its columns behind those of the ids."""
        return tuple(_fields(self.shape, (), self.apart))

    def entries(self, trees: Trees) -> Iterator[Entry]:
        """Yield its rows, in the order of the files."""
        for ids, spot in self.spots(trees):
            value = at(trees, spot)
            yield Entry(ids, spot, value if isinstance(value, dict) else {})

    def not_carried(self, entry: Mapping[str, Plain]) -> tuple[str, ...]:
        """Return the keys of an entry that no sheet has."""
        known = {field.path[0] for field in self.fields} | self.apart
        return tuple(key for key in entry if key not in known)


def _fields(
    shape: NounSchema, path: tuple[str, ...], apart: frozenset[str]
) -> Iterator[Field]:
    for key in shape.keys:
        if key.beside or key.name in apart or isinstance(key.kind, OwnId):
            continue
        below = (*path, key.name)
        if isinstance(key.kind, NounSchema):
            yield from _fields(key.kind, below, frozenset())
            continue
        form = cell_form(key.kind)
        if form is not None:
            yield Field(below, form, shape, key)


def at(trees: Trees, spot: Spot) -> Plain:
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
    found = at(trees, Spot(file, path))
    return tuple(found) if isinstance(found, dict) else ()


def _in_file(kind_name: str, key: str, name: str) -> SheetKind:
    """Return a sheet of what stands in one file of the handbook, under one key."""
    kind = FILE_KINDS[kind_name]
    file = kind.file("")
    path = (key,)

    def spots(trees: Trees) -> Iterator[tuple[Ids, Spot]]:
        for own in _keys(trees, file, *path):
            yield (own,), Spot(file, (*path, own))

    def spot(ids: Ids, trees: Trees) -> Spot | None:  # noqa: ARG001 - the file may be new
        return Spot(file, (*path, ids[0]))

    return SheetKind(name, ("id",), _inner(kind.shape, key), spots, spot)


def _in_pieces(key: str, name: str, shared: str = "") -> SheetKind:
    """Return a sheet of what protocols and fragments have under one key.

    ``shared`` is the kind of file that has such entries for every protocol: there the
    first column stays empty.
    """
    common = FILE_KINDS[shared].file("") if shared else ""
    shape = FILE_KINDS[shared].shape if shared else PROTOCOLS.shape

    def spots(trees: Trees) -> Iterator[tuple[Ids, Spot]]:
        for own, file in (*([("", common)] if common else []), *_pieces(trees)):
            for each in _keys(trees, file, key):
                yield (own, each), Spot(file, (key, each))

    def spot(ids: Ids, trees: Trees) -> Spot | None:
        own, each = ids
        file = _file(own) if own else common
        known = file in trees or (not own and common)
        return Spot(file, (key, each)) if known else None

    return SheetKind(name, ("protocol", "id"), _inner(shape, key), spots, spot)


def _in_regions(key: str, name: str, own: str) -> SheetKind:
    """Return a sheet of what regions have under one key."""

    def spots(trees: Trees) -> Iterator[tuple[Ids, Spot]]:
        for file, tree in trees.items():
            if file.startswith(f"{REGIONS.folder}/"):
                for each in _keys(trees, file, key):
                    yield (str(tree[REGIONS.name]), each), Spot(file, (key, each))

    def spot(ids: Ids, trees: Trees) -> Spot | None:
        file = REGIONS.file(ids[0])
        return Spot(file, (key, ids[1])) if file in trees else None

    return SheetKind(name, ("region", own), _inner(REGIONS.shape, key), spots, spot)


def _whole_files(kind_name: str, apart: str) -> SheetKind:
    """Return a sheet with a row for each file of a kind."""
    kind = FILE_KINDS[kind_name]

    def spots(trees: Trees) -> Iterator[tuple[Ids, Spot]]:
        for file, tree in trees.items():
            if kind_name in tree and file == kind.file(str(tree[kind_name])):
                yield (str(tree[kind_name]),), Spot(file, ())

    def spot(ids: Ids, trees: Trees) -> Spot | None:  # noqa: ARG001 - the file may be new
        return Spot(kind.file(ids[0]), ())

    left = frozenset((*apart.split(), kind_name))
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
    def spots(trees: Trees) -> Iterator[tuple[Ids, Spot]]:
        for own, file in _pieces(trees):
            for dotted, path in _inside(trees[file], ()):
                yield (own, dotted), Spot(file, path)

    def spot(ids: Ids, trees: Trees) -> Spot | None:
        own, dotted = ids
        file = _file(own)
        path = _state_path(trees.get(file), dotted)
        return None if path is None else Spot(file, path)

    apart = frozenset({"states", "parallel", "activities"})
    shape = _inner(PROTOCOLS.shape, "states")
    return SheetKind("states", ("protocol", "state"), shape, spots, spot, apart)


def _steps() -> SheetKind:
    def spots(trees: Trees) -> Iterator[tuple[Ids, Spot]]:
        for own, file in _pieces(trees):
            for dotted, path in (("", ()), *_inside(trees[file], ())):
                for act in _keys(trees, file, *path, "activities"):
                    yield (own, dotted, act), Spot(file, (*path, "activities", act))

    def spot(ids: Ids, trees: Trees) -> Spot | None:
        own, dotted, act = ids
        file = _file(own)
        path = _state_path(trees.get(file), dotted) if dotted else ()
        held = path is not None and isinstance(at(trees, Spot(file, path)), dict)
        return Spot(file, (*(path or ()), "activities", act)) if held else None

    ids = ("protocol", "state", "step")
    return SheetKind("steps", ids, _inner(PROTOCOLS.shape, "activities"), spots, spot)


_HAS_SHEETS = "facts documents phases states activities safeguards"


@cache
def sheets() -> tuple[SheetKind, ...]:
    """Return every kind of sheet, in the order in which they stand in a workbook."""
    return (
        _steps(),
        _states(),
        _whole_files("protocol", f"{_HAS_SHEETS} waivers"),
        _in_pieces("safeguards", "safeguards", "safeguards"),
        _in_pieces("documents", "documents"),
        _in_pieces("facts", "facts", "handbook"),
        _in_pieces("phases", "phases"),
        _in_file("agencies", "agencies", "bodies"),
        _in_file("roles", "roles", "roles"),
        _in_file("sources", "sources", "sources"),
        _whole_files("region", "roles posts training progress"),
        _in_regions("roles", "holders", "role"),
        _in_regions("posts", "posts", "post"),
        _in_file("handbook", "functions", "functions"),
        _in_file("handbook", "data", "data"),
        _in_file("handbook", "questions", "questions"),
        _in_file("register", "register", "register"),
    )
