"""What a check found, for people who do not read files: titles in place of names."""

import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.build import chart
from katch_protocols.charts.titles import ChartTitles, FactTitles
from katch_protocols.duties.parties import home_of
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.page.book_nouns import PageFinding
from katch_protocols.papers.page.texts import PageLanguages, Text
from katch_protocols.words.dates import day
from katch_protocols.words.lists import retold
from katch_protocols.words.say import say

__all__ = ["PageFindings", "anew", "places_of"]

_CHANGED = "changed-since-agreed"


def anew(findings: Sequence[Finding]) -> Iterator[tuple[Id, Id]]:
    """Yield the protocol and the agency wherever a body must agree anew."""
    for each in findings:
        if each.rule == _CHANGED:
            for body in re.findall(r"\w+", each.facts["agencies"]):
                yield each.facts["protocol"], body


def places_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the file and the line of each finding; empty where nobody wrote it."""
    places = (each.place for each in findings)
    return tuple(f"{each.file}:{each.line}" if each else "" for each in places)


class PageFindings(Struct, frozen=True, dict=True):
    """Says the findings of one handbook."""

    handbook: Handbook
    languages: PageLanguages

    def all(self, found: Sequence[Finding]) -> Iterator[PageFinding]:
        """Yield each finding in its order."""
        for each in found:
            told = replace(each, titles=self._titles(each))
            said = [told.said(language) for language in self.languages.languages]
            yield PageFinding(
                each.rule,
                each.severity.value,
                tuple(one.saw for one in said),
                tuple(one.why for one in said),
                tuple(one.fix for one in said),
                tuple(self._about(each)),
                self._known(each),
            )

    def _titles(self, finding: Finding) -> Mapping[str, Mapping[str, str]]:
        """Return what is said for each fact that is a name: its title alone.

        In English too; where a name has no title it says itself.
        """
        titles = self._seen(finding)
        named = {key: titles[key] for key in finding.facts if key in titles}
        return {
            language: {
                key: retold(finding.facts[key], language, self._say(known, language))
                for key, known in named.items()
            }
            for language in self.languages.languages
        }

    @staticmethod
    def _say(known: Mapping[Id, Label | None], language: str) -> Callable[[str], str]:
        def said(name: str) -> str:
            label = known.get(name)
            return name if label is None else label.say(language)

        return said

    def _seen(self, finding: Finding) -> Mapping[str, Mapping[Id, Label | None]]:
        """Return the titles as the protocol understands them that it is about."""
        about = (finding.facts.get("protocol", ""), *self._users(finding))
        name = next((each for each in about if each in self.handbook.protocols), None)
        if name is None:
            return {**self._shared.shared, **self._anywhere(finding)}
        return self._of(name).at(finding.path)

    def _of(self, protocol: Id) -> ChartTitles:
        if protocol not in self._protocols:
            made = chart(self.handbook.protocols[protocol], self.handbook)
            self._protocols[protocol] = self._shared.seen_from(made)
        return self._protocols[protocol]

    def _anywhere(self, finding: Finding) -> Mapping[str, Mapping[Id, Label | None]]:
        """Return the title of an activity that is named without its protocol."""
        if "activity" not in finding.facts:
            return {}
        every = map(self._of, self.handbook.protocols)
        return {"activity": ChainMap(*(each.titles["activity"] for each in every))}

    @cached_property
    def _shared(self) -> FactTitles:
        return FactTitles(self.handbook)

    @cached_property
    def _protocols(self) -> dict[Id, ChartTitles]:
        return {}

    def _known(self, finding: Finding) -> Text | None:
        """Say who sees to a finding that the register knows, and until when."""
        entry = self.handbook.known_gaps.get(finding.registered)
        if entry is None or entry.owner is None or entry.due is None:
            return None
        owner, due = entry.owner, entry.due
        return self.languages.each(
            lambda language: say(
                "register.known-until",
                language,
                owner=PaperTexts(self.handbook, language).party(owner),
                day=day(due, language),
            )
        )

    def _about(self, finding: Finding) -> Iterator[str]:
        """Yield the pages that a finding concerns: a protocol, an agency, a region.

        One that the register knows concerns the agency that sees to it, and what
        changed since bodies agreed concerns them.
        """
        entry = self.handbook.known_gaps.get(finding.registered)
        if entry is not None and entry.owner is not None:
            yield home_of(entry.owner, self.handbook)
        yield from (body for _, body in anew((finding,)))
        match finding.path:
            case ("protocols" | "agencies" | "regions", str(name), *_):
                yield name
            case ("fragments", *_):
                yield from self._users(finding)
            case _:
                return

    def _users(self, finding: Finding) -> Sequence[Id]:
        """Return the protocol at the path of a finding, or those that use its part."""
        match finding.path:
            case ("protocols", str(name), *_):
                return (name,)
            case ("fragments", str(name), *_):
                every = self.handbook.protocols.items()
                return [user for user, protocol in every if name in protocol.use]
            case _:
                return ()
