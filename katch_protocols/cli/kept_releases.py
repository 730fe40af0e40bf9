"""Folders of releases: what was told before, and what of it a page may show."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from katch_protocols.cli.output import as_json
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.errors import ReleaseError
from katch_protocols.evidence.indicators.release_files import read_release
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.releases import Release
from katch_protocols.sentences.measure_text import counted_otherwise
from katch_protocols.stores.lock_file import LockFile
from katch_protocols.whole_files import write_new
from katch_protocols.words.lists import as_typed

__all__ = ["kept_releases", "release_into", "releases_to_show"]

_PROOF = ".proof.restricted.json"
"""How the file ends that says what can be reckoned of a release."""
_LOCK = ".releases.lock"


def release_into(
    folder: Path, make: Callable[[Sequence[Release]], Release]
) -> tuple[Release, Path | None]:
    """Make a release that heeds all that a folder keeps, and keep it there as well.

    It is made again where another one was kept meanwhile: two that are made at once
    heed one another. A release is kept whole or not at all, and what is there stays.

    Returns:
        The release, and its file; ``None`` where it was kept already or is not for
        everybody.

    Raises:
        ReleaseError: A file is no release, or one that another one heeds is missing.
        BusyError: Somebody else keeps the folder locked.
        OSError: It cannot be kept.
    """
    while True:
        before = _heeded(folder)
        made = make([*before.values()])
        known = {each.hash for each in before.values()}
        if not made.is_public or made.hash in known:
            return made, None
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            if {each.hash for each in _heeded(folder).values()} == known:
                return made, _keep(made, folder)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = LockFile(folder / _LOCK)
    try:
        with lock.held():
            yield
    finally:
        lock.close()


def _keep(made: Release, folder: Path) -> Path:
    stem, number = f"{made.period}", 1
    while (path := folder / f"{stem}.json").exists():
        number += 1
        stem = f"{made.period}.{number}"
    proof = [each.model_dump(mode="json") for each in made.proof]
    restricted = {"restricted": True, "hash": made.hash, "proof": proof}
    # The release first: a proof without one says that a release is missing.
    texts = {
        path: as_json(made.to_json()),
        path.with_name(f"{stem}{_PROOF}"): json.dumps(restricted, indent=2),
    }
    write_new({each: f"{text}\n".encode() for each, text in texts.items()})
    return path


def _heeded(folder: Path) -> Mapping[str, Release]:
    """Read what a folder keeps, of which nothing may be missing.

    Raises:
        ReleaseError: A file is no release, or one that another one heeds is missing.
    """
    found = kept_releases(folder)
    known = {each.hash for each in found.values()}
    for name, release in found.items():
        if not known.issuperset(release.earlier):
            raise ReleaseError("earlier-missing", file=name)
    for proof in sorted(folder.glob(f"*{_PROOF}")):
        name = proof.name.removesuffix(_PROOF) + ".json"
        if name not in found:
            raise ReleaseError("missing", file=name)
    return found


def kept_releases(folder: Path) -> Mapping[str, Release]:
    """Read every release that a folder keeps, by file, in the order of their names.

    Raises:
        ReleaseError: A file is none.
    """
    files = sorted(folder.glob("*.json")) if folder.is_dir() else ()
    return {
        path.name: read_release(path.read_bytes(), path.name)
        for path in files
        if not path.name.endswith(_PROOF)
    }


def releases_to_show(
    folder: Path | None, handbook: Handbook, *, public: bool = False
) -> tuple[Release, ...]:
    """Return the releases of a folder; each can be told with this handbook.

    On a ``public`` page none may name a body whose name gives a place of safety away.

    Raises:
        CommandRefusal: There is no such folder.
        ReleaseError: A file is no release, is not for everybody, or names what the
            handbook has not, or counts otherwise.
    """
    if folder is None:
        return ()
    if not folder.is_dir():
        raise CommandRefusal("no-folder", folder=folder.as_posix())
    found = kept_releases(folder)
    for file, release in found.items():
        if release.handbook != handbook.id:
            raise ReleaseError("another-handbook", handbook=release.handbook)
        if not release.is_public:
            raise ReleaseError("not-for-everybody", file=file)
        if names := as_typed(_unknown(release, handbook, public=public)):
            raise ReleaseError("unknown-names", file=file, names=names)
        for name, was, now in counted_otherwise(release, handbook):
            raise ReleaseError(
                "counted-otherwise", file=file, indicator=name, before=was, after=now
            )
    return tuple(found.values())


def _unknown(release: Release, handbook: Handbook, *, public: bool) -> Iterator[str]:
    """Yield once each name in a release that the handbook has not, or may not show."""
    told = [each.indicator for each in release.tables]
    told += [each.indicator for each in release.waiting]
    cells = [cell for table in release.tables for cell in table.cells]
    agencies = {
        name
        for name, body in handbook.agencies.items()
        if not (public and body.gives_place_away)
    }
    named = (
        *((name, name in handbook.indicators) for name in told),
        *((cell.region, cell.region in handbook.regions) for cell in cells),
        *((cell.agency, cell.agency in agencies) for cell in cells),
    )
    yield from dict.fromkeys(name for name, known in named if name and not known)
