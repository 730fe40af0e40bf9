"""Sentences in Russian."""

from katch_protocols.model.durations import Duration, Unit
from katch_protocols.sentences.tongue import Tongue

__all__ = ["RUSSIAN", "plural"]

_PHRASES = {
    "and": " и ",
    "or": " или ",
    "negation": "неверно, что ({condition})",
    "fact_is": "значение «{fact}» — {values}",
    "fact_is_not": "значение «{fact}» — не {values}",
    "fact_known": "значение «{fact}» известно",
    "fact_unknown": "значение «{fact}» неизвестно",
    "in_state": "дело находится в состоянии «{state}»",
    "not_in_state": "дело не находится в состоянии «{state}»",
    "has_document": "документ «{document}» есть",
    "not_has_document": "документа «{document}» нет",
    "happened": "событие «{activity}» уже произошло",
    "not_happened": "событие «{activity}» ещё не произошло",
    "never": "Событие «{a}» не происходит ни в одном деле.",
    "requires": "Событие «{a}» возможно только после события «{b}».",
    "requires_each": (
        "Перед каждым событием «{a}» должно заново произойти событие «{b}»."
    ),
    "requires_that": "Событие «{a}» возможно, только если {condition}.",
    "every_case_has": (
        "В каждом деле, которое завершается защитой ребёнка, происходит событие «{a}»."
    ),
    "every_end_has": "В каждом деле до его завершения происходит событие «{a}».",
    "after_then": "После события «{a}» всегда следует событие «{b}».",
    "after_then_within": (
        "После события «{a}» событие «{b}» следует не позднее чем через {span}, "
        "если соблюдены все сроки."
    ),
    "after_never": "После события «{a}» событие «{c}» не происходит.",
    "between_never": "Между событиями «{a}» и «{b}» событие «{c}» не происходит.",
    "at_least_every": (
        "Между событиями «{a}» и «{b}» событие «{c}» происходит "
        "не реже чем раз в {span}, если соблюдены все сроки."
    ),
    "while_never": (
        "Пока дело находится в состоянии «{state}», событие «{c}» не происходит."
    ),
    "at_most": "Событие «{a}» происходит в одном деле не более {times}.",
    "excludes": "События «{a}» и «{b}» не происходят в одном и том же деле.",
    "takes_part": "В действии «{a}» всегда участвует «{role}».",
    "only_does": "Действие «{a}» может выполнять только {actors}.",
    "different_people": "Действия «{a}» и «{b}» выполняют разные люди.",
    "different_agencies": "Действия «{a}» и «{b}» выполняют разные ведомства.",
    "same_person": "Действия «{a}» и «{b}» выполняет один и тот же человек.",
    "always_possible": "Пока дело не завершено, событие «{a}» всегда возможно.",
    "independent": "Событие «{a}» не зависит от события «{b}».",
    "only_to": "Получать «{item}» может только {actors}.",
    "where": "Это действует, только если непосредственно перед этим: {condition}.",
    "unless": "После события «{b}» это больше не действует.",
}

_UNITS = {
    Unit.MINUTES: ("минута", "минуты", "минут"),
    Unit.HOURS: ("час", "часа", "часов"),
    Unit.DAYS: ("день", "дня", "дней"),
    Unit.WORKING_DAYS: ("рабочий день", "рабочих дня", "рабочих дней"),
    Unit.WEEKS: ("неделя", "недели", "недель"),
    Unit.MONTHS: ("месяц", "месяца", "месяцев"),
}
"""One, few, many, in the nominative."""

_ONE_WITHIN = {Unit.MINUTES: "минуту", Unit.WEEKS: "неделю"}
"""The accusative of one; of the other units it is the nominative."""


def plural(count: int) -> int:
    """Tell which form follows a number: 0 one, 1 few, 2 many (Unicode CLDR)."""
    if count % 10 == 1 and count % 100 != 11:  # noqa: PLR2004 - a rule of Russian
        return 0
    few = count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}
    return 1 if few else 2


def _span(duration: Duration) -> str:
    return f"{duration.amount} {_UNITS[duration.unit][plural(duration.amount)]}"


def _within(duration: Duration) -> str:
    if plural(duration.amount) == 0 and duration.unit in _ONE_WITHIN:
        return f"{duration.amount} {_ONE_WITHIN[duration.unit]}"
    return _span(duration)


def _times(count: int) -> str:
    return f"{count} {'раза' if plural(count) == 0 else 'раз'}"


RUSSIAN = Tongue(phrases=_PHRASES, span=_span, within=_within, times=_times)
