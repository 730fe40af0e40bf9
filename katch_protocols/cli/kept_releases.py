"""Folders of releases: what was told before, and what of it a page may show."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.errors import ReleaseError
from katch_protocols.evidence.indicators.release_files import read_release
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.releases import Release
from katch_protocols.words.lists import as_typed

__all__ = ["PROOF", "kept_releases", "releases_to_show"]

PROOF = ".proof.restricted.json"
"""How the file ends that says what can be reckoned of a release."""


def kept_releases(folder: Path) -> Mapping[str, Release]:
    """Read every release that a folder keeps, by file, in the order of their names.

    Raises:
        ReleaseError: A file is none.
    """
    files = sorted(folder.glob("*.json")) if folder.is_dir() else ()
    return {
        path.name: read_release(path.read_bytes(), path.name)
        for path in files
        if not path.name.endswith(PROOF)
    }


def releases_to_show(
    folder: Path | None, handbook: Handbook, *, public: bool = False
) -> tuple[Release, ...]:
    """Return the releases of a folder; each can be told with this handbook.

    On a ``public`` page none may name a body whose name gives a place of safety away.

    Raises:
        CommandRefusal: There is no such folder.
        ReleaseError: A file is no release, is not for everybody, or names what the
            handbook has not.
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
