"""What changed since an earlier version, for the page: for whom, and on the lanes."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from katch_protocols.changes.compare import Comparison, compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.drawings.changes.view import ChangesView, VersionPair
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.change_nouns import (
    PageBefore,
    PageDrawnChange,
    PageParts,
    PageRemark,
)
from katch_protocols.papers.page.pictures import picture_of
from katch_protocols.papers.page.texts import PageLanguages
from katch_protocols.words.say import say

__all__ = ["since"]


def since(
    before: Handbook, after: Handbook, name: str, theme: Theme = COLOUR
) -> PageBefore:
    """Return what changed from one handbook to the next; ``name`` is the earlier's.

    Raises:
        ProtocolError: A version has problems; ``check`` says which.
    """
    return _Before(before, after, name, theme).made()


class _Before(Struct, frozen=True):
    before: Handbook
    after: Handbook
    name: str
    theme: Theme

    def made(self) -> PageBefore:
        found = compare_versions(self.before, self.after)
        languages = PageLanguages(self.after.languages)
        return PageBefore(
            title=languages.each(
                lambda code: say("papers.since", code, name=self.name)
            ),
            remarks=tuple(self._remarks(found)),
            pictures=tuple(self._pictures(found)),
        )

    def _remarks(self, found: Comparison) -> Iterator[PageRemark]:
        told = [
            ComparisonReport.of(found, self.before, self.after, code).by_agency()
            for code in self.after.languages
        ]
        for each in zip(*told, strict=True):
            first = each[0]
            yield PageRemark(
                first.agency or "",
                first.protocol,
                first.kind.value,
                tuple(one.text for one in each),
            )

    def _pictures(self, found: Comparison) -> Iterator[PageDrawnChange]:
        """Yield both versions of each protocol that is drawn otherwise."""
        report = ComparisonReport.of(found, self.before, self.after, "en")
        both = set(self.before.protocols) & set(self.after.protocols)
        for name in self.after.protocols:
            if name in both and report.touches(name):
                view = VersionPair(name, self.before, self.after).view()
                yield self._drawn(name, view)

    def _drawn(self, name: Id, view: ChangesView) -> PageDrawnChange:
        scenes = [view.compared(code) for code in self.after.languages]
        return PageDrawnChange(
            name,
            picture_of(scenes, self.theme),
            added=_parts(view, ChangeKind.ADDED),
            removed=_parts(view, ChangeKind.REMOVED),
        )


def _parts(view: ChangesView, kind: ChangeKind) -> PageParts:
    """Return the steps and arrows that only one version has."""
    moves = {move.id: move for move in view.story.moves}
    return PageParts(
        steps=_of(view.union.steps, kind),
        moves=tuple(
            (moves[name].source, moves[name].target)
            for name in _of(view.union.moves, kind)
        ),
    )


def _of(kinds: Mapping[str, ChangeKind], kind: ChangeKind) -> tuple[str, ...]:
    return tuple(name for name, found in kinds.items() if found is kind)
