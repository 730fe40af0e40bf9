"""A finding for people who read no files: titles in place of ids, commands whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.labels import Label
from katch_protocols.words.finding_words import Said, say

__all__ = ["BETWEEN", "Telling"]

BETWEEN = "', '"
"""What stands between names that fill one gap of a sentence in quotes."""

_CODE = "`"
_LISTS = (BETWEEN, ", ")


@dataclass(frozen=True)
class Telling:
    """Says the findings of one protocol with the titles of what they name.

    Only what stands between backticks, such as a command, keeps the ids: it is typed.
    """

    chart: Chart
    handbook: Handbook

    def say(self, finding: Finding, language: str) -> Said:
        """Return a finding in a language."""
        titled = {
            key: self._titled(key, fact, language)
            for key, fact in finding.facts.items()
            if "." not in key
        }
        told = say(replace(finding, facts={**finding.facts, **titled}), language)
        typed = say(replace(finding, facts=_single(finding.facts)), language)
        return replace(
            told,
            saw=_woven(told.saw, typed.saw),
            why=_woven(told.why, typed.why),
            fix=_woven(told.fix, typed.fix),
        )

    def _titled(self, key: str, fact: str, language: str) -> str:
        known = self._known.get(key)
        if known is None:
            return fact
        between = next((each for each in _LISTS if each in fact), None)
        names = [fact] if between is None else fact.split(between)
        said = [_title(known.get(name), name, language) for name in names]
        return (between or "").join(said)

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, Label | None]]:
        """The titles of names, by the fact that holds them."""
        book = self.handbook
        agencies = {
            name: each.short or each.title for name, each in book.agencies.items()
        }
        roles = {name: each.title for name, each in book.roles.items()}
        regions = {name: each.title for name, each in book.regions.items()}
        functions = {name: each.title for name, each in book.functions.items()}
        sources = {name: each.title for name, each in book.sources.items()}
        trainings = {name: each.title for name, each in book.qualifications.items()}
        acts = dict(self._activities())
        nodes = {node.bare: node.title for node in self.chart.nodes if node.title}
        return {
            "agency": agencies,
            "one": agencies,
            "other": agencies,
            "role": roles,
            "roles": {**agencies, **roles},
            "region": regions,
            "regions": regions,
            "function": functions,
            "functions": functions,
            "source": sources,
            "sources": sources,
            "qualification": trainings,
            "activity": acts,
            "first": acts,
            "second": acts,
            "id": {**sources, **roles, **agencies, **acts, **nodes},
            "posts": {
                name: post.title
                for region in book.regions.values()
                for name, post in region.posts.items()
            },
        }

    def _activities(self) -> Iterator[tuple[str, Label | None]]:
        """Yield the titles of activities: of other protocols, then those of this one.

        A finding here names another's activity where that protocol runs this one.
        """
        for other in self.handbook.protocols.values():
            for name, activity in other.activities.items():
                yield name, activity.title
        for entry in self.chart.entries:
            title = self.chart.title_of(entry.activity)
            yield entry.activity, title
            yield entry.activity.rpartition(".")[2], title


def _title(label: Label | None, name: str, language: str) -> str:
    return name if label is None else label.say(language)


def _single(facts: Mapping[str, str]) -> Mapping[str, str]:
    """Return facts that name only the first of several regions, as a command does."""
    if "region" not in facts:
        return facts
    return {**facts, "region": facts["region"].split(BETWEEN)[0]}


def _woven(told: str, typed: str) -> str:
    """Return ``told`` with what ``typed`` has between backticks."""
    parts, codes = told.split(_CODE), typed.split(_CODE)
    if len(parts) != len(codes):
        return told
    pairs: Sequence[tuple[str, str]] = list(zip(parts, codes, strict=True))
    return _CODE.join(pair[at % 2] for at, pair in enumerate(pairs))
