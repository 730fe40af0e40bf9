"""One file for the whole handbook: what it shows, how it looks, how it behaves.

The file asks the network for nothing, and its policy forbids it to.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape
from importlib.resources import files

from katch_protocols.answers import encode
from katch_protocols.budget import current
from katch_protocols.charts.build import chart
from katch_protocols.drawings.deadline_looks import looks
from katch_protocols.drawings.svg import families
from katch_protocols.drawings.text import Face, setting_in
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.errors import BudgetError
from katch_protocols.model.handbook import Font, Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.book import make_book, plain_of
from katch_protocols.papers.page.book_nouns import Book, PageBefore, Plain
from katch_protocols.papers.page.openers import path_picture
from katch_protocols.papers.page.packing import packed, unpacked
from katch_protocols.papers.page.public import public_edition
from katch_protocols.papers.page.sheet_nouns import PageSheet
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.papers.page.texts import to_script
from katch_protocols.proofs.timing.measure_nouns import Measures
from katch_protocols.rules.bounds import fairly
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from katch_protocols.rules.well_known import OVER_BUDGET
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import say

__all__ = [
    "SCRIPTS",
    "STYLES",
    "Made",
    "bound",
    "make_page",
    "page_within",
    "sheets_of",
]

STYLES = ("page.css", "drawing.css", "parts.css", "front.css", "print.css")
"""The style sheets, in the order in which they count."""

SCRIPTS = (
    "unpacked.js",
    "table.js",
    "words.js",
    "element.js",
    "book.js",
    "pictogram.js",
    "clock.js",
    "case.js",
    "drawing.js",
    "route.js",
    "lists.js",
    "matrix.js",
    "checklist.js",
    "protocol.js",
    "agency.js",
    "region.js",
    "ministry.js",
    "what_if.js",
    "changes.js",
    "search.js",
    "walk.js",
    "page.js",
)
"""The scripts, each after those that it needs."""

_FONTS = (
    ("KP Sans", 400, "KPSans-Regular"),
    ("KP Sans", 600, "KPSans-SemiBold"),
    ("KP Sans SemiCondensed", 400, "KPSans-SemiCondensed"),
    ("KP Sans SemiCondensed", 600, "KPSans-SemiCondensedSemiBold"),
)


_CHECKING = 0.75
"""Of what is left once all is drawn, this much may go into the check and its proofs."""

_BOOK = '<script type="application/json" id="book">'


@dataclass(frozen=True)
class Made:
    """A page, and whether the budget cut something short that it shows as such."""

    text: str
    is_cut: bool


@dataclass(frozen=True)
class _MadeBook:
    book: Book
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
) -> str:
    """Return the page of a handbook: HTML with everything in it, the same bytes always.

    A ``context`` in which the handbook was checked spares its proofs a second time. The
    ``theme`` is that of its drawings and of the colours of agencies. ``measures`` of
    protocols that were taken already are not taken again. A ``public`` page leaves out
    regions, findings, and bodies whose name gives a place of safety away. With
    ``drops`` it says of each duty what is lost if nobody does it: one proof each. It
    shows what changed since ``before``.

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
) -> Made:
    """Return the page, and whether all of it was decided; raises as ``make_page``.

    What is drawn and listed comes first, then what is proved, then what is measured,
    then what is lost without each duty: what the budget cuts is *not decided*, or not
    measured, or not asked, and the page says so.
    """
    context = context or Context(handbook)
    with setting_in(handbook.font):
        taken = measures or {}
        made = _page(handbook, context, theme, taken, public=public, drops=drops)
        book = replace(made.book, before=before)
        return Made(bound(book, theme, handbook.font), made.is_cut)


