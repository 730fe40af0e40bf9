"""Every package that an installation of the library brings along, and what for."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

__all__ = ["Dependency", "Wanted", "closure", "key", "wanted"]

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Wanted:
    """A requirement that ``pyproject.toml`` writes, and ``use``, what it is for.

    ``use`` is ``library``, the name of an extra, or ``development``.
    """

    requirement: Requirement
    use: str


@dataclass(frozen=True)
class Dependency:
    """An installed package; ``needs`` are the names of those that it asks for."""

    name: str
    version: str
    use: str
    needs: tuple[str, ...]
    installed: Distribution


def key(name: str) -> str:
    """Return a package's name in the one form in which names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted() -> Iterator[Wanted]:
    """Yield what ``pyproject.toml`` asks for: the library first, the tools last."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    file: dict[str, Any] = tomllib.loads(text)
    project = file["project"]
    for line in project["dependencies"]:
        yield Wanted(Requirement(line), "library")
    for extra, lines in project["optional-dependencies"].items():
        for requirement in map(Requirement, lines):
            if requirement.name != project["name"]:
                yield Wanted(requirement, extra)
    for lines in file["dependency-groups"].values():
        for line in lines:
            if isinstance(line, str):
                yield Wanted(Requirement(line), "development")


def closure() -> tuple[Dependency, ...]:
    """Return everything that is asked for and installed here, sorted by name.

    What two uses ask for counts for the first: the library, an extra, development.
    """
    found: dict[str, Dependency] = {}
    for root in wanted():
        waiting = [root.requirement]
        while waiting:
            requirement = waiting.pop()
            name = key(requirement.name)
            if name in found:
                continue
            try:
                installed = distribution(requirement.name)
            except PackageNotFoundError:
                continue
            inside = tuple(_needs(installed, requirement))
            needs = tuple(sorted({key(each.name) for each in inside}))
            version = installed.version
            found[name] = Dependency(name, version, root.use, needs, installed)
            waiting += inside
    return tuple(found[name] for name in sorted(found))


def _needs(installed: Distribution, asked: Requirement) -> Iterator[Requirement]:
    """Yield what a package asks for on this machine, with the extras of ``asked``."""
    for line in installed.requires or ():
        needed = Requirement(line)
        extras = [{"extra": extra} for extra in ("", *sorted(asked.extras))]
        if needed.marker is None or any(
            needed.marker.evaluate(each) for each in extras
        ):
            yield needed
