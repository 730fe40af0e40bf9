"""Who can come to know what, in words: a matrix, every step behind it, its faults."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.titles import body_told_apart
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.proofs.information_flow import Disclosure, How, InformationFlow
from katch_protocols.telling.formatter import ProtocolWording, TitleGap
from katch_protocols.words.lists import enumerated
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import listed

__all__ = ["InformationReport"]

_RECEIVES, _WRITES, _MAY_NOT, _NOTHING = "●", "○", "!", "·"


class InformationReport(Struct, frozen=True):
    """Says the information flow of one protocol in one language."""

    wording: ProtocolWording

    def matrix(self, flow: InformationFlow) -> Iterator[str]:
        """Yield the matrix line by line; columns are numbered, the numbers told."""
        columns = self._columns(flow)
        for number, category in enumerate(columns, start=1):
            yield f"{number:>2}  {self._item(category)}"
        yield ""
        rows = [agency for agency in flow.agencies if self._knows(flow, agency)]
        names = {agency: self._short(agency) for agency in rows}
        width = max(map(len, names.values()), default=0)
        numbers = " ".join(f"{n:>2}" for n in range(1, len(columns) + 1))
        yield f"{'':{width}}  {numbers}".rstrip()
        for agency in rows:
            marks = " ".join(f"{self.mark(flow, agency, each):>2}" for each in columns)
            yield f"{names[agency]:{width}}  {marks}"
        yield ""
        yield self.wording.phrase("legend")

    def mark(self, flow: InformationFlow, agency: Id, category: Id) -> str:
        """Return the sign in one cell: is sent it, writes it, may not see it."""
        ways = flow.ways(agency, category)
        if not ways:
            return _NOTHING
        receives = any(way.how is How.RECEIVES for way in ways)
        sign = _RECEIVES if receives else _WRITES
        return sign if self._may_see(agency, category) else f"{sign}{_MAY_NOT}"

    def steps(self, flow: InformationFlow, agency: Id) -> Iterator[tuple[str, str]]:
        """Yield each category that an agency comes to know, with every step."""
        for category in self._columns(flow):
            if flow.ways(agency, category):
                yield self.cell(flow, agency, category)

    def cell(self, flow: InformationFlow, agency: Id, category: Id) -> tuple[str, str]:
        """Return a category that an agency comes to know, with every step."""
        said = dict.fromkeys(map(self._way, _merged(flow.ways(agency, category))))
        title = self._item(category)
        if not self._may_see(agency, category):
            title = self.wording.phrase("outside-mandate", category=title)
        return title, enumerated(said)

    def faults(self, flow: InformationFlow) -> Iterator[str]:
        """Yield what is wrong, then what nobody learns; one line if all is in order."""
        phrase = self.wording.phrase
        if not flow.exhausted:
            yield phrase("not-all-seen")
        # Each once: a body may be sent the same again and again.
        overreach = dict.fromkeys((one.agency, one.category) for one in flow.overreach)
        for agency, item in overreach:
            gaps = {"agency": self._agency(agency), "category": self._item(item)}
            yield phrase("overreach", **gaps)
        passed = dict.fromkeys((one.category, one.activity) for one in flow.unconsented)
        for item, name in passed:
            gaps = {"category": self._item(item), "activity": self._activity(name)}
            yield phrase("unconsented", **gaps)
        if flow.exhausted and not (overreach or passed):
            yield phrase("all-in-order")
        yield from self._written_outside(flow)
        learnt = {cell.category for cell in flow.knowledge}
        unlearnt = [each for each in flow.categories if each not in learnt]
        if unlearnt:
            said = (in_quotes(self._item(each)) for each in unlearnt)
            yield phrase("never-passed", categories=listed(said, self.wording.language))

    def _written_outside(self, flow: InformationFlow) -> Iterator[str]:
        """Say who knows by its own document what is not in its list, once each."""
        sent = {(each.agency, each.category) for each in flow.overreach}
        found: dict[Id, list[str]] = {}
        for cell in flow.knowledge:
            is_told = (cell.agency, cell.category) in sent
            if not is_told and not self._may_see(cell.agency, cell.category):
                items = found.setdefault(cell.agency, [])
                if self._item(cell.category) not in items:
                    items.append(self._item(cell.category))
        if found:
            said = (
                f"{self._short(name)} ({listed(items, self.wording.language)})"
                for name, items in found.items()
            )
            yield self.wording.phrase("writes-outside", agencies=enumerated(said))

    def heading(self, name: Id) -> str:
        """Return the title of an agency as it stands alone, in no quotes of ours."""
        agency = self.wording.handbook.agencies[name]
        return agency.title.say(self.wording.language)

    def _agency(self, name: Id) -> str:
        return self.wording.gap(TitleGap(NameKind.ACTOR, name))

    def _columns(self, flow: InformationFlow) -> tuple[Id, ...]:
        learnt = {cell.category for cell in flow.knowledge}
        return tuple(each for each in flow.categories if each in learnt)

    def _knows(self, flow: InformationFlow, agency: Id) -> bool:
        return any(cell.agency == agency for cell in flow.knowledge)

    def _may_see(self, agency: Id, category: Id) -> bool:
        return category in self.wording.handbook.agencies[agency].may_see

    def _short(self, name: Id) -> str:
        label = body_told_apart(self.wording.handbook, name)
        return label.say(self.wording.language)

    def _way(self, way: Disclosure) -> str:
        said = self.wording.phrase(
            f"way-{way.how}",
            activity=self._activity(way.activity),
            document=self.wording.gap(TitleGap(NameKind.DOCUMENT, way.document)),
        )
        regions = self.wording.handbook.regions
        here = [each for each in regions if each in way.regions]
        if len(here) == len(regions):
            return said
        language = self.wording.language
        names = listed((regions[each].title.say(language) for each in here), language)
        return self.wording.phrase("in-regions", way=said, regions=names)

    def _activity(self, name: str) -> str:
        return self.wording.gap(TitleGap(NameKind.ACTIVITY, name))

    def _item(self, name: Id) -> str:
        return self.wording.gap(TitleGap(NameKind.ITEM, name))


def _merged(ways: Sequence[Disclosure]) -> Iterator[Disclosure]:
    """Merge the ways of several roles; whoever writes a document may send it too."""
    found: dict[tuple[str, Id, How], Disclosure] = {}
    for way in ways:
        key = (way.activity, way.document, way.how)
        known = found.get(key, way)
        found[key] = replace(known, regions=(*known.regions, *way.regions))
    for (activity, document, how), way in found.items():
        if how is not How.SENDS or (activity, document, How.PRODUCES) not in found:
            yield way
