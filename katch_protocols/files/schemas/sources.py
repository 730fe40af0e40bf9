"""``sources.yaml``: what is cited, dated."""

from katch_protocols.files.field_types.collections import Registry
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Flag, OneOf, Url
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import (
    LABEL,
    NOTE,
    TITLE,
    VALID_FROM,
    VALID_TO,
)
from katch_protocols.model.handbook import Handbook, Source, SourceKind

__all__ = ["SOURCES_FILE"]

_SOURCE = NounSchema(
    "source",
    Source,
    (
        TITLE,
        FieldKey("kind", OneOf(SourceKind), required=True, lost=SourceKind.PRACTICE),
        FieldKey("cite", LABEL),
        FieldKey("url", Url()),
        NOTE,
        VALID_FROM,
        VALID_TO,
        FieldKey("read", Flag()),
    ),
)

_START = """\
$why_sources
sources:
  harbour_act:
    title: $title_harbour_act
    kind: law
    valid_from: 2020-01-01
    read: true
  tide_guide:
    title: $title_tide_guide
    kind: guidance
    valid_from: 2021-05-01
    read: true
"""

SOURCES_FILE = FileKind(
    NounSchema(
        "sources",
        Handbook,
        (FieldKey("sources", Registry(_SOURCE), required=True, lost={}),),
    ),
    start=_START,
)
