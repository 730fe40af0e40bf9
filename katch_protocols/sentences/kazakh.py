"""Sentences in Kazakh; a noun keeps its form after a number."""

from katch_protocols.model.durations import Duration, Unit
from katch_protocols.sentences.tongue import Tongue

__all__ = ["KAZAKH"]

_PHRASES = {
    "and": " және ",
    "or": " немесе ",
    "negation": "мынау дұрыс емес: ({condition})",
    "fact_is": "«{fact}» мәні — {values}",
    "fact_is_not": "«{fact}» мәні {values} емес",
    "fact_known": "«{fact}» мәні белгілі",
    "fact_unknown": "«{fact}» мәні белгісіз",
    "in_state": "іс «{state}» күйінде",
    "not_in_state": "іс «{state}» күйінде емес",
    "has_document": "«{document}» құжаты бар",
    "not_has_document": "«{document}» құжаты жоқ",
    "happened": "«{activity}» оқиғасы болған",
    "not_happened": "«{activity}» оқиғасы болмаған",
    "never": "«{a}» оқиғасы ешбір істе болмайды.",
    "requires": "«{a}» оқиғасы тек «{b}» оқиғасынан кейін болуы мүмкін.",
    "requires_each": "Әр «{a}» оқиғасының алдында «{b}» оқиғасы қайта болуға тиіс.",
    "requires_that": "«{a}» оқиғасы мына жағдайда ғана болуы мүмкін: {condition}.",
    "every_case_has": "Баланы қорғаумен аяқталатын әр істе «{a}» оқиғасы болады.",
    "every_end_has": "Әр істе ол аяқталғанға дейін «{a}» оқиғасы болады.",
    "after_then": "«{a}» оқиғасынан кейін әрқашан «{b}» оқиғасы болады.",
    "after_then_within": (
        "Барлық мерзім сақталса, «{a}» оқиғасынан кейін «{b}» оқиғасы "
        "{span} ішінде болады."
    ),
    "after_never": "«{a}» оқиғасынан кейін «{c}» оқиғасы болмайды.",
    "between_never": "«{a}» және «{b}» оқиғаларының арасында «{c}» оқиғасы болмайды.",
    "at_least_every": (
        "Барлық мерзім сақталса, «{a}» және «{b}» оқиғаларының арасында "
        "«{c}» оқиғасы әр {span} сайын кемінде бір рет болады."
    ),
    "while_never": "Іс «{state}» күйінде тұрғанда «{c}» оқиғасы болмайды.",
    "at_most": "«{a}» оқиғасы бір істе {times} артық болмайды.",
    "excludes": "«{a}» және «{b}» оқиғалары бір істе қатар болмайды.",
    "takes_part": "«{a}» әрекетіне әрқашан «{role}» қатысады.",
    "only_does": "«{a}» әрекетін тек {actors} орындай алады.",
    "different_people": "«{a}» және «{b}» әрекеттерін әртүрлі адамдар орындайды.",
    "different_agencies": (
        "«{a}» және «{b}» әрекеттерін әртүрлі ведомстволар орындайды."
    ),
    "same_person": "«{a}» және «{b}» әрекеттерін бір адам орындайды.",
    "always_possible": "Іс аяқталмайынша «{a}» оқиғасы әрқашан мүмкін.",
    "independent": "«{a}» оқиғасы «{b}» оқиғасына тәуелді емес.",
    "only_to": "«{item}» тек мыналарға беріледі: {actors}.",
    "where": "Бұл оның тура алдында мына жағдайда ғана қолданылады: {condition}.",
    "unless": "«{b}» оқиғасынан кейін бұл талап қолданылмайды.",
}

_UNITS = {
    Unit.MINUTES: "минут",
    Unit.HOURS: "сағат",
    Unit.DAYS: "күн",
    Unit.WORKING_DAYS: "жұмыс күні",
    Unit.WEEKS: "апта",
    Unit.MONTHS: "ай",
}


def _span(duration: Duration) -> str:
    return f"{duration.amount} {_UNITS[duration.unit]}"


def _times(count: int) -> str:
    return f"{count} реттен"


KAZAKH = Tongue(phrases=_PHRASES, span=_span, within=_span, times=_times)
