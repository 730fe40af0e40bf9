"""What comes in: the files of a handbook, from a folder or the library, in bounds."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from katch_protocols.files import bounds
from katch_protocols.files.characters import is_clean
from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.field_types.ids import is_id
from katch_protocols.files.file_kinds import (
    APART,
    FOLDERS,
    HANDBOOK_FILE,
    HandbookFile,
    kind_begun_by,
    named,
)
from katch_protocols.files.schemas.file_kind import SUFFIX
from katch_protocols.files.source_file import SourceFile, Unread, nothing_beside
from katch_protocols.files.yaml_nodes import Map
from katch_protocols.findings import Place
from katch_protocols.sentences.nearness import nearest

__all__ = [
    "beside_in",
    "bounded",
    "gather",
    "is_misplaced",
    "looks_like_yaml",
    "lose",
    "refuse",
    "refuse_stray",
    "shipped",
    "take_in",
]


_LIKE_YAML = tuple(
    f"{suffix}{added}" for suffix in (SUFFIX, ".yml") for added in ("", ".txt")
)
"""How names end of what is meant to be read; plain editors add a suffix of theirs."""


def take_in(
    names: Iterable[str], read: Callable[[str], bytes | None], ledger: Diagnostics
) -> dict[str, bytes]:
    """Return the bytes of every file that may come in, ``handbook.yaml`` first.

    Args:
        names: The files, by their names below the handbook.
        read: Gives the bytes of one; of a file that is too large at least one byte more
            than fits. ``None``: it was refused.
        ledger: What is refused is written there.
    """
    texts: dict[str, bytes] = {}
    room = bounds.HANDBOOK_BYTES
    for name in _few(sorted(names, key=_first), ledger):
        data = _one(name, read, ledger) if room >= 0 else None
        room -= len(data or b"")
        if data is not None and room < 0:
            refuse("handbook-too-large", name, ledger, bound=bounds.HANDBOOK_BYTES)
        elif data is not None:
            texts[name] = data
            continue
        lose(name, ledger)
    return texts


def lose(name: str, ledger: Diagnostics) -> None:
    """Note that nothing of a file or a folder could be used.

    The names that it declares are not known, nor what else it says: a file that stands
    for itself, and holds no registry of one kind, is lost as a whole.
    """
    if name in FOLDERS:
        ledger.lose((name,))
    file = named(name)
    if file is None:
        return
    for registry in (*file.declares, *([] if file.kind.registry else [file.root])):
        ledger.lose(registry)


def looks_like_yaml(name: str) -> bool:
    """Whether somebody who wrote such a name wanted it to be read."""
    return name.lower().endswith(_LIKE_YAML)


def refuse(
    rule: str,
    name: str,
    ledger: Diagnostics,
    near: tuple[str, ...] = (),
    **facts: object,
) -> None:
    """Write a finding about a file as a whole; ``near``: what else it may be called."""
    # A name may hold what no text may: bytes that are not UTF-8, hidden characters.
    printable = name if is_clean(name) else ascii(name)
    said = {key: str(fact) for key, fact in facts.items()}
    said = {"name": printable, **said}
    ledger.write(rule, Place(printable, 1, 1), (), said, near)


def refuse_stray(name: str, ledger: Diagnostics) -> None:
    """Write that a file lies where nobody reads; what it may declare is not known."""
    folder = None if SUFFIX[0] in name else nearest(name, FOLDERS)
    refuse("stray-file", name, ledger, () if folder is None else (folder,))
    ends = (each for each in _LIKE_YAML if name.lower().endswith(each))
    for end in ends:
        lose(f"{name[: -len(end)]}{SUFFIX}", ledger)


def is_misplaced(tree: Map, name: HandbookFile, sheet: SourceFile) -> bool:
    """Tell whether a file's first key says that it belongs elsewhere."""
    first = next(iter(tree), "")
    kind = None if name.kind.name in tree else kind_begun_by(first)
    if kind is None:
        return False
    ident = str(tree[first])
    if kind.file(ident) == name.kind.place:
        # There the other file stands, so it has to be called otherwise.
        ident = f"{ident}_{kind.name}"
    place = kind.file(ident) if is_id(ident) else kind.place
    sheet.refuse_key("misplaced-file", tree, first, None, key=first, folder=place)
    lose(place, sheet.ledger)
    return True


def _first(name: str) -> tuple[bool, str]:
    """Put ``handbook.yaml`` first, so that no bound can leave it out."""
    return name != HANDBOOK_FILE, name


def _few(found: list[str], ledger: Diagnostics) -> list[str]:
    """Return no more files than a handbook may have."""
    for name in found[bounds.FILES : bounds.FILES + 1]:
        refuse("too-many-files", name, ledger, bound=bounds.FILES)
    for name in found[bounds.FILES :]:
        lose(name, ledger)
    return found[: bounds.FILES]


