"""Put a folder of drawings in place, whole or not at all."""

import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from katch_protocols.cli.refusals import Refusal

__all__ = ["is_ours", "put_in_place", "require_ours"]

_OURS = re.compile(
    r"index\.html"
    r"|booklet\.\w+\.pdf"
    r"|[a-z][a-z0-9_]*/(?:"
    r"(?:lanes|states|raci|handoffs|handoff-graph|deadlines|regions|agency|gaps|information|measures)\.[\w.-]+\.svg"
    r"|(?:poster|cards)\.\w+\.pdf|slides\.\w+\.pptx|annex\.\w+\.docx"
    r"|proof\.\w+\.md)"
)


def is_ours(name: str) -> bool:
    """Whether a file below a folder of drawings is named as ours are."""
    return _OURS.fullmatch(name) is not None


def require_ours(folder: Path) -> None:
    """Make sure that replacing ``folder`` destroys nothing but drawings of katch.

    Raises:
        Refusal: Something else is in there, or it is no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise Refusal("already-there", file=folder.as_posix())
    for path in folder.rglob("*") if folder.is_dir() else ():
        inside = path.relative_to(folder).as_posix()
        if not path.is_dir() and not is_ours(inside):
            raise Refusal("not-ours", folder=folder.as_posix(), file=inside)


def put_in_place(folder: Path, texts: Iterable[tuple[str, bytes]]) -> int:
    """Write every text below ``folder``; what was there before is replaced.

    Everything is written beside it first and then moved with one rename, so a build
    that fails leaves the old drawings. Returns how many files were written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=f".{folder.name}.", dir=folder.parent
    ) as name:
        beside = Path(name)
        fresh, stale = beside / "fresh", beside / "stale"
        fresh.mkdir()
        count = sum(_write(fresh / file, text) for file, text in texts)
        _swap(folder, fresh, stale)
    return count


def _write(path: Path, data: bytes) -> int:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return 1


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
