"""The checklists of a protocol as plain data for the page."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.model.checklists import Checklist
from katch_protocols.papers.page.sheet_nouns import PageChecklist, PageItem, PageLine
from katch_protocols.papers.page.texts import PageLanguages, Text
from katch_protocols.telling.checklist_form import ChecklistForm

__all__ = ["checklists_of"]


def checklists_of(chart: Chart, languages: PageLanguages) -> Iterator[PageChecklist]:
    """Yield every checklist that gives a fact of a protocol its values."""
    for checklist in chart.checklists.values():
        yield _Forms(checklist, languages).made()


class _Forms(Struct, frozen=True):
    checklist: Checklist
    languages: PageLanguages

    def made(self) -> PageChecklist:
        found, languages = self.checklist, self.languages
        return PageChecklist(
            found.id,
            languages.label(found.title),
            languages.maybe(found.note),
            tuple(self._items()),
            tuple(self._lines()),
            languages.cited(found.source),
        )

    def _items(self) -> Iterator[PageItem]:
        for name, item in self.checklist.items.items():
            weighs = self._said(lambda form: form.weight(item.weight))  # noqa: B023 - asked at once
            yield PageItem(name, self.languages.label(item.title), item.weight, weighs)

    def _lines(self) -> Iterator[PageLine]:
        for line in self.checklist.gives:
            title = self._said(lambda form: form.value(line.value))  # noqa: B023 - asked at once
            said = self._said(lambda form: form.when(line))  # noqa: B023 - asked at once
            yield PageLine(line.value, title, line.when, said)

    def _said(self, say: Callable[[ChecklistForm], str]) -> Text:
        """Return what the form says, in each language."""
        return self.languages.each(
            lambda each: say(ChecklistForm(self.checklist, each))
        )
