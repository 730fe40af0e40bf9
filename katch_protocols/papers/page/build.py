"""One file for the whole handbook: what it shows, how it looks, how it behaves.

The file asks the network for nothing, and its policy forbids it to.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.budget import current
from katch_protocols.charts.build import chart
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.errors import BudgetError
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.binding import bound
from katch_protocols.papers.page.book import make_book, plain_of
from katch_protocols.papers.page.book_nouns import Book
from katch_protocols.papers.page.change_nouns import PageBefore
from katch_protocols.papers.page.exercise_nouns import Player
from katch_protocols.papers.page.findings import places_of
from katch_protocols.papers.page.openers import path_picture
from katch_protocols.papers.page.public import public_edition
from katch_protocols.papers.page.release_nouns import PageRelease
from katch_protocols.papers.page.sheet_nouns import PagePicture, PageSheet
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.proofs.timing.measure_nouns import Measures
from katch_protocols.rules.bounds import fairly
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from katch_protocols.rules.well_known import OVER_BUDGET

__all__ = ["Made", "make_page", "page_within"]

_CHECKING = 0.75
"""Of what is left once all is drawn, this much may go into the check and its proofs."""

_Ask = Callable[[Sheets, PageSheet], PageSheet]
"""What a sheet is asked besides."""


class Made(Struct, frozen=True):
    """A page, and whether the budget cut something short that it shows as such.

    ``findings``: of the whole handbook, as far as the budget of the page let it look.
    """

    text: str
    findings: Sequence[Finding]
    is_cut: bool


class _MadeBook(Struct, frozen=True):
    book: Book
    findings: Sequence[Finding]
    places: Sequence[str]
    is_cut: bool


def make_page(  # noqa: PLR0913 - one keyword a wish
    handbook: Handbook,
    context: Context | None = None,
    *,
    theme: Theme = COLOUR,
    measures: Mapping[Id, Measures] | None = None,
    public: bool = False,
    drops: bool = False,
    before: PageBefore | None = None,
    releases: Sequence[PageRelease] = (),
    player: Player | None = None,
) -> str:
    """Return the page of a handbook: HTML with everything in it, the same bytes always.

    A ``context`` in which the handbook was checked spares its proofs a second time. The
    ``theme`` is that of its drawings and of the colours of agencies. ``measures`` of
    protocols that were taken already are not taken again. A ``public`` page leaves out
    regions, findings, and bodies whose name gives a place of safety away. With
    ``drops`` it says of each duty what is lost if nobody does it: one proof each. It
    shows what changed since ``before``, what ``releases`` tell, and the exercises that
    a ``player`` plays.

    Raises:
        ProtocolError: A protocol has problems; ``check`` says which.
        BudgetError: A drawing does not fit into the budget.
    """
    return page_within(
        handbook,
        context,
        theme=theme,
        measures=measures,
        public=public,
        drops=drops,
        before=before,
        releases=releases,
        player=player,
    ).text


def page_within(  # noqa: PLR0913 - one keyword a wish
    handbook: Handbook,
    context: Context | None = None,
    *,
    theme: Theme = COLOUR,
    measures: Mapping[Id, Measures] | None = None,
    public: bool = False,
    drops: bool = False,
    before: PageBefore | None = None,
    releases: Sequence[PageRelease] = (),
    player: Player | None = None,
) -> Made:
    """Return the page, and whether all of it was decided; raises as ``make_page``.

    What is drawn and listed comes first, then what is proved, then what is measured,
    then what is played, then the path of the child, then what is lost without each
    duty: what the budget cuts is *not decided*, or not measured, or not asked, and the
    page says so.
    """
    context = context or Context(handbook)
    with setting_in(handbook.font):
        asked = theme, measures or {}, player
        made = _page(handbook, context, *asked, public=public, drops=drops)
        book = replace(made.book, before=before, releases=tuple(releases))
        text = bound(book, theme, handbook.font, made.places)
        return Made(text, made.findings, made.is_cut)


def _page(  # noqa: PLR0913 - one parameter a wish
    handbook: Handbook,
    context: Context,
    theme: Theme,
    taken: Mapping[Id, Measures],
    player: Player | None,
    *,
    public: bool,
    drops: bool,
) -> _MadeBook:
    shown = public_edition(handbook) if public else handbook
    charts = {
        name: chart(protocol, shown) for name, protocol in shown.protocols.items()
    }
    every = {
        name: Sheets(
            each, shown, {}, theme=theme, measures=taken.get(name), player=player
        )
        for name, each in charts.items()
    }
    drawn = {name: each.drawn_up() for name, each in every.items()}
    with current().share(_CHECKING):
        findings = check_context(context)
    every = {
        name: replace(each, known=context.proofs.get(name, {}))
        for name, each in every.items()
    }
    promised = {name: each.promised(drawn[name]) for name, each in every.items()}
    told = () if public else findings
    uncounted: set[Id] = set()
    book = replace(make_book(shown, told, (), theme), is_public=public)

    def measured(name: Id) -> PageSheet:
        try:
            return every[name].measured(promised[name])
        except BudgetError:
            uncounted.add(name)
            return every[name].not_measured(promised[name])

    def besides(
        ask: Callable[[Sheets, PageSheet], PageSheet],
    ) -> Mapping[Id, PageSheet]:
        def asked(name: Id) -> PageSheet:
            try:
                return ask(every[name], made[name])
            except BudgetError:
                uncounted.add(name)
                return made[name]

        return fairly(charts, asked, charts)

    made = fairly(charts, measured, charts)
    made = besides(Sheets.played)
    cut = any(each.rule == OVER_BUDGET for each in findings)
    path, was_cut = _path(shown, theme)
    # What is lost without each duty takes minutes: all else comes before it.
    if drops:
        made = besides(Sheets.dropped)
    sheets = [plain_of(each) for each in made.values()]
    book = replace(book, sheets=tuple(sheets), path=path)
    cut = cut or was_cut or bool(uncounted)
    return _MadeBook(book, findings, places_of(told), is_cut=cut)


def _path(shown: Handbook, theme: Theme) -> tuple[PagePicture | None, bool]:
    """Return the path of the child, and whether the budget cut it."""
    try:
        return path_picture(shown, theme), False
    except BudgetError:
        return None, True
