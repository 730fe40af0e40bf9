"""Checks as whole processes, beside reading: the shipped handbook, and curves of size.

All of it is CPU seconds, so that other work on the machine disturbs little; how loaded
it is stands in the name of the first line. What a save costs before anything is proved
again is told apart from the verdicts.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from shutil import copytree, rmtree

from benchmarks.handbooks import SHARED, chain, measured
from benchmarks.lines import Line
from benchmarks.measuring import READ, cpu_of_process

__all__ = ["lines"]

_WRITTEN = """\
import sys
from pathlib import Path
from katch_protocols.cli.opening import reread
from katch_protocols.garbage import collect_seldom
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
collect_seldom()
reading = reread(Path(sys.argv[1]))
check_context(Context(reading.handbook, deep=False))
"""
"""Reads as every command reads, and looks at all that is written, but at no case."""

_LARGEST, _SMALLER = "acml_identification_and_support", "identification_child_tip"


def lines() -> Iterator[Line]:
    """Yield checks from nothing, unchanged and after a change; curves of size."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KATCH_CACHE"] = f"{folder}/cache"
        try:
            yield from _shipped(Path(folder))
            yield from _curves(Path(folder))
        finally:
            del os.environ["KATCH_CACHE"]


def _shipped(folder: Path) -> Iterator[Line]:
    book = folder / "shipped"
    copytree(measured(), book)
    check = [str(Path(sys.executable).with_name("katch")), "check", str(book)]
    reading = _reading(book)
    load = f"load {os.getloadavg()[0]:.1f}"
    cold = cpu_of_process(check, before=lambda: _forget(folder))
    yield Line.ratio(
        f"katch check from nothing, to reading ({load})", cold, reading, under=7
    )
    warm = cpu_of_process(check)
    yield Line.ratio("katch check, unchanged, to reading", warm, reading, under=2)
    for name in (_SMALLER, _LARGEST):
        file = book / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(f"# A comment.\n{text}", encoding="utf-8")
        after = cpu_of_process(check, runs=1)
        yield Line.ratio(f"katch check, a comment in {name}", after, reading, under=2)
        written = cpu_of_process([sys.executable, "-c", _WRITTEN, str(book)])
        what = f"what needs no proof of {name}, to reading"
        yield Line.ratio(what, written, reading, under=1.5)
        limits = count(23, -1)

        def shorten(file: Path = file, text: str = text) -> None:
            file.write_text(_limited(text, next(limits)), encoding="utf-8")  # noqa: B023 - called here

        after = cpu_of_process(check, before=shorten)
        yield Line.ratio(f"katch check, a limit in {name}", after, reading, under=5)


def _limited(text: str, hours: int) -> str:
    """Return a protocol of which one limit is another: all of it is proved anew."""
    before, found, after = text.partition("limit: 24 hours")
    return f"{before}{found and f'limit: {hours} hours'}{after}"


def _curves(folder: Path) -> Iterator[Line]:
    for states in (20, 200, 500, 1_000, 2_000):
        yield _curve(folder, f"states in a row: {states:,}", chain(states), 12)
    for protocols in (9, 12, 30, 50, 100):
        name = f"protocols of 20 states: {protocols}"
        yield _curve(folder, name, _many(protocols), 12)
    for regions in (7, 70, 210):
        name = f"regions of the shipped handbook: {regions}"
        yield _curve(folder, name, _everywhere(regions), 12)


def _everywhere(regions: int) -> Mapping[str, str]:
    """Return the shipped handbook with each region as often as makes so many."""
    home = Path(__file__).parents[1] / "protocols"
    texts = {
        path.relative_to(home).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(home.rglob("*.yaml"))
    }
    known = [name for name in texts if name.startswith("regions/")]
    for number in range(len(known), regions):
        path = known[number % len(known)]
        name = path.removeprefix("regions/").removesuffix(".yaml")
        made = f"{name}_d{number}"
        text = texts[path].replace(f"region: {name}", f"region: {made}", 1)
        texts[f"regions/{made}.yaml"] = text
    return texts


def _many(protocols: int) -> Mapping[str, str]:
    text = chain(20)["measured.yaml"]
    return SHARED | {
        f"p{number}.yaml": text.replace("protocol: measured", f"protocol: p{number}")
        for number in range(protocols)
    }


def _curve(folder: Path, name: str, texts: Mapping[str, str], under: float) -> Line:
    book = folder / "curve"
    rmtree(book, ignore_errors=True)
    book.mkdir()
    for file, text in texts.items():
        path = book / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    check = [str(Path(sys.executable).with_name("katch")), "check", str(book)]
    cold = cpu_of_process(check, runs=1, before=lambda: _forget(folder))
    return Line.ratio(
        f"katch check, {name}, to reading", cold, _reading(book), under=under
    )


def _reading(book: Path) -> float:
    return cpu_of_process([sys.executable, "-c", READ, str(book)])


def _forget(folder: Path) -> None:
    rmtree(folder / "cache", ignore_errors=True)
