"""The pages of the rules: inside the wheel, or in the docs of a checkout."""

from collections.abc import Mapping
from pathlib import Path

__all__ = ["page", "pages"]


def _folder() -> Path:
    package = Path(__file__).parents[1]
    shipped = package / "rules" / "pages"
    if shipped.is_dir():
        return shipped
    return package.parent / "docs" / "reference" / "rules"


def pages() -> Mapping[str, Path]:
    """Return the file of each rule's page, by the rule's name, in their order."""
    return {each.stem: each for each in sorted(_folder().glob("*/*.md"))}


def page(rule: str) -> str:
    """Return the Markdown of a rule's page; ``KeyError`` if there is none."""
    return pages()[rule].read_text(encoding="utf-8")
