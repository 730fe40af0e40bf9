"""JSON Schema (draft 2020-12) of each kind of file, for completion in editors."""

from collections.abc import Mapping

from katch_protocols.files.kinds.kind import Glossary, Schema
from katch_protocols.files.shapes.files import SHAPES, FileKind, place_of
from katch_protocols.model.handbook import Handbook

__all__ = ["schema"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_REGISTRIES = (
    "agencies",
    "roles",
    "sources",
    "functions",
    "qualifications",
    "data",
    "measured",
    "fragments",
    "protocols",
)
"""What files refer to across the handbook. Ids that a protocol declares for itself are
left open: an editor would refuse each new state while it is being written."""


def schema(kind: FileKind, handbook: Handbook | None = None) -> Schema:
    """Describe one kind of file; with a handbook, its own ids are what can be chosen.

    Every key has a description. A value that the schema refuses is refused by ``read``
    too; ``read`` knows more, for instance the grammar of sentences.

    Example:
        >>> schema(FileKind.ROLES)["title"]
        'roles.yaml'
    """
    glossary = Glossary(_ids(handbook) if handbook is not None else {})
    described: Schema = {
        "$schema": _DRAFT,
        "title": place_of(kind),
        "description": SHAPES[kind].help,
        **SHAPES[kind].mapping(glossary),
    }
    if glossary.shapes:
        described["$defs"] = dict(sorted(glossary.shapes.items()))
    return described


def _ids(handbook: Handbook) -> Mapping[str, tuple[str, ...]]:
    ids = {name: tuple(getattr(handbook, name)) for name in _REGISTRIES}
    return {**ids, "languages": handbook.languages}
