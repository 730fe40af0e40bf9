"""JSON Schema (draft 2020-12) of each kind of file, for completion in editors."""

from collections.abc import Mapping

from katch_protocols.files.kinds.kind import Glossary, Schema
from katch_protocols.files.shapes.file_kind import FileKind
from katch_protocols.files.shapes.files import REGISTRIES
from katch_protocols.model.handbook import Handbook

__all__ = ["schema"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema(kind: FileKind, handbook: Handbook | None = None) -> Schema:
    """Describe one kind of file; with a handbook, its own ids are what can be chosen.

    Every key has a description. A value that the schema refuses is refused by ``read``
    too; ``read`` knows more, for instance the grammar of sentences.

    Ids that a protocol declares for itself are left open: an editor would refuse each
    new state while it is being written.

    Example:
        >>> from katch_protocols.files.shapes.roles import ROLES
        >>> schema(ROLES)["title"]
        'roles.yaml'
    """
    glossary = Glossary(_ids(handbook) if handbook is not None else {})
    described: Schema = {
        "$schema": _DRAFT,
        "title": kind.place,
        "description": kind.shape.help,
        **kind.shape.mapping(glossary),
    }
    if glossary.shapes:
        described["$defs"] = dict(sorted(glossary.shapes.items()))
    return described


def _ids(handbook: Handbook) -> Mapping[str, tuple[str, ...]]:
    ids = {name: tuple(getattr(handbook, name)) for name in REGISTRIES}
    return {**ids, "languages": handbook.languages}
