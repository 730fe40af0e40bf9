"""Under which licence a package comes: what it declares, and what its text says."""

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import Distribution
from pathlib import Path

from tests.supply.closure import closure

__all__ = ["Duty", "declared", "duty", "rows", "text"]


class Duty(StrEnum):
    """What a licence asks of whoever passes the package on."""

    PERMISSIVE = "permissive"
    WEAK = "weak copyleft"
    STRONG = "strong copyleft"
    UNKNOWN = "not known"


_TEXTS: dict[str, tuple[str, Duty]] = {
    "GPL": ("gnu general public license", Duty.STRONG),
    "LGPL": ("gnu (lesser|library) general public license", Duty.WEAK),
    "MPL-2.0": ("mozilla public license", Duty.WEAK),
    "EPL": ("eclipse public license", Duty.WEAK),
    "Apache-2.0": ("apache license", Duty.PERMISSIVE),
    "BSD": ("redistribution and use in source and binary forms", Duty.PERMISSIVE),
    "MIT": ("permission is hereby granted, free of charge", Duty.PERMISSIVE),
    "PSF": ("python software foundation license", Duty.PERMISSIVE),
    "ISC or HPND": (
        "permission to use, copy, modify,? and(/or)? distribute this software",
        Duty.PERMISSIVE,
    ),
    "public domain": ("public domain", Duty.PERMISSIVE),
    "zlib": ("altered source versions must be plainly marked", Duty.PERMISSIVE),
}
"""What each kind of licence says in its text, and what it asks."""

_DECLARED: tuple[tuple[str, Duty], ...] = (
    ("mpl|mozilla|epl|eclipse|lgpl|lesser", Duty.WEAK),
    ("gpl|general public", Duty.STRONG),
    (
        "mit|bsd|apache|psf|python software|isc|zlib|cc0|public domain|ofl",
        Duty.PERMISSIVE,
    ),
)
_LONGEST = 60


def declared(package: Distribution) -> str:
    """Return the licence that the metadata of a package names; empty if none."""
    told = package.metadata
    expressions = told.get_all("License-Expression") or told.get_all("License") or ()
    first = next((line for each in expressions for line in str(each).splitlines()), "")
    classified = [
        line.rpartition(" :: ")[2]
        for line in map(str, told.get_all("Classifier") or ())
        if line.startswith("License ::")
    ]
    if first.strip() and first != "Dual License" and len(first) <= _LONGEST:
        return first.strip()
    return ", ".join(classified)


def text(package: Distribution) -> str:
    """Return which licence the text that comes with a package is; empty if none.

    What is said first counts: packages list the licences of what they bundle after
    their own.
    """
    for said in _texts(package):
        places = {
            name: found.start()
            for name, (pattern, _) in _TEXTS.items()
            if (found := re.search(pattern, said))
        }
        if places:
            return min(places, key=places.__getitem__)
    return ""


def _texts(package: Distribution) -> Iterator[str]:
    files = [
        file
        for file in package.files or ()
        if re.search(r"\.dist-info/", str(file))
        and re.match(r"licen[cs]e|copying", file.name, re.IGNORECASE)
    ]
    for file in sorted(files, key=lambda each: (len(each.parts), str(each))):
        path = Path(str(file.locate()))
        said = path.read_text(encoding="utf-8", errors="replace")
        yield " ".join(said.lower().split())


def duty(package: Distribution) -> Duty:
    """Return the most that a package asks, by what it declares and by its text."""
    name = text(package)
    asked = [_asked(declared(package)), _TEXTS[name][1] if name else Duty.UNKNOWN]
    known = [each for each in asked if each is not Duty.UNKNOWN]
    return max(known, key=list(Duty).index, default=Duty.UNKNOWN)


def _asked(said: str) -> Duty:
    said = said.lower()
    asked = [kind for pattern, kind in _DECLARED if re.search(pattern, said)]
    may_choose = re.search(r" or |, ", said) is not None and " and " not in said
    if may_choose and Duty.PERMISSIVE in asked:
        return Duty.PERMISSIVE
    return asked[0] if asked else Duty.UNKNOWN


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield a row a package: name, use, declared, text, what it asks."""
    for each in closure():
        package = each.installed
        said = declared(package) or "nothing"
        yield each.name, each.use, said, text(package) or "none", str(duty(package))
