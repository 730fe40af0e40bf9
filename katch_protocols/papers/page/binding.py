"""Bind a page: what it shows, how it looks and how it behaves, in one file of HTML."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files

from msgspec.structs import replace

from katch_protocols.answers import encode
from katch_protocols.drawings.deadline_looks import looks
from katch_protocols.drawings.svg import families
from katch_protocols.drawings.text import Face, setting_in
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.model.handbook import Font
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.book_nouns import Book, Plain
from katch_protocols.papers.page.packing import packed, unpacked
from katch_protocols.papers.page.shortening import lengthened, shortened
from katch_protocols.papers.page.texts import to_script
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import say
from katch_protocols.words.unparted import for_scripts

__all__ = ["SCRIPTS", "STYLES", "bound", "moved", "sheets_of"]

STYLES = (
    "page.css",
    "drawing.css",
    "parts.css",
    "front.css",
    "print.css",
    "tabletop.css",
)
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
    "picture.js",
    "drawing.js",
    "route.js",
    "lists.js",
    "matrix.js",
    "checklist.js",
    "protocol.js",
    "levels.js",
    "agency.js",
    "region.js",
    "ministry.js",
    "what_if.js",
    "tabletop.js",
    "changes.js",
    "releases.js",
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

_BOOK = '<script type="application/json" id="book">'
_PLACES = '<script type="application/json" id="places">'
"""Where findings stand is apart from the book: a comment moves lines, and no more."""


def sheets_of(page: str) -> Mapping[Id, Plain]:
    """Return the sheets of a page that was made here, by protocol; none from others."""
    _, found, rest = page.partition(_BOOK)
    text, ended, _ = rest.partition("</script>")
    try:
        sheets = (
            unpacked(json.loads(lengthened(text)))["sheets"] if found and ended else ()
        )
        return {sheet["id"]: sheet for sheet in sheets}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


def moved(page: str, places: Sequence[str]) -> str:
    """Return a page that was made here, whose findings stand at other places now."""
    head, opened, rest = page.partition(_PLACES)
    _, closed, tail = rest.partition("</script>")
    return f"{head}{opened}{to_script(places)}{closed}{tail}"


def bound(
    book: Book,
    theme: Theme = COLOUR,
    font: Font | None = None,
    places: Sequence[str] = (),
) -> str:
    """Return the page that shows a book.

    ``font`` is that of its handbook, ``places`` say where each finding stands.
    """
    sheets = [_faces(), *map(_read, STYLES), *_colours(theme), *_dues(theme)]
    style = "\n".join([*sheets, *_lent(font)])
    kept = f"const KEPT = {to_script(for_scripts())};"
    script = "\n".join(['"use strict";', kept, *map(_read, SCRIPTS)])
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
            f"{_BOOK}{shortened(to_script(packed(_plain(book))))}</script>",
            f"{_PLACES}{to_script(places)}</script>",
            f"<script>{script}</script>",
            "</body>",
            "</html>",
            "",
        )
    )


def _plain(book: Book) -> Plain:
    """Return a book as JSON can hold it; its sheets are already as it can."""
    bare: dict[str, Plain] = encode(replace(book, sheets=()))
    return bare | {"sheets": book.sheets}


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
