"""Say a finding in a language: what was seen, why it matters, how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass

from katch_protocols.findings import Finding, Wording
from katch_protocols.words import (
    findings_deadlines,
    findings_handoffs,
    findings_labels,
    findings_names,
    findings_privacy,
    findings_proofs,
    findings_reading,
    findings_roles,
    findings_sources,
    findings_staffing,
    findings_structure,
)

__all__ = ["LANGUAGES", "Said", "say"]

LANGUAGES = ("en", "ru", "kk")
"""The languages in which every finding can be said; the first is its own."""

_FAMILIES: tuple[Mapping[str, Mapping[str, Wording]], ...] = (
    findings_deadlines.WORDINGS,
    findings_handoffs.WORDINGS,
    findings_labels.WORDINGS,
    findings_names.WORDINGS,
    findings_privacy.WORDINGS,
    findings_proofs.WORDINGS,
    findings_reading.WORDINGS,
    findings_roles.WORDINGS,
    findings_sources.WORDINGS,
    findings_staffing.WORDINGS,
    findings_structure.WORDINGS,
)

_NEAREST = {
    "en": "The nearest is '{name}'.",
    "ru": "Ближайшее имя: '{name}'.",
    "kk": "Ең жақын ат: '{name}'.",
}

_NEAREST_OF_SEVERAL = {
    "en": "The nearest are {names}.",
    "ru": "Ближайшие имена: {names}.",
    "kk": "Ең жақын аттар: {names}.",
}


@dataclass(frozen=True)
class Said:
    """A finding in one language; ``nearest`` is empty where no name is near."""

    saw: str
    why: str
    fix: str
    nearest: str = ""

    def __str__(self) -> str:
        """Say everything in one line: saw, nearest, why, fix."""
        parts = (self.saw, self.nearest, self.why, self.fix)
        return " ".join(part for part in parts if part)


def say(finding: Finding, language: str) -> Said:
    """Return a finding in ``language``.

    A finding of a rule from outside the library, or a language that the library does
    not speak, is said in the finding's own words.
    """
    wording = _wording(finding, language)
    tongue = language if wording is not finding.wording else LANGUAGES[0]
    facts = _facts(finding, tongue)
    return Said(
        wording.saw.format_map(facts),
        wording.why.format_map(facts),
        wording.fix.format_map(facts),
        _nearest(finding.near, tongue),
    )


def _facts(finding: Finding, language: str) -> Mapping[str, str]:
    """Return the facts; a text of the handbook comes in this language if it has it.

    Such a text is the fact ``reason``, and beside it ``reason.ru`` and ``reason.kk``.
    """
    ending = f".{language}"
    said = {
        key.removesuffix(ending): text
        for key, text in finding.facts.items()
        if key.endswith(ending)
    }
    return {**finding.facts, **said}


def _wording(finding: Finding, language: str) -> Wording:
    for family in _FAMILIES:
        if finding.rule in family:
            return family[finding.rule].get(language, finding.wording)
    return finding.wording


def _nearest(near: tuple[str, ...], language: str) -> str:
    if not near:
        return ""
    if len(near) == 1:
        return _NEAREST[language].format(name=near[0])
    names = ", ".join(f"'{name}'" for name in near)
    return _NEAREST_OF_SEVERAL[language].format(names=names)
