"""``scenarios/NAME.yaml``: what a simulation takes to be so, beside a handbook."""

from katch_protocols.files import bounds
from katch_protocols.files.field_types.collections import Pairs, PathPairs, Registry
from katch_protocols.files.field_types.field_type import FieldType
from katch_protocols.files.field_types.ids import IdName, OwnId, id_list
from katch_protocols.files.field_types.measured import BoundedNumber
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Day, OneOf, Text, WholeNumber
from katch_protocols.files.field_types.sentences import DURATION
from katch_protocols.files.schemas.scenario_lengths import SpanWithYears, SpreadOfTimes
from katch_protocols.files.schemas.scenario_numbers import (
    BASIS,
    NumberWithUnit,
    ShareOfWhole,
    WeightsOfDraws,
    chance,
    rate,
)
from katch_protocols.files.schemas.shared import SOURCE, TITLE
from katch_protocols.model.parties import Cover
from katch_protocols.model.scenarios import (
    FEWEST_RUNS,
    MOST_RUNS,
    MOST_YEARS,
    Arrivals,
    Chance,
    Order,
    Run,
    Scenario,
    ScenarioPost,
    Variant,
)

__all__ = ["SCENARIO"]

_TITLE = FieldKey("title", TITLE.kind)
_ARRIVALS: FieldType[Arrivals] = NumberWithUnit("rate", rate, "25 cases a year")
_CHANCE: FieldType[Chance] = NumberWithUnit(
    "share", chance, "2% of cases", (FieldKey("after", SpreadOfTimes()),)
)

_POST = NounSchema(
    "scenario_post",
    ScenarioPost,
    (
        _TITLE,
        FieldKey("roles", id_list("roles")),
        FieldKey("people", WholeNumber(bounds.PEOPLE)),
        FieldKey("cover", OneOf(Cover)),
        FieldKey("for_this", ShareOfWhole()),
        BASIS,
        SOURCE,
    ),
)

_CHANGED = (
    FieldKey("work", PathPairs(SpreadOfTimes())),
    FieldKey("waits", PathPairs(SpreadOfTimes())),
    FieldKey("values", PathPairs(WeightsOfDraws())),
    FieldKey("choices", PathPairs(WeightsOfDraws())),
    FieldKey("happens", PathPairs(_CHANCE)),
    FieldKey("posts", Registry(_POST)),
    FieldKey("order", OneOf(Order)),
)

_RUN = NounSchema(
    "run",
    Run,
    (
        FieldKey("years", BoundedNumber(1, MOST_YEARS)),
        FieldKey("begins", Day()),
        FieldKey("warm_up", SpanWithYears()),
        FieldKey("seed", BoundedNumber(0, 10**9)),
        FieldKey("runs", BoundedNumber(FEWEST_RUNS, MOST_RUNS)),
        FieldKey("until", Pairs(DURATION, ("measured",))),
    ),
)

_VARIANT = NounSchema(
    "variant",
    Variant,
    (
        _TITLE,
        FieldKey("arrivals", _ARRIVALS),
        *_CHANGED,
        FieldKey("handbook", Text()),
    ),
)

SCENARIO = NounSchema(
    "scenario",
    Scenario,
    (
        FieldKey("scenario", OwnId(), field="id", required=True),
        _TITLE,
        FieldKey("protocols", id_list("protocols"), required=True),
        FieldKey("region", IdName(("regions",))),
        BASIS,
        FieldKey("arrivals", _ARRIVALS, required=True),
        *_CHANGED,
        FieldKey("run", _RUN),
        FieldKey("compare", Registry(_VARIANT)),
    ),
)
"""The keys of a scenario."""
