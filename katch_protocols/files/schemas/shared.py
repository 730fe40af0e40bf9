"""Keys that many nouns have, and nouns that many files have."""

from katch_protocols.files import bounds
from katch_protocols.files.field_types.citations import CitationList
from katch_protocols.files.field_types.collections import Registry
from katch_protocols.files.field_types.field_type import (
    JsonSchema,
    Plain,
    SchemaContext,
)
from katch_protocols.files.field_types.ids import IdName
from katch_protocols.files.field_types.labels import ChoiceList, LabelText
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Day
from katch_protocols.files.field_types.sentences import SAFEGUARD
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Map, Tree, value_at
from katch_protocols.model.documents import Fact, Titled
from katch_protocols.model.noun import Noun
from katch_protocols.model.safeguards import Safeguard

__all__ = [
    "FACTS",
    "LABEL",
    "NOBODY",
    "NOTE",
    "SAFEGUARDS",
    "SLOGAN",
    "SOURCE",
    "SOURCES",
    "TITLE",
    "TITLED",
    "VALID_FROM",
    "VALID_TO",
    "safeguard_keys",
]

NOBODY = frozenset({"actor", "none"})
"""Words that stand where a role or an agency can stand."""

LABEL = LabelText()
_TITLE = LabelText(bounds.TITLE_CHARACTERS)
SOURCES = CitationList()

TITLE = FieldKey("title", _TITLE, required=True)
NOTE = FieldKey("note", LABEL)
SOURCE = FieldKey("source", SOURCES)
VALID_FROM = FieldKey("valid_from", Day())
VALID_TO = FieldKey("valid_to", Day())

TITLED = NounSchema("titled", Titled, (TITLE, NOTE))


_ANSWERS = ("values", "checklist")


class _FactShape(NounSchema, frozen=True):
    """A fact has values of its own, or a checklist that gives them."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a fact; exactly one of the two must be there."""
        raw = value_at(node, key)
        given = raw if isinstance(raw, Map) else {}
        has_values = given.get("values") is not None
        has_list = given.get("checklist") is not None
        if has_values and has_list:
            sheet.refuse_key("values-and-checklist", node, key, fact=str(key))
        read = super().read(node, key, sheet)
        if isinstance(raw, Map) and not has_values and not has_list:
            path = (*node.path, key)
            sheet.refuse_at("missing-key", node.key_mark(key), path, key="values")
            return DROPPED
        has_either = isinstance(read, dict) and not read.keys().isdisjoint(_ANSWERS)
        return read if has_either else DROPPED

    def write(self, value: Noun) -> Plain:
        """Write a fact; the values that a checklist gives stand there."""
        written = super().write(value)
        if isinstance(written, dict) and "checklist" in written:
            written.pop("values", None)
        return written

    def mapping(self, glossary: SchemaContext) -> JsonSchema:
        """Ask for one of the two."""
        either: list[JsonSchema] = [
            {"required": ["values"]},
            {"required": ["checklist"]},
        ]
        return {**super().mapping(glossary), "oneOf": either}


FACTS = Registry(
    _FactShape(
        "fact",
        Fact,
        (
            TITLE,
            FieldKey("values", ChoiceList()),
            FieldKey("checklist", IdName(("checklists",))),
            FieldKey("initially", IdName()),
            NOTE,
        ),
    )
)

SLOGAN = LabelText(bounds.SLOGAN_CHARACTERS, "too-long-for-pictures")

safeguard_keys = (
    FieldKey("rule", SAFEGUARD, required=True),
    FieldKey("principle", IdName(("principles",))),
    FieldKey("title", TITLE.kind),
    FieldKey("promise", SLOGAN),
    FieldKey("never", SLOGAN),
    NOTE,
    SOURCE,
)

SAFEGUARDS = Registry(NounSchema("safeguard", Safeguard, safeguard_keys, alone="rule"))
