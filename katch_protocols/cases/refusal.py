"""Say a refusal in every language, with the titles that the handbook gives."""

from collections.abc import Mapping, Sequence
from datetime import date

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.findings import Could, Refusal, Unmet
from katch_protocols.model.conditions import Condition
from katch_protocols.model.names import NameKind
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import say_condition
from katch_protocols.words.dates import day
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import say

__all__ = ["BETWEEN", "UNKNOWN_DAY", "refusal", "say_condition_everywhere"]

BETWEEN = " / "
"""Parts alternatives in the facts of what is not met."""

UNKNOWN_DAY = "…"
"""Stands for a day that the protocol does not name."""

_DAYS = frozenset({"since", "until"})
_KINDS = {
    "actors": NameKind.ACTOR,
    "agencies": NameKind.ACTOR,
    "documents": NameKind.DOCUMENT,
    "facts": NameKind.FACT,
    "now": NameKind.STATE,
    "other": NameKind.EVENT,
    "region": NameKind.ACTOR,
    "roles": NameKind.ROLE,
    "states": NameKind.STATE,
}


def refusal(
    compiled: CompiledCase,
    activity: str,
    unmet: Sequence[Unmet],
    could: Sequence[Could] = (),
) -> Refusal:
    """Return a refusal that can be said in every language."""
    said = {
        language: _RefusalSpeaker(compiled, language).all(activity, unmet, could)
        for language in SPOKEN
    }
    return Refusal(activity, tuple(unmet), tuple(could), said)


def say_condition_everywhere(
    condition: Condition, compiled: CompiledCase
) -> dict[str, str]:
    """Say a condition in every language; the English one has no ending."""
    found = {}
    for language in SPOKEN:
        titles = Titles(compiled.chart, compiled.handbook, language)
        key = "condition" if language == "en" else f"condition.{language}"
        found[key] = say_condition(condition, language, titles)
    return found


class _RefusalSpeaker:
    def __init__(self, compiled: CompiledCase, language: str) -> None:
        self.compiled, self.language = compiled, language
        self.titles = Titles(compiled.chart, compiled.handbook, language)

    def all(
        self, activity: str, unmet: Sequence[Unmet], could: Sequence[Could]
    ) -> tuple[str, ...]:
        head = self.say("refused", activity=self.title(NameKind.ACTIVITY, activity))
        reasons = (self.unmet(each) for each in unmet)
        return (head, *dict.fromkeys(reasons), *self.who(unmet, could))

    def say(self, key: str, /, **facts: str) -> str:
        return say(f"cases.{key}", self.language, **facts)

    def title(self, kind: NameKind, name: str) -> str:
        return f"«{self.titles.title(kind, name)}»"

    def unmet(self, unmet: Unmet) -> str:
        facts = dict(unmet.facts)
        ending = f".{self.language}"
        said = {key: self.fact(key, facts[key]) for key in facts}
        for key, text in facts.items():
            if key.endswith(ending):
                said[key.removesuffix(ending)] = text
        return self.say(unmet.need, **said)

    def fact(self, key: str, value: str) -> str:
        names = value.split(BETWEEN) if value else []
        if key == "qualifications":
            known = self.compiled.handbook.qualifications
            titled = (known[name].title.say(self.language) for name in names)
            return BETWEEN.join(f"«{title}»" for title in titled)
        if key == "region" and not value:
            return self.say("everywhere")
        if key in _DAYS and value != UNKNOWN_DAY:
            return day(date.fromisoformat(value), self.language)
        if key not in _KINDS:
            return value
        return BETWEEN.join(self.title(_KINDS[key], name) for name in names)

    def who(self, unmet: Sequence[Unmet], could: Sequence[Could]) -> tuple[str, ...]:
        if could:
            return (self.say("could", who="; ".join(map(self.could, could))),)
        people = any(each.need in _ABOUT_PEOPLE for each in unmet)
        return (self.say("could-nobody"),) if people else ()

    def could(self, could: Could) -> str:
        role = self.title(NameKind.ROLE, could.role)
        agencies = (self.title(NameKind.ACTOR, each) for each in could.agencies)
        return ", ".join((role, *agencies))


_ABOUT_PEOPLE: Mapping[str, None] = dict.fromkeys(
    (
        "role",
        "holder",
        "agency",
        "region",
        "qualification",
        "separation",
        "agency-separation",
        "binding",
        "only",
    )
)
