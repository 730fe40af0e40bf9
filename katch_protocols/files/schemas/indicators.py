"""``indicators.yaml``: what is counted, what it should be, how it may be let out."""

from katch_protocols.files.field_types.collections import Registry
from katch_protocols.files.field_types.ids import Several
from katch_protocols.files.field_types.measured import (
    AmountText,
    BoundedNumber,
    DimensionName,
    LadderText,
    PeriodText,
)
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import OneOf
from katch_protocols.files.field_types.sentences import MEASURE
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import LABEL, NOTE, SOURCE, SOURCES, TITLE
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.indicators import (
    LEAST_THRESHOLD,
    Aim,
    Baseline,
    Better,
    CountedFrom,
    Indicator,
    IndicatorTarget,
    ReleasePlan,
)

__all__ = ["INDICATORS"]

_MOST_CASES = 1_000_000

_BASELINE = NounSchema(
    "baseline",
    Baseline,
    (
        FieldKey("value", AmountText(), required=True),
        FieldKey("period", PeriodText(), required=True),
        FieldKey("of", BoundedNumber(1, _MOST_CASES)),
        SOURCE,
    ),
)

_TARGET = NounSchema(
    "target",
    IndicatorTarget,
    (
        FieldKey("value", AmountText(), required=True),
        FieldKey("by", PeriodText(), required=True),
        FieldKey("better", OneOf(Better)),
        SOURCE,
    ),
)

_INDICATOR = NounSchema(
    "indicator",
    Indicator,
    (
        TITLE,
        FieldKey("measure", MEASURE, required=True),
        FieldKey("by", Several(DimensionName(), "empty-item")),
        FieldKey("serves", OneOf(Aim), required=True, lost=Aim.VOLUME),
        FieldKey("baseline", _BASELINE),
        FieldKey("target", _TARGET),
        FieldKey("ask", LABEL),
        NOTE,
        FieldKey("basis", OneOf(Basis)),
        SOURCE,
        FieldKey("beside", SOURCES),
        FieldKey("counts", OneOf(CountedFrom)),
    ),
)

_RELEASE = NounSchema(
    "release",
    ReleasePlan,
    (
        FieldKey("threshold", BoundedNumber(LEAST_THRESHOLD, 100)),
        FieldKey("round", BoundedNumber(1, 100)),
        FieldKey("ladder", LadderText()),
        FieldKey("show", BoundedNumber(1, 100, "%")),
    ),
)

INDICATORS = FileKind(
    NounSchema(
        "indicators",
        Handbook,
        (
            FieldKey("indicators", Registry(_INDICATOR), required=True, lost={}),
            FieldKey("release", _RELEASE),
        ),
    )
)
