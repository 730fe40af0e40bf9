"""The files of a build: which are ours, and how they are put in place."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.drawings.known_views import every_view
from katch_protocols.exchange.known_notations import built_notations

__all__ = [
    "EXPORTS",
    "Texts",
    "is_ours",
    "kept",
    "put_in_place",
    "require_ours",
    "with_a_name",
]


EXPORTS = "exports"
"""The folder of what other programs open."""

_OURS = (
    r"index\.html"
    rf"|{EXPORTS}/[a-z][a-z0-9_]*(?:SUFFIX)"
    r"|booklet\.\w+\.pdf|scorecard(?:\.[a-z][a-z0-9_]*)?\.\w+\.pdf"
    r"|ministry\.[a-z][a-z0-9_]*\.\w+\.pdf"
    r"|[a-z][a-z0-9_]*/(?:"
    r"(?:VIEW)\.[\w.-]+\.svg"
    r"|(?:poster|cards|summary|tabletop)\.\w+\.pdf|slides\.\w+\.pptx|annex\.\w+\.docx"
    r"|proof\.\w+\.md)"
)


def is_ours(name: str) -> bool:
    """Whether a file below a folder of drawings is named as ours are."""
    return _ours().fullmatch(name) is not None


def kept(names: Iterable[str], languages: Sequence[str]) -> Iterator[str]:
    """Yield the files that a repository keeps for whoever looks at it, sorted.

    The others are made by a build whenever somebody wants them.
    """
    stems = [view for view in every_view() if view.kept is not None]
    files = {view.kept_file(code) for view in stems for code in languages}
    yield from sorted(name for name in names if name.rpartition("/")[2] in files)


@cache
def _ours() -> re.Pattern[str]:
    stems = {stem for view in every_view() for stem in (view.name, view.kept) if stem}
    ours = _OURS.replace("VIEW", "|".join(sorted(stems)))
    suffixes = (re.escape(each.suffix) for each in built_notations())
    return re.compile(ours.replace("SUFFIX", "|".join(suffixes)))


def require_ours(folder: Path, was_made: Callable[[str], bool]) -> None:
    """Make sure that replacing ``folder`` destroys nothing but drawings of katch.

    ``was_made`` tells of a file whose name no drawing has today whether an earlier
    build made it, and nobody has changed it since: then a view was called so.

    Raises:
        Refusal: Something else is in there, or it is no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise CommandRefusal("already-there", file=folder.as_posix())
    for path in folder.rglob("*") if folder.is_dir() else ():
        inside = path.relative_to(folder).as_posix()
        if not path.is_dir() and not is_ours(inside) and not was_made(inside):
            raise CommandRefusal("not-ours", folder=folder.as_posix(), file=inside)


def put_in_place(folder: Path, texts: Iterable[tuple[str, bytes]]) -> int:
    """Write every text below ``folder``; what was there before is replaced.

    Everything is written beside it first and then moved with one rename, so a build
    that fails leaves the old drawings. A folder in which somebody stands stays where it
    is; what is in it is exchanged. Returns how many files were written.

    Raises:
        OSError: There is no room, or it is not allowed; ``filename`` says where.
    """
    # The folder moves away on the way: what is named from inside it would be lost.
    goal = with_a_name(folder).absolute()
    goal.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{goal.name}.", dir=goal.parent) as name:
        beside = Path(name)
        fresh, stale = beside / "fresh", beside / "stale"
        fresh.mkdir()
        count = sum(_write(fresh, folder, file, text) for file, text in texts)
        if goal.is_dir() and goal.samefile(Path.cwd()):
            _exchange(goal, fresh, stale)
        else:
            _swap(goal, fresh, stale)
    return count


def with_a_name(folder: Path) -> Path:
    """Return a folder by its own name: what stands beside it bears that name too."""
    return folder.resolve() if folder.name in {"", ".."} else folder


def _write(fresh: Path, folder: Path, file: str, data: bytes) -> int:
    path = fresh / file
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        # Nobody knows the folder beside, and a full disk does not say of which file.
        goal = (folder / file).as_posix()
        raise OSError(error.errno, error.strerror, goal) from None
    return 1


def _exchange(folder: Path, fresh: Path, stale: Path) -> None:
    """Move what is in a folder out of it, and what is fresh into it, or nothing."""
    stale.mkdir()
    moves = [(each, stale / each.name) for each in folder.iterdir()]
    moves += [(each, folder / each.name) for each in fresh.iterdir()]
    done = list[tuple[Path, Path]]()
    try:
        for source, goal in moves:
            source.rename(goal)
            done.append((source, goal))
    except OSError:
        for source, goal in reversed(done):
            goal.rename(source)
        raise


def _swap(folder: Path, fresh: Path, stale: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    folder.rename(stale)
    try:
        fresh.rename(folder)
    except OSError:
        stale.rename(folder)
        raise
    shutil.rmtree(stale)


Texts = Mapping[str, bytes]
"""The content of each file, by its name below the folder."""
