"""JSON Schema (draft 2020-12) of each kind of file, for completion in editors."""

from collections.abc import Mapping

from katch_protocols.files.field_types.field_type import JsonSchema, SchemaContext
from katch_protocols.files.file_kinds import REGISTRIES
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.model.handbook import Handbook
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.say import say

__all__ = ["schema"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema(
    kind: FileKind, handbook: Handbook | None = None, language: str = ENGLISH
) -> JsonSchema:
    """Describe one kind of file; with a handbook, its own ids are what can be chosen.

    Every key has a description, in the language asked for. A value that the schema
    refuses is refused by ``read`` too; ``read`` knows more, for instance the grammar of
    sentences.

    Ids that a protocol declares for itself are left open: an editor would refuse each
    new state while it is being written.

    Example:
        >>> from katch_protocols.files.schemas.roles import ROLES
        >>> schema(ROLES)["title"]
        'roles.yaml'
    """
    ids = _ids(handbook) if handbook is not None else {}
    glossary = SchemaContext(ids, language)
    described: JsonSchema = {
        "$schema": _DRAFT,
        "title": kind.place,
        "description": say(f"yaml.file.{kind.name}", language),
        **kind.shape.mapping(glossary),
    }
    if glossary.shapes:
        described["$defs"] = dict(sorted(glossary.shapes.items()))
    return described


def _ids(handbook: Handbook) -> Mapping[str, tuple[str, ...]]:
    ids = {name: tuple(getattr(handbook, name)) for name in REGISTRIES}
    return {**ids, "languages": handbook.languages}
