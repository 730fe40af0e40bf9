"""Say a refusal in every language, with the titles that the handbook gives."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.model.conditions import Condition
from katch_protocols.model.names import NameKind
from katch_protocols.refusals import Could, Need, Refusal, Unmet
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import say_condition
from katch_protocols.words.dates import day, instant
from katch_protocols.words.languages import ENGLISH, SPOKEN
from katch_protocols.words.lists import ALTERNATIVES, enumerated, one_line
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import either, listed, say

__all__ = ["BETWEEN", "UNKNOWN_DAY", "refusal", "say_condition_everywhere"]

BETWEEN = ALTERNATIVES
"""Parts the names in a fact of what is not met, for programs."""

UNKNOWN_DAY = "…"
"""Stands for a day that the protocol does not name."""

_DAYS = frozenset({"since", "until"})
_INSTANTS = frozenset({"due", "earliest", "last"})
_ANY = frozenset({"actors", "reasons", "regions", "roles", "seats", "states"})
"""The facts of whose names any one will do."""

_KINDS = {
    "actors": NameKind.ACTOR,
    "agencies": NameKind.ACTOR,
    "documents": NameKind.DOCUMENT,
    "facts": NameKind.FACT,
    "now": NameKind.STATE,
    "other": NameKind.EVENT,
    "panel": NameKind.ROLE,
    "region": NameKind.ACTOR,
    "regions": NameKind.ACTOR,
    "roles": NameKind.ROLE,
    "seats": NameKind.ROLE,
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
        key = "condition" if language == ENGLISH else f"condition.{language}"
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
        return in_quotes(self.titles.title(kind, name))

    def unmet(self, unmet: Unmet) -> str:
        facts = dict(unmet.facts)
        ending = f".{self.language}"
        said = {key: self.fact(unmet.need, key, facts[key]) for key in facts}
        for key, text in facts.items():
            if key.endswith(ending):
                said[key.removesuffix(ending)] = text
        # A panel lacks a quorum, other steps lack somebody in particular.
        key = f"{unmet.need}-quorum" if "quorum" in facts else unmet.need
        if unmet.need is Need.HOLDER and "quorum" in facts:
            return self.unfilled(unmet, said)
        if unmet.need is Need.EARLY and "earliest" not in facts:
            key = f"{key}-always"
        return self.say(key, **said)

    def unfilled(self, unmet: Unmet, said: Mapping[str, str]) -> str:
        """Say that a panel cannot sit, behind all roles that nobody holds, if more."""
        facts = unmet.facts
        key = "holder-quorum" if facts["agencies"] else "holder-quorum-homeless"
        parts = [] if facts["roles"] == facts["panel"] else [self.say("holder", **said)]
        return " ".join((*parts, self.say(key, **said)))

    def fact(self, need: Need, key: str, value: str) -> str:
        if key == "region" and not value:
            return self.say("everywhere")
        if key in _DAYS and value != UNKNOWN_DAY:
            return day(date.fromisoformat(value), self.language)
        if key in _INSTANTS:
            zone = ZoneInfo(self.compiled.handbook.timezone)
            at = datetime.fromisoformat(value).astimezone(zone)
            return instant(at, self.language)
        names = dict.fromkeys(value.split(BETWEEN)) if value else ()
        # Every partner that is missing must come; of other roles any one will do. Of a
        # panel that nobody holds all seats are told that are empty.
        every = need is (Need.HOLDER if key == "seats" else Need.PARTNER)
        is_any = key in _ANY and not every
        join = either if is_any else listed
        return join((self.name(key, name) for name in names), self.language)

    def name(self, key: str, name: str) -> str:
        """Say one of the names of a fact; what has no title says itself."""
        if key == "qualifications":
            known = self.compiled.handbook.qualifications
            return in_quotes(known[name].title.say(self.language))
        return self.title(_KINDS[key], name) if key in _KINDS else name

    def who(self, unmet: Sequence[Unmet], could: Sequence[Could]) -> tuple[str, ...]:
        if could:
            return (self.say("could", who=enumerated(map(self.could, could))),)
        people = any(each.need in _ABOUT_PEOPLE for each in unmet)
        return (self.say("could-nobody"),) if people else ()

    def could(self, could: Could) -> str:
        role = self.title(NameKind.ROLE, could.role)
        agencies = (self.title(NameKind.ACTOR, each) for each in could.agencies)
        return one_line((role, *agencies))


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
