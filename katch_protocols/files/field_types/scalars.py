"""Plain values: text, yes or no, counts, days, and words from a closed set."""

import re
from datetime import date
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from katch_protocols.files import bounds, slips
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    shown,
)
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Tree, value_at
from katch_protocols.model.deadlines import FIRST_YEAR, LAST_YEAR, is_reckoned
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.lists import as_typed

__all__ = [
    "LANGUAGE_PATTERN",
    "VERSION",
    "Day",
    "Flag",
    "LanguageCode",
    "LibraryLanguage",
    "OneOf",
    "Text",
    "Url",
    "VersionText",
    "WholeNumber",
    "is_language",
]


class Text(FieldType[str], Struct, frozen=True):
    """One text, the same in every language, of at most ``most`` characters."""

    most: int = bounds.CHARACTERS

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a text; space around it does not count."""
        raw = value_at(node, key)
        if not isinstance(raw, str):
            sheet.refuse("not-text", node, key, value=shown(raw))
            return DROPPED
        text = raw.strip()
        if not text:
            sheet.refuse("empty-text", node, key)
            return DROPPED
        if len(text) > self.most:
            sheet.refuse("value-too-long", node, key, bound=str(self.most))
            return DROPPED
        return text

    def write(self, value: str) -> Plain:
        """Write a text."""
        return str(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for some text."""
        return {"type": "string", "minLength": 1}


class Flag(FieldType[bool]):
    """``true`` or ``false``."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a yes or no."""
        raw = value_at(node, key)
        if isinstance(raw, bool):
            return raw
        near, value = None, shown(raw)
        if isinstance(raw, str):
            near = slips.value_meant(raw, ("true", "false"))
            value = f'"{raw}"' if raw == near else value
        sheet.refuse("not-true-or-false", node, key, near, value=value)
        return DROPPED

    def write(self, value: bool) -> Plain:
        """Write a yes or no."""
        return bool(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a yes or no."""
        return {"type": "boolean"}


class WholeNumber(FieldType[int], Struct, frozen=True):
    """A whole number from 0 to ``most``."""

    most: int

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a count."""
        raw = value_at(node, key)
        if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
            if raw <= self.most:
                return raw
            sheet.refuse("too-many-people", node, key, bound=str(self.most))
            return DROPPED
        near, value = None, shown(raw)
        if isinstance(raw, str):
            near = slips.count_meant(raw)
            value = f'"{raw}"' if raw == near else value
        sheet.refuse("not-a-count", node, key, near, value=value)
        return DROPPED

    def write(self, value: int) -> Plain:
        """Write a count."""
        return int(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a count."""
        return {"type": "integer", "minimum": 0, "maximum": self.most}


class Day(FieldType[date]):
    """A day as ``2024-09-05``."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a day; only the one form that cannot be misread."""
        raw = value_at(node, key)
        if isinstance(raw, str) and _DAY.fullmatch(raw):
            try:
                day = date.fromisoformat(raw)
            except ValueError:
                pass  # no such day; refused below like any other form
            else:
                return day if is_reckoned(day) else _out_of_range(node, key, sheet)
        near = slips.day_meant(raw) if isinstance(raw, str) else None
        sheet.refuse("not-a-date", node, key, near, value=shown(raw))
        return DROPPED

    def write(self, value: date) -> Plain:
        """Write a day."""
        return str(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a day."""
        return {"type": "string", "format": "date", "pattern": f"^{_DAY.pattern}$"}


def _out_of_range(node: Tree, key: str | int, sheet: SourceFile) -> object:
    first, last = str(FIRST_YEAR), str(LAST_YEAR)
    sheet.refuse("day-out-of-range", node, key, first=first, last=last)
    return DROPPED


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class OneOf(FieldType[StrEnum], Struct, frozen=True, dict=True):
    """One word of a closed set."""

    words: type[StrEnum]

    @cached_property
    def _known(self) -> dict[str, StrEnum]:
        return {str(word): word for word in self.words}

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a word."""
        raw = value_at(node, key)
        if isinstance(raw, str) and raw in self._known:
            return self._known[raw]
        near = self._near(raw, sheet) if isinstance(raw, str) else None
        value, listed = shown(raw), as_typed(self._known)
        sheet.refuse("not-one-of", node, key, near, value=value, known=listed)
        return DROPPED

    def _near(self, text: str, sheet: SourceFile) -> str | None:
        return slips.value_meant(text, self._known) or sheet.near(text, self._known)

    def write(self, value: StrEnum) -> Plain:
        """Write a word."""
        return str(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Offer the words."""
        return {"enum": list(self._known)}


class LibraryLanguage(FieldType[str]):
    """The code of a language that the library speaks."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a code."""
        raw = value_at(node, key)
        if isinstance(raw, str) and raw in SPOKEN:
            return raw
        listed = as_typed(SPOKEN)
        sheet.refuse("not-one-of", node, key, None, value=shown(raw), known=listed)
        return DROPPED

    def write(self, value: str) -> Plain:
        """Write a code."""
        return str(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Offer the languages."""
        return {"enum": list(SPOKEN)}


class Url(Text, frozen=True):
    """An address on the web."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read an address; drawings and pages link to it, so no other scheme passes."""
        text = super().read(node, key, sheet)
        if not isinstance(text, str) or _URL.fullmatch(text):
            return text
        sheet.refuse("not-a-web-address", node, key, value=shown(text))
        return DROPPED

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for an address."""
        return {"type": "string", "pattern": f"^{_URL.pattern}$"}


_URL = re.compile(r"https?://[^\s<>\"]+")


class VersionText(Text, frozen=True):
    """A version: numbers with dots, and a word behind a hyphen while it is a draft."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a version; people and programs must sort it in one way."""
        text = super().read(node, key, sheet)
        if not isinstance(text, str) or VERSION.fullmatch(text):
            return text
        sheet.refuse("bad-version", node, key)
        return DROPPED

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a version."""
        return {"type": "string", "pattern": f"^{VERSION.pattern}$"}


VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,2}(-[a-z0-9]{1,20}(\.[0-9]{1,6})?)?")
"""What a version looks like."""


class LanguageCode(Text, frozen=True):
    """A language by its ISO 639 code."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a code."""
        raw = value_at(node, key)
        if isinstance(raw, str) and is_language(raw):
            return raw
        small = raw.lower() if isinstance(raw, str) else ""
        several = [slips.language_meant(each) or each for each in _BETWEEN.split(small)]
        if len(several) > 1 and all(map(is_language, several)):
            facts = {"value": shown(raw), "list": f"[{as_typed(several)}]"}
            sheet.refuse("ids-not-listed", node, key, None, **facts)
            return DROPPED
        near = small if is_language(small) else slips.language_meant(small)
        sheet.refuse("not-a-language", node, key, near, value=shown(raw))
        return DROPPED

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a code."""
        return {"type": "string", "pattern": LANGUAGE_PATTERN}


def is_language(text: str) -> bool:
    """Tell whether a text is the code of a language: in two letters one that there is.

    In three it has the form of one, and is no country's.
    """
    if text in SPOKEN:
        return True
    if _CODE.fullmatch(text) is None or slips.language_meant(text) is not None:
        return False
    return len(text) > _TWO or slips.is_two_letters(text)


_BETWEEN = re.compile("[,;/] *| +")
_TWO = 2
_CODE = re.compile("[a-z]{2,3}")
LANGUAGE_PATTERN = f"^{_CODE.pattern}$"
"""The form of a code of a language, as a regular expression of JSON Schema."""
