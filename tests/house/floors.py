"""Tell the floors, the red lines and the fences of the page from the import contracts.

``python -m tests.house.floors`` writes them into the page, between its marks. A room is
told by the first line of its docstring, a line by the name of its contract, a fence by
the library that it protects and the rooms that may import it.
"""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["PAGE", "contracts", "rooms", "written"]

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "katch_protocols"
PAGE = ROOT / "docs" / "explanation" / "the-floors.md"
PART = re.compile(
    r"(?P<begin><!-- from the contracts: (?P<name>\w+) -->\n).*?(?P<end><!-- end -->)",
    re.DOTALL,
)
Contract = Mapping[str, Any]


def contracts() -> Sequence[Contract]:
    """Return the import contracts of the project, as pyproject.toml has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: Sequence[Contract] = project["tool"]["importlinter"]["contracts"]
    return found


def rooms() -> list[list[str]]:
    """Return the rooms of each floor, from the roof down."""
    (floors,) = (each for each in contracts() if each["id"] == "floors")
    return [layer.strip("()").split(" | ") for layer in floors["layers"]]


def written(page: str) -> str:
    """Return the page with its parts told by the contracts of today."""
    told = {"floors": _floors, "lines": _lines, "fences": _fences}

    def tell(part: re.Match[str]) -> str:
        lines = (part["begin"], *told[part["name"]](), "", part["end"])
        return "\n".join(lines)

    return PART.sub(tell, page)


def _floors() -> Iterator[str]:
    floors = rooms()
    yield "| floor | room | what it is for |"
    yield "| --- | --- | --- |"
    for number, floor in zip(reversed(range(len(floors))), floors, strict=True):
        for room in floor:
            yield f"| {number} | `{room}` | {_purpose(room)} |"


def _purpose(room: str) -> str:
    module = LIBRARY / f"{room}.py"
    source = module if module.exists() else LIBRARY / room / "__init__.py"
    said = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0].rstrip(".").replace("``", "`")


def _is_fence(contract: Contract) -> bool:
    return str(contract["id"]).startswith("fence-")


def _lines() -> Iterator[str]:
    for contract in contracts():
        if contract["id"] != "floors" and not _is_fence(contract):
            yield f"- {contract['name']}."


def _fences() -> Iterator[str]:
    yield "| library | who may import it |"
    yield "| --- | --- |"
    for contract in contracts():
        if _is_fence(contract):
            (library,) = contract["protected_modules"]
            yield f"| {library} | {', '.join(_homes(contract))} |"


def _homes(contract: Contract) -> Iterator[str]:
    for importer in contract["allowed_importers"]:
        yield f"`{importer.partition('.')[2].replace('.', '/')}`"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
