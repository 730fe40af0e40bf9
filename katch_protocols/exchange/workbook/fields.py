"""Columns of a sheet: the keys of an entry, each with how its values stand in cells."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from katch_protocols.exchange.workbook.cells import CellForm, cell_form
from katch_protocols.files.field_types.field_type import FieldType, Plain
from katch_protocols.files.field_types.ids import IdName, OwnId, Several
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Flag, OneOf

__all__ = ["SheetField", "fields_of", "offered"]


class SheetField(Struct, frozen=True):
    """A key of an entry, or a key inside one: a column, or one for each language.

    Attributes:
        path: The keys from the entry down.
        form: How its values stand in cells.
        shape: The mapping that has the key, which says what it means.
        key: The key.
    """

    path: tuple[str, ...]
    form: CellForm
    shape: NounSchema
    key: FieldKey

    def codes(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Return the names of its columns, by which programs read them."""
        name = ".".join(self.path)
        if not self.form.by_language:
            return (name,)
        return tuple(f"{name} {language}" for language in languages)

    def of(self, entry: Mapping[str, Plain]) -> Plain:
        """Return its value in an entry; ``None`` where there is none."""
        here: Plain = dict(entry)
        for key in self.path:
            here = here.get(key) if isinstance(here, dict) else None
        return here

    @property
    def choices(self) -> tuple[str, bool] | None:
        """The list that it offers, and whether several may be chosen."""
        kind = self.key.kind
        several = isinstance(kind, Several)
        one = kind.one if isinstance(kind, Several) else kind
        name = " ".join(offered(one))
        return (name, several) if name else None


def offered(kind: FieldType[Any]) -> tuple[str, ...]:
    """Return what a kind of value can be chosen from: registries and words."""
    match kind:
        case IdName():
            return (*kind.of, *kind.also)
        case OneOf():
            return tuple(map(str, kind.words))
        case Flag():
            return ("true", "false")
        case _:
            return ()


def fields_of(
    shape: NounSchema, path: tuple[str, ...], apart: frozenset[str]
) -> Iterator[SheetField]:
    """Yield the columns of a shape below some keys, without what stands apart."""
    for key in shape.keys:
        if key.beside or key.name in apart or isinstance(key.kind, OwnId):
            continue
        below = (*path, key.name)
        if isinstance(key.kind, NounSchema):
            yield from fields_of(key.kind, below, frozenset())
            continue
        form = cell_form(key.kind)
        if form is not None:
            yield SheetField(below, form, shape, key)
