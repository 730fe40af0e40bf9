"""What a handbook wants counted, told where it changed: measures, targets, ladders."""

from functools import singledispatch

from katch_protocols.changes.naming import Naming
from katch_protocols.model.indicators import Baseline, IndicatorTarget, LadderStep
from katch_protocols.model.measures import MeasureRule
from katch_protocols.model.noun import Noun
from katch_protocols.model.periods import Dimension
from katch_protocols.sentences.measure_text import print_measure
from katch_protocols.telling.release_wording import (
    measure_sentence,
    said_amount,
    said_period,
    said_target,
)

__all__ = ["say_measured_part"]


@singledispatch
def say_measured_part(noun: Noun, _naming: Naming) -> str:
    """Say a part of an indicator, or of how its numbers are let out.

    Raises:
        TypeError: It is no such part.
    """
    message = f"{type(noun).__name__} is told elsewhere"
    raise TypeError(message)


@say_measured_part.register
def _baseline(noun: Baseline, naming: Naming) -> str:
    value = said_amount(noun.value, naming.language)
    period = said_period(noun.period, naming.language)
    if noun.of is None:
        return naming.word("baseline", value=value, period=period)
    return naming.word("baseline-of", value=value, period=period, count=str(noun.of))


@say_measured_part.register
def _target(noun: IndicatorTarget, naming: Naming) -> str:
    return said_target(noun, naming.language)


@say_measured_part.register
def _step(noun: LadderStep, naming: Naming) -> str:
    time = naming.code(noun.time)
    if not noun.regional:
        return naming.word("ladder-all", time=time)
    region = naming.code(Dimension.REGION)
    return naming.word("ladder-region", region=region, time=time)


@say_measured_part.register
def _measure(noun: MeasureRule, naming: Naming) -> str:
    """Say it with the titles of a version that has all its names."""
    typed = print_measure(noun)
    books = naming.after.handbook, naming.before.handbook
    said = (measure_sentence(noun, book, naming.language) for book in books)
    return next((each for each in said if each != typed), typed)
