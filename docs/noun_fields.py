"""What each field of a noun is: what the reader of YAML knows about its key."""

from collections.abc import Iterator, Mapping
from typing import Any

from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.file_kinds import shapes
from katch_protocols.model.noun import Noun

__all__ = ["differing", "keys"]


def keys() -> Mapping[str, tuple[NounSchema, FieldKey]]:
    """Return the key of each field that stands in a file, by the field's full name."""
    found: dict[str, tuple[NounSchema, FieldKey]] = {}
    for shape, key in _keys():
        holder = _holder(shape.noun, key)
        name = f"{holder.__module__}.{holder.__qualname__}.{key.into}"
        found.setdefault(name, (shape, key))
    return found


def differing() -> Mapping[str, tuple[str, ...]]:
    """Return the fields of each YAML key that is called otherwise in Python."""
    found: dict[str, dict[str, None]] = {}
    for shape, key in _keys():
        if key.inside or key.into != key.name:
            field = ".".join(filter(None, (key.inside, key.into)))
            found.setdefault(key.name, {})[f"{shape.noun.__name__}.{field}"] = None
    return {key: tuple(sorted(found[key])) for key in sorted(found)}


def _keys() -> Iterator[tuple[NounSchema, FieldKey]]:
    for shape in shapes():
        for key in shape.keys:
            yield shape, key


def _holder(noun: type[Noun], key: FieldKey) -> type[Any]:
    """Return the noun that has the field: the smaller one, where there is one."""
    if not key.inside:
        return noun
    kind = noun.model_fields[key.inside].annotation
    return kind if kind is not None else noun
