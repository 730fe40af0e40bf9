"""Keys that many nouns have, and nouns that many files have."""

from katch_protocols.files import bounds
from katch_protocols.files.field_types.citations import CitationList
from katch_protocols.files.field_types.collections import Registry
from katch_protocols.files.field_types.ids import IdName
from katch_protocols.files.field_types.labels import ChoiceList, LabelText
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Day
from katch_protocols.files.field_types.sentences import SAFEGUARD
from katch_protocols.model.documents import Fact, Titled
from katch_protocols.model.safeguards import Safeguard

__all__ = [
    "FACTS",
    "LABEL",
    "NOBODY",
    "NOTE",
    "SAFEGUARDS",
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

FACTS = Registry(
    NounSchema(
        "fact",
        Fact,
        (
            TITLE,
            FieldKey("values", ChoiceList(), required=True),
            FieldKey("initially", IdName()),
            NOTE,
        ),
    )
)

safeguard_keys = (
    FieldKey("rule", SAFEGUARD, required=True),
    FieldKey("title", TITLE.kind),
    NOTE,
    SOURCE,
)

SAFEGUARDS = Registry(NounSchema("safeguard", Safeguard, safeguard_keys))
