"""The grammar of every sentence, in one place; which words it keeps for itself."""

import re
from collections.abc import Callable, Mapping

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
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.names import NameKind, ValueKind
from katch_protocols.model.safeguards import SafeguardRule
from katch_protocols.sentences.forms import FORMS, SentenceForm

__all__ = ["DOTTED", "GRAMMAR", "MADE", "MAX_CHARACTERS", "PLAIN", "RESERVED"]

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
    NameKind.ACTOR: "actors",
    # One word decides too early whether an item or an event begins a sentence.
    NameKind.ITEM: "EVENT",
    ValueKind.CONDITION: "condition",
    ValueKind.DURATION: "duration",
    ValueKind.COUNT: "number",
}
"""What stands in a gap of a form."""


def _production(form: SentenceForm) -> str:
    words = (_symbols(word, form) for word in form.text.split())
    return f"{' '.join(words)} -> {_rule(form)}"


def _symbols(word: str, form: SentenceForm) -> str:
    if word.startswith("{"):
        return _SYMBOLS[form.gaps[word.strip("{}")]]
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

safeguard: rule ["where" condition] ["unless" EVENT]
?rule: {_RULES}
actors: ACTOR ("/" ACTOR)*
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


def _safeguard(rule: SafeguardRule, where: object, unless: object) -> SafeguardRule:
    return rule.model_copy(update={"where": where, "unless": unless})


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
