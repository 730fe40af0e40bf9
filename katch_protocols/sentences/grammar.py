"""The grammar of every sentence: how it is cut into words, and which it keeps."""

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto

from msgspec import Struct

from katch_protocols.model.activities import Target
from katch_protocols.model.conditions import (
    And,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.model.deadlines import MAX_AMOUNT, Duration, Unit
from katch_protocols.model.names import NameKind, ValueKind, holds_several
from katch_protocols.model.safeguards import SafeguardRule
from katch_protocols.sentences.forms import FORMS, SentenceForm

__all__ = [
    "DOTTED",
    "GRAMMAR",
    "MADE",
    "MAX_CHARACTERS",
    "MEASURE_GRAMMAR",
    "MEASURE_WORDS",
    "PLAIN",
    "RESERVED",
    "WRITTEN",
    "Word",
    "WordForm",
    "form",
    "scan",
]


MAX_CHARACTERS = 8_192
"""How long the text of one sentence may be."""

PLAIN = ("FACT", "VALUE", "DOCUMENT", "ROLE", "ACTOR")
"""Kinds of names that are ids. No two kinds of names can stand at one place."""

DOTTED = ("EVENT", "STATE", "ACTIVITY")
"""Kinds of names that are ids or dotted paths."""

_SYMBOLS: Mapping[NameKind | ValueKind, str] = {
    NameKind.EVENT: "EVENT",
    NameKind.STATE: "STATE",
    NameKind.ROLE: "ROLE",
    NameKind.ACTOR: "ACTOR",
    # One word decides too early whether an item or an event begins a sentence.
    NameKind.ITEM: "EVENT",
    ValueKind.CONDITION: "condition",
    ValueKind.DURATION: "duration",
    ValueKind.COUNT: "number",
}
"""What stands in a gap of a form."""

_LISTS = {"ACTOR": "actors"}
"""What stands in a gap that holds alternatives."""


def _production(form: SentenceForm) -> str:
    words = (_symbols(word, form) for word in form.text.split())
    return f"{' '.join(words)} -> {_rule(form)}"


def _symbols(word: str, form: SentenceForm) -> str:
    if word.startswith("{"):
        gap = word.strip("{}")
        symbol = _SYMBOLS[form.gaps[gap]]
        return _LISTS[symbol] if holds_several(form.kind, gap) else symbol
    stem = word.removesuffix("(s)")
    return f'"{word}"' if stem == word else f'("{stem}" | "{stem}s")'


def _rule(form: SentenceForm) -> str:
    return form.key.replace("-", "_")


_RULES = "\n     | ".join(map(_production, FORMS))

GRAMMAR = rf"""
condition: conjunct ("or" conjunct)*
conjunct: term ("and" term)*
?term: "(" condition ")"
     | "not" "(" condition ")" -> negation
     | test
     | "not" test              -> negation
     | fact
?test: "in" STATE              -> in_state
     | "has" DOCUMENT          -> has_document
     | "done" ACTIVITY         -> happened
?fact: FACT "is" VALUE         -> fact_is
     | FACT "is" "not" VALUE   -> fact_is_not
     | FACT "is" "one" "of" VALUE ("/" VALUE)* -> fact_is
     | FACT "is" "known"       -> fact_known
     | FACT "is" "unknown"     -> fact_unknown

safeguard: rule ["where" condition] ["unless" exceptions]
?rule: {_RULES}
actors: ACTOR ("/" ACTOR)*
exceptions: EVENT ("/" EVENT)*
number: NUMBER

duration: number unit
?unit: ("minute" | "minutes")         -> minutes
     | ("hour" | "hours")             -> hours
     | ("day" | "days")               -> days
     | "working" ("day" | "days")     -> working_days
     | ("week" | "weeks")             -> weeks
     | ("month" | "months")           -> months

target: STATE                         -> go
      | "resume" STATE                -> resume

%declare FACT VALUE DOCUMENT ROLE ACTOR EVENT STATE ACTIVITY NUMBER
"""
"""Lark's EBNF."""

RESERVED = frozenset(re.findall(r'"([a-z]+)"', GRAMMAR))
"""Every word of the grammar; none of them can be the id of anything."""

MEASURE_GRAMMAR = r"""
measure: HOW_MANY "of" "cases" [with]                       -> number_of_cases
       | HOW_MANY "of" "times" EVENT ["where" condition]    -> number_of_times
       | "share" "of" "cases" [with] "that" "have" EVENT ["within" duration] -> have
       | "share" "of" "cases" [with] "that" "keep" safeguard -> keep
       | "share" "of" "cases" [with] "that" "keep" EVENT    -> keep_named
       | "share" "of" "cases" [with] "that" "end" "in" STATE ("/" STATE)* -> end_in
       | "median" "time" span                               -> median
       | "time" "for" NINE "of" TEN span                    -> nine_of_ten
with: "with" EVENT ("/" EVENT)* ["where" condition]
span: "from" EVENT "to" EVENT ["where" condition]

%declare HOW_MANY NINE TEN
"""
"""What a measure is, besides; its own words are reserved inside a measure only."""

WRITTEN = {"HOW_MANY": "number", "NINE": "9", "TEN": "10"}
"""Words that lark cannot call by themselves: a name and a number are called so."""

MEASURE_WORDS = frozenset(re.findall(r'"([a-z]+)"', MEASURE_GRAMMAR)) | {"number"}
"""The words that no name can be in a measure, besides those of every sentence."""


def _safeguard(rule: SafeguardRule, where: object, unless: object) -> SafeguardRule:
    return rule.model_copy(update={"where": where, "unless": unless or ()})


MADE: Mapping[str, Callable[..., object]] = {
    "condition": lambda *parts: Or(parts=parts) if len(parts) > 1 else parts[0],
    "conjunct": lambda *parts: And(parts=parts) if len(parts) > 1 else parts[0],
    "negation": lambda inner: Not(inner=inner),
    "in_state": lambda state: InState(state=state),
    "has_document": lambda document: HasDocument(document=document),
    "happened": lambda activity: Happened(activity=activity),
    "fact_is": lambda fact, *values: FactIs(fact=fact, values=values),
    "fact_is_not": lambda fact, value: FactIs(fact=fact, values=(value,), negated=True),
    "fact_known": lambda fact: FactKnown(fact=fact),
    "fact_unknown": lambda fact: FactKnown(fact=fact, known=False),
    **{_rule(form): form.made for form in FORMS},
    "safeguard": _safeguard,
    "actors": lambda *actors: actors,
    "exceptions": lambda *events: events,
    "number": int,
    "duration": lambda amount, unit: Duration(amount=amount, unit=unit),
    "minutes": lambda: Unit.MINUTES,
    "hours": lambda: Unit.HOURS,
    "days": lambda: Unit.DAYS,
    "working_days": lambda: Unit.WORKING_DAYS,
    "weeks": lambda: Unit.WEEKS,
    "months": lambda: Unit.MONTHS,
    "go": lambda state: Target(state=state),
    "resume": lambda state: Target(state=state, resume=True),
}
"""Rule of the grammar -> maker, called with the names and nouns of its line."""


_WORD = re.compile(r"[()/]|[^ \t\r\n()/]+")
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_PATH = re.compile(r"[a-z][a-z0-9_]{0,63}(?:\.[a-z][a-z0-9_]{0,63})+")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")
_AMOUNT = re.compile(r"[1-9][0-9]{0,3}")
_LETTERS = re.compile(r"[\w.-]+")


class Word(Struct, frozen=True):
    """One word of a text; the column counts from 1."""

    text: str
    column: int


class WordForm(Enum):
    """What a word looks like, before anyone asks where it stands."""

    MARK = auto()
    RESERVED = auto()
    ID = auto()
    PATH = auto()
    AMOUNT = auto()
    ZERO = auto()
    BAD_NUMBER = auto()
    BAD_NAME = auto()
    BAD_CHARACTER = auto()


def scan(text: str) -> tuple[Word, ...]:
    """Split a text at spaces and line ends; ``(``, ``)`` and ``/`` stand alone."""
    return tuple(Word(seen[0], seen.start() + 1) for seen in _WORD.finditer(text))


def form(word: str, also: frozenset[str] = frozenset()) -> WordForm:
    """Tell what a word looks like; ``also`` are words that are reserved here too."""
    if word in RESERVED or word in also:
        return WordForm.RESERVED
    if _ID.fullmatch(word):
        return WordForm.ID
    if word in {"(", ")", "/"}:
        return WordForm.MARK
    if _PATH.fullmatch(word):
        reserved = not RESERVED.isdisjoint(word.split("."))
        return WordForm.BAD_NAME if reserved else WordForm.PATH
    return _number(word) if _NUMBER.fullmatch(word) else _broken(word)


def _number(word: str) -> WordForm:
    if word == "0":
        return WordForm.ZERO
    fits = _AMOUNT.fullmatch(word) and int(word) <= MAX_AMOUNT
    return WordForm.AMOUNT if fits else WordForm.BAD_NUMBER


def _broken(word: str) -> WordForm:
    return WordForm.BAD_NAME if _LETTERS.fullmatch(word) else WordForm.BAD_CHARACTER
