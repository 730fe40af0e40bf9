"""The tables of the reference page of the YAML files: what the reader knows."""

from typing import Any

from katch_protocols.files.field_types.citations import CitationList, OneCitation
from katch_protocols.files.field_types.clocks_and_days_off import TimeZoneName
from katch_protocols.files.field_types.collections import (
    Listed,
    OneOrListed,
    Pairs,
    PathPairs,
    Registry,
    Timers,
)
from katch_protocols.files.field_types.font_file import FontFile
from katch_protocols.files.field_types.ids import IdName, PathName, Several
from katch_protocols.files.field_types.labels import ChoiceList, LabelText
from katch_protocols.files.field_types.measured import (
    AmountText,
    BoundedNumber,
    DimensionName,
    LadderText,
    PeriodText,
)
from katch_protocols.files.field_types.noun_schema import FieldKey, Later, NounSchema
from katch_protocols.files.field_types.recorded import RecordedData
from katch_protocols.files.field_types.scalars import (
    Day,
    Flag,
    LanguageCode,
    LibraryLanguage,
    OneOf,
    Text,
    Url,
    VersionText,
    WholeNumber,
)
from katch_protocols.files.field_types.sentences import (
    CONDITION,
    DELAY,
    DURATION,
    MEASURE,
    SAFEGUARD,
    TARGET,
)
from katch_protocols.files.file_kinds import FILE_KINDS, shapes
from katch_protocols.files.schemas.checklists import TickCount
from katch_protocols.files.schemas.roles import Seats
from katch_protocols.model.periods import Dimension
from katch_protocols.words.languages import ENGLISH

__all__ = ["tables"]

_SENTENCES = {
    id(CONDITION): "[condition](conditions.md)",
    id(SAFEGUARD): "[safeguard](safeguards/index.md)",
    id(MEASURE): "[measure](measures.md)",
    id(TARGET): "state, or `resume` and a state",
    id(DURATION): "[duration](durations.md)",
    id(DELAY): "[duration](durations.md), from `0 hours`",
}
_SIMPLE = {
    CitationList: "[citation](#citations), one or a list",
    OneCitation: "[citation](#citations)",
    LabelText: "text",
    ChoiceList: "ids, or id: text",
    Timers: "duration: state",
    PathName: "state or path",
    LanguageCode: "code of a language",
    LibraryLanguage: "`en`, `ru` or `kk`",
    Url: "address",
    FontFile: "path of a font",
    TimeZoneName: "time zone",
    VersionText: "version",
    Text: "plain text",
    Flag: "`true` or `false`",
    WholeNumber: "number",
    TickCount: "number from 1",
    Day: "day",
    AmountText: "count, `90%` or duration",
    PeriodText: "`2026`, `2026-H2`, `2026-Q3` or `2026-07`",
    LadderText: "list of `region × quarter` and the like",
    DimensionName: " ".join(f"`{each}`" for each in Dimension),
    RecordedData: "activity: what was recorded",
}

_ONE = {
    "agencies": "agency",
    "checklists": "checklist",
    "data": "data category",
    "documents": "document",
    "families": "family",
    "facts": "fact",
    "fragments": "fragment",
    "functions": "function",
    "measured": "what is measured",
    "phases": "phase",
    "principles": "principle",
    "protocols": "protocol",
    "qualifications": "qualification",
    "questions": "question",
    "roles": "role",
    "safeguards": "safeguard",
    "sources": "source",
}
"""What one entry of a registry is called."""


def tables() -> dict[str, str]:
    """Return the table of each noun, by its name; a name that is a file comes first."""
    tops = {id(kind.shape): kind.place for kind in FILE_KINDS.values()}
    return {
        tops.get(id(shape), shape.name.replace("_", " ")): _table(shape)
        for shape in shapes()
    }


def _table(shape: NounSchema) -> str:
    rows = (
        f"| `{key.name}` | {_value(key)} | {_meaning(shape, key)} |"
        for key in shape.keys
    )
    return "\n".join(["| key | value | meaning |", "| --- | --- | --- |", *rows])


def _meaning(shape: NounSchema, key: FieldKey) -> str:
    meaning = shape.meaning(key, ENGLISH)
    return f"**Required.** {meaning}" if key.required else meaning


def _named(of: tuple[str, ...]) -> str:
    return " or ".join(_ONE[registry] for registry in of) or "id"


def _value(key: FieldKey) -> str:
    return _kind(key.kind)


def _kind(kind: Any) -> str:  # noqa: PLR0911 - one case for each kind
    match kind:
        case Several(one=one):
            said = _kind(one)
            is_list = isinstance(kind, Seats)
            return f"list of {said}s" if is_list else f"{said}, one or a list"
        case Registry(of=of):
            return f"id: {_kind(of)}"
        case OneOrListed(of=of):
            return f"{_kind(of)}, one or a list"
        case Listed(of=of):
            return f"list of {_kind(of)}"
        case Pairs(value=value, of=of):
            return f"{_named(of)}: {_kind(value)}"
        case PathPairs(value=value):
            return f"state or path: {_kind(value)}"
        case Later(kind=later):
            return _kind(later())
        case _:
            return _alone(kind)


def _alone(kind: Any) -> str:
    if id(kind) in _SENTENCES:
        return _SENTENCES[id(kind)]
    match kind:
        case OneOf(words=words):
            return " ".join(f"`{word}`" for word in words)
        case IdName(of=of, also=also):
            return " or ".join([_named(of), *(f"`{word}`" for word in also)])
        case BoundedNumber(least=least, most=most, sign=sign):
            return f"number from {least}{sign} to {most}{sign}"
        case NounSchema(name=name, bare=bare):
            link = f"[{name.replace('_', ' ')}](#{name.replace('_', '-')})"
            return f"{link}, or its `{bare}` alone" if bare else link
        case _:
            return next(said for of, said in _SIMPLE.items() if isinstance(kind, of))
