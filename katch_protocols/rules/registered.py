"""Which finding stands in the register, and which never can."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.register import RegisterEntry
from katch_protocols.rules.rule import Family, Rule, outside_rules, rules
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.say import entries

__all__ = ["Findable", "findable", "is_overdue", "is_registrable", "marked"]

Findable = Mapping[str, Rule | None]
"""Whatever a check can find by its name; what a reader finds has no ``Rule``."""

_SAW = ".saw"


def findable() -> Findable:
    """Return every name that a finding can have: what reading has, and all rules."""
    said = (key for key in entries("findings", ENGLISH) if key.endswith(_SAW))
    read = dict.fromkeys(key.removesuffix(_SAW) for key in said)
    return {**read, **{each.name: each for each in (*rules(), *outside_rules())}}


def is_registrable(rule: Rule | None) -> bool:
    """Tell whether findings of a rule may stand in the register.

    Errors are mended, and whatever a reader finds is one. What the register says of
    itself is not registered again.
    """
    if rule is None or rule.family == Family.REGISTER:
        return False
    return rule.severity is not Severity.ERROR


def is_overdue(entry: RegisterEntry, day: date | None) -> bool:
    """Tell whether the last day of an entry is over; without a day none is."""
    return day is not None and entry.due is not None and entry.due < day


def marked(findings: Iterable[Finding], handbook: Handbook) -> Iterator[Finding]:
    """Yield findings, each with the entry of the register that knows it, if one does.

    An entry that nobody has taken up knows nothing, and an error is never known.
    """
    known: dict[tuple[str, str], Id] = {}
    for entry in handbook.known_gaps.values():
        if entry.is_owned:
            known.setdefault((entry.finding, entry.at), entry.id)
    named = findable() if known else {}
    for each in findings:
        entry_id = known.get((each.rule, each.subject), "")
        fits = each.severity is not Severity.ERROR and is_registrable(
            named.get(each.rule)
        )
        yield replace(each, registered=entry_id) if entry_id and fits else each