def _one(
    name: str, read: Callable[[str], bytes | None], ledger: Diagnostics
) -> bytes | None:
    if not is_clean(name):
        refuse("bad-file-name", name, ledger)
        return None
    data = read(name)
    if data is None or len(data) <= bounds.FILE_BYTES:
        return data
    refuse("file-too-large", name, ledger, bound=bounds.FILE_BYTES)
    return None


# Windows has neither flag: it has no such links for ordinary people, and no pipes here.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


_NOTHING: Mapping[str, bytes] = MappingProxyType({})


def gather(
    folder: Path, ledger: Diagnostics, unsaved: Mapping[str, bytes] = _NOTHING
) -> dict[str, bytes] | None:
    """Return the bytes of every file of a handbook, by its name below the folder.

    Args:
        folder: The folder.
        ledger: What is refused is written there.
        unsaved: Bytes that count instead of what the folder has under a name.

    Returns:
        The files, ``handbook.yaml`` first, the others by name; None without a folder.
    """
    try:
        found = list(_files(folder, ledger))
    except (OSError, ValueError):
        refuse("no-folder", str(folder), ledger)
        return None

    def read_one(name: str) -> bytes | None:
        return unsaved[name] if name in unsaved else _read(folder, name, ledger)

    return take_in({*found, *filter(named, unsaved)}, read_one, ledger)


def _files(folder: Path, ledger: Diagnostics) -> Iterator[str]:
    """Yield the names of a handbook's files; refuse what only looks like one."""
    for entry in _entries(folder):
        if entry.name in FOLDERS and not entry.is_symlink() and entry.is_dir():
            yield from _inner(folder, entry.name, ledger)
        elif entry.name.endswith(SUFFIX) or entry.name in FOLDERS:
            yield entry.name
        elif entry.name in APART and entry.is_dir():
            continue
        elif looks_like_yaml(entry.name) or _holds_yaml(entry):
            refuse_stray(entry.name, ledger)


def _inner(folder: Path, name: str, ledger: Diagnostics) -> Iterator[str]:
    try:
        entries = _entries(folder / name)
    except OSError:
        refuse("unreadable-file", name, ledger)
        lose(name, ledger)
        return
    for entry in entries:
        below = f"{name}/{entry.name}"
        if entry.name.endswith(SUFFIX):
            yield below
        elif looks_like_yaml(entry.name) or _holds_yaml(entry):
            refuse_stray(below, ledger)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder, hidden files left out; a bound more than is read."""
    found: list[os.DirEntry[str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith("."):
                found.append(entry)
            if len(found) > _SEEN:
                break
    return sorted(found, key=lambda entry: entry.name)


_SEEN = 10 * bounds.FILES


def _holds_yaml(entry: os.DirEntry[str]) -> bool:
    if not entry.is_dir(follow_symlinks=False):
        return False
    try:
        return any(looks_like_yaml(below.name) for below in _entries(Path(entry.path)))
    except OSError:
        return False


def _read(folder: Path, name: str, ledger: Diagnostics) -> bytes | None:
    found = _opened(folder, name, bounds.FILE_BYTES)
    if isinstance(found, Unread):
        refuse(found.rule, name, ledger)
        return None
    return found


def _opened(folder: Path, name: str, most: int) -> bytes | Unread:
    """Return the bytes of an ordinary file, one more than ``most`` of a larger one."""
    path = folder / name
    facts = {"name": name}
    try:
        if path.is_symlink():
            return Unread("symbolic-link", facts)
        if not stat.S_ISREG(path.lstat().st_mode):
            return Unread("not-a-file", facts)
        descriptor = os.open(path, _FLAGS)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            return file.read(most + 1)
    except OSError:
        return Unread("unreadable-file", facts)


def beside_in(folder: Path, name: str) -> bytes | Unread:
    """Return the bytes of a font below a folder; no link on the way is followed."""
    for above in (*reversed(PurePosixPath(name).parents[:-1]), PurePosixPath(name)):
        path = folder / above
        if path.is_symlink():
            return Unread("symbolic-link", {"name": above.as_posix()})
        if not os.path.lexists(path):
            return nothing_beside(name)
    return bounded(name, _opened(folder, name, bounds.FONT_BYTES))


def bounded(name: str, found: bytes | Unread) -> bytes | Unread:
    """Return the bytes of a font, unless they are too many."""
    if isinstance(found, Unread) or len(found) <= bounds.FONT_BYTES:
        return found
    return Unread("font-too-large", {"name": name, "bound": str(bounds.FONT_BYTES)})


def shipped() -> Mapping[str, bytes]:
    """Return the bytes of each file, by its name below the handbook.

    They stand in the package (a wheel carries them, unpacked or not), else beside it,
    in a checkout.
    """
    inside = files("katch_protocols") / "protocols"
    beside = Path(__file__).parents[2] / "protocols"
    root = inside if inside.is_dir() or not beside.is_dir() else beside
    return dict(_texts(root)) if root.is_dir() else {}


def _texts(root: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in root.iterdir():
        if entry.name.endswith(SUFFIX):
            yield prefix + entry.name, entry.read_bytes()
        elif entry.name in FOLDERS and not prefix:
            yield from _texts(entry, f"{entry.name}/")
