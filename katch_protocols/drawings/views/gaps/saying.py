"""A finding for people who read no files: titles in place of ids, commands whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.titles import (
    BETWEEN,
    ChartTitles,
    FactTitles,
    by_title,
)
from katch_protocols.findings import Finding, Said
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label

__all__ = ["FindingTexts"]


@dataclass(frozen=True)
class FindingTexts:
    """Says the findings of one protocol with the titles of what they name.

    Only what stands between backticks, such as a command, keeps the ids: it is typed.
    """

    chart: Chart
    handbook: Handbook

    def say(self, finding: Finding, language: str) -> Said:
        """Return a finding in a language."""
        known = self._known.at(finding.path)
        titled = {
            key: by_title(fact, partial(_title, known[key], language))
            for key, fact in finding.facts.items()
            if key in known
        }
        single = _single(finding.facts)
        return replace(finding, facts=single, titles={language: titled}).said(language)

    @cached_property
    def _known(self) -> ChartTitles:
        return FactTitles(self.handbook).seen_from(self.chart)


def _title(titles: Mapping[Id, Label | None], language: str, name: Id) -> str:
    label = titles.get(name)
    return name if label is None else label.say(language)


def _single(facts: Mapping[str, str]) -> Mapping[str, str]:
    """Return facts that name only the first of several regions, as a command does."""
    if "region" not in facts:
        return facts
    return {**facts, "region": facts["region"].split(BETWEEN)[0]}