def _page(  # noqa: PLR0913 - one parameter a wish
    handbook: Handbook,
    context: Context,
    theme: Theme,
    taken: Mapping[Id, Measures],
    *,
    public: bool,
    drops: bool,
) -> _MadeBook:
    shown = public_edition(handbook) if public else handbook
    charts = {
        name: chart(protocol, shown) for name, protocol in shown.protocols.items()
    }
    every = {
        name: Sheets(each, shown, {}, theme=theme, measures=taken.get(name))
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

    def dropped(name: Id) -> PageSheet:
        try:
            return every[name].dropped(made[name])
        except BudgetError:
            uncounted.add(name)
            return made[name]

    made = fairly(charts, measured, charts)
    if drops:
        made = fairly(charts, dropped, charts)
    sheets = [plain_of(each) for each in made.values()]
    cut = any(each.rule == OVER_BUDGET for each in findings)
    path = None
    try:
        path = path_picture(shown, theme)
    except BudgetError:
        cut = True
    book = replace(book, sheets=tuple(sheets), path=path)
    return _MadeBook(book, is_cut=cut or bool(uncounted))


def sheets_of(page: str) -> Mapping[Id, Plain]:
    """Return the sheets of a page that was made here, by protocol; none from others."""
    _, found, rest = page.partition(_BOOK)
    text, ended, _ = rest.partition("</script>")
    try:
        sheets = unpacked(json.loads(text))["sheets"] if found and ended else ()
        return {sheet["id"]: sheet for sheet in sheets}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


def bound(book: Book, theme: Theme = COLOUR, font: Font | None = None) -> str:
    """Return the page that shows a book; ``font`` is that of its handbook."""
    sheets = [_faces(), *map(_read, STYLES), *_colours(theme), *_dues(theme)]
    style = "\n".join([*sheets, *_lent(font)])
    script = "\n".join(['"use strict";', *map(_read, SCRIPTS)])
    policy = _read("policy.txt").strip().replace("\n", "; ")
    policy = policy.format(style=_digest(style), script=_digest(script))
    language = book.languages[0]
    without = "".join(
        f"<p lang={_quoted(each)}>{escape(say('page.needs-scripts', each))}</p>"
        for each in book.languages
        if each in SPOKEN
    )
    return "\n".join(
        (
            "<!doctype html>",
            f"<html lang={_quoted(language)}>",
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content={_quoted(policy)}>',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<link rel="icon" href="data:,">',
            f"<title>{escape(book.title[0])}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            f"<noscript>{without}</noscript>",
            '<div id="page"></div>',
            f"{_BOOK}{to_script(packed(encode(book)))}</script>",
            f"<script>{script}</script>",
            "</body>",
            "</html>",
            "",
        )
    )


def _colours(theme: Theme) -> Iterator[str]:
    """Yield what another theme changes of the style sheets."""
    if theme is not COLOUR:
        yield (
            f":root{{--ink:{theme.ink};--muted:{theme.muted};--line:{theme.hairline};"
            f"--band:{theme.band};--ground:{theme.frame};--alert:{theme.alert};"
            f"--good:{theme.added};"
            f"--doubt:{theme.changed};--link:{theme.ink};--colour:{theme.ink}}}"
        )


def _dues(theme: Theme) -> Iterator[str]:
    """Yield how a deadline looks by what it rests on, as in every drawing."""
    for basis, how in looks(theme).items():
        yield (
            f".due.{basis}{{background:{how.fill};color:{how.ink};"
            f"border-color:{how.edge}}}"
        )


def _read(name: str) -> str:
    data = files("katch_protocols.papers") / "data" / name
    return data.read_text(encoding="utf-8")


def _faces() -> str:
    """Return the rules that bring the fonts along."""
    rules = []
    for family, weight, name in _FONTS:
        data = files("katch_protocols.papers") / "data" / f"{name}.woff2"
        text = b64encode(data.read_bytes()).decode("ascii")
        rules.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};'
            f'src:url(data:font/woff2;base64,{text}) format("woff2")}}'
        )
    return "\n".join(rules)


def _lent(font: Font | None) -> Iterator[str]:
    """Yield the rules that bring the font of the handbook along, after our own."""
    if font is None or not font.family:
        return
    text = b64encode(font.data).decode("ascii")
    source = f"src:url(data:font/sfnt;base64,{text})"
    yield f'@font-face{{font-family:"{font.family}";{source}}}'
    with setting_in(font):
        yield f"body{{font-family:{families(Face.REGULAR)}}}"


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'
