"""Keys that many nouns have, and nouns that many files have."""

from katch_protocols.files import bounds
from katch_protocols.files.kinds.gathered import Registry
from katch_protocols.files.kinds.labels import Choices, LabelText
from katch_protocols.files.kinds.names import Name, Names
from katch_protocols.files.kinds.scalars import Day
from katch_protocols.files.kinds.sentences import SAFEGUARD
from katch_protocols.files.kinds.shape import Key, Shape
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
SOURCES = Names("sources")

TITLE = Key("title", _TITLE, "What people read, in each language.", required=True)
NOTE = Key("note", LABEL, "A remark for the reader; it changes nothing.")
SOURCE = Key("source", SOURCES, "The sources that this rests on.")
VALID_FROM = Key("valid_from", Day(), "The first day on which this holds.")
VALID_TO = Key("valid_to", Day(), "The last day on which this holds.")

TITLED = Shape("titled", Titled, (TITLE, NOTE))

FACTS = Registry(
    Shape(
        "fact",
        Fact,
        (
            TITLE,
            Key(
                "values",
                Choices(),
                "The answers, as a list of ids or with a text for each; `unknown` is "
                "always one more.",
                required=True,
            ),
            Key("initially", Name(), "The value at the start; else `unknown`."),
            NOTE,
        ),
    )
)

safeguard_keys = (
    Key(
        "rule",
        SAFEGUARD,
        "What must hold in every case, as one sentence.",
        required=True,
    ),
    Key("title", TITLE.kind, TITLE.help),
    NOTE,
    SOURCE,
)

SAFEGUARDS = Registry(Shape("safeguard", Safeguard, safeguard_keys))
