"""What the drawings say of deadlines beside a duty, and of clocks, in en, ru and kk."""

from collections.abc import Mapping

__all__ = ["DUES"]

DUES: Mapping[str, Mapping[str, str]] = {
    "elsewhere": {
        "en": "at other steps: {spans}",
        "ru": "на других шагах: {spans}",
        "kk": "басқа қадамдарда: {spans}",
    },
    "one-of-several": {
        "en": "this or another duty keeps the deadline",
        "ru": "срок соблюдает эта или другая обязанность",
        "kk": "мерзімді осы не басқа міндет сақтайды",
    },
    "until-confirmed": {
        "en": "time in which the receiver must confirm",
        "ru": "время, за которое получатель подтверждает",
        "kk": "қабылдаушы растауға тиіс уақыт",
    },
    "must-act": {
        "en": "Who must act",
        "ru": "Кто должен действовать",
        "kk": "Кім әрекет етуге тиіс",
    },
    "who-answers": {
        "en": "Who answers, if somebody else",
        "ru": "Кто отвечает, если другой",
        "kk": "Басқа болса, кім жауап береді",
    },
    "answers": {
        "en": "answers: {who}",
        "ru": "отвечает: {who}",
        "kk": "жауап береді: {who}",
    },
    "until-then": {
        "en": "answers until then: {who}",
        "ru": "до этого отвечает: {who}",
        "kk": "оған дейін жауап береді: {who}",
    },
    "while-in": {
        "en": "while: {state}",
        "ru": "пока: {state}",
        "kk": "күй: {state}",
    },
    "the-clock": {
        "en": "the clock, by itself",
        "ru": "сам по себе, по часам",
        "kk": "уақыт, өздігінен",
    },
    "moves-on": {
        "en": "The case moves on: {state}",
        "ru": "Случай переходит дальше: {state}",
        "kk": "Іс әрі қарай өтеді: {state}",
    },
}
"""The words of deadlines, by what they are for."""
