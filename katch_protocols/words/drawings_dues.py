"""What the drawings say of deadlines beside a duty, and of clocks, in en, ru and kk."""

from collections.abc import Mapping

from katch_protocols.words.beside import BESIDE

__all__ = ["DUES"]

DUES: Mapping[str, Mapping[str, str]] = {
    **BESIDE,
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
    "left-by": {
        "en": "ways out of it: {duties}",
        "ru": "выход из него: {duties}",
        "kk": "одан шығу: {duties}",
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
        "ru": "Дело переходит дальше: {state}",
        "kk": "Іс әрі қарай өтеді: {state}",
    },
}
"""The words of deadlines, by what they are for."""
