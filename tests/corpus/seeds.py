"""What is mutated: the shipped handbook, the invented ones, and their sentences."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from tests.catalogue.shelf import parse_case
from tests.rules.saltmarsh import FILES

__all__ = ["handbooks", "sentences", "shipped"]

_ROOT = Path(__file__).parents[2]
_SENTENCES = frozenset({"rule", "when", "within", "limit", "to", "done", "after"})

Files = Mapping[str, str]


@cache
def shipped() -> Files:
    """Return the shipped handbook."""
    folder = _ROOT / "protocols"
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }


@cache
def handbooks() -> tuple[Files, ...]:
    """Return the shipped handbook, Saltmarsh, and every broken one of the catalogue."""
    found: list[Files] = [shipped(), FILES]
    for path in sorted((_ROOT / "tests/catalogue/cases").rglob("*.yaml")):
        case = parse_case(path.read_text("utf-8"))
        whole = {**FILES, **case.files}
        found.append({name: whole[name] for name in sorted(whole)})
    return tuple(found)


@cache
def sentences() -> tuple[str, ...]:
    """Return every sentence of the shipped handbook."""
    found: dict[str, None] = {}
    for text in shipped().values():
        _gather(yaml.load(text, yaml.CBaseLoader), found)  # noqa: S506 - texts only
    return tuple(found)


def _gather(value: object, found: dict[str, None], key: str = "") -> None:
    match value:
        case dict():
            if key == "after":
                found.update(dict.fromkeys(map(str, value)))
            for name, each in value.items():
                _gather(each, found, str(name))
        case list():
            for each in value:
                _gather(each, found, key)
        case str() if key in _SENTENCES:
            found[value] = None
        case _:
            pass
