"""A drawing as PDF or PNG."""

import importlib
import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.text import DATA, font_at_hand
from katch_protocols.drawings.theme import PAPER
from katch_protocols.errors import MissingExtraError
from katch_protocols.words.unparted import on_paper

__all__ = [
    "has_set",
    "pictured",
    "require_typst",
    "to_pdf",
    "to_png",
    "told_by",
    "typeset",
]


@contextmanager
def _font_folders() -> Iterator[list[str]]:
    """Give the folders of fonts: ours, and for a while that of the font at hand."""
    font = font_at_hand()
    if font is None:
        yield [str(DATA)]
        return
    with TemporaryDirectory(prefix="katch-font-") as folder:
        name = "named.otf" if font.data.startswith(b"OTTO") else "named.ttf"
        (Path(folder) / name).write_bytes(font.data)
        yield [str(DATA), folder]


_PAGE = Path(__file__).with_name("picture.typ")


def to_pdf(
    svg: str,
    *,
    sheets: Sequence[Rect],
    size: tuple[float, float],
    title: str,
    description: str,
) -> bytes:
    """Return an SVG document as a PDF: a page for each sheet, ``size`` in millimetres.

    A sheet that is taller than wide is printed upright. Text stays text, so that it can
    be searched and read aloud; ``description`` is what a screen reader says of the
    picture. The same drawing gives the same bytes.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    pages = []
    for sheet in sheets:
        across, down = max(size), min(size)
        if sheet.height > sheet.width:
            across, down = down, across
        picture = _part_of(svg, sheet) if len(sheets) > 1 else svg
        pages.append({"svg": _stretched(picture), "width": across, "height": down})
    inputs = {"pages": json.dumps(pages), "title": title, "alt": description}
    return _compiled(_PAGE.read_bytes(), sys_inputs=inputs)


def _part_of(svg: str, sheet: Rect) -> str:
    """Return an SVG document that shows one part of it."""
    wide, tall = f"{sheet.width:g}", f"{sheet.height:g}"
    box = f"{sheet.x:g} {sheet.y:g} {wide} {tall}"
    return _SHOWN.sub(f'viewBox="{box}" width="{wide}" height="{tall}"', svg, count=1)


_SHOWN = re.compile(r'viewBox="[^"]*" width="[^"]*" height="[^"]*"')


def typeset(template: Path, data: Mapping[str, object]) -> bytes:
    """Return a template of typst as a PDF that is tagged for readers who cannot see it.

    The template reads ``data`` as JSON, so that no text of a handbook is ever read as
    markup; it sees no other file than its neighbours. The PDF keeps PDF/UA-1, which
    typst checks, and the same data give the same bytes.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    return _compiled(
        str(template),
        root=str(template.parent),
        sys_inputs={"data": json.dumps(pictured(data), ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )


def told_by(template: Path, data: Mapping[str, object], label: str) -> list[Any]:
    """Return what a template of typst says of its data, in the order of its pages.

    It says so by ``metadata`` with a ``label``; nothing is printed. The template reads
    ``data`` as in ``typeset``.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    typst = _typst()
    with _fonts(typst) as fonts:
        told = typst.query(
            str(template),
            f"<{label}>",
            field="value",
            root=str(template.parent),
            sys_inputs={"data": json.dumps(pictured(data), ensure_ascii=False)},
            font_paths=fonts,
            ignore_system_fonts=True,
        )
    _forget(typst)
    return list(json.loads(told))


def pictured(value: object) -> object:
    """Return data as typst sets them: fonts of pictures, words that break or stay."""
    if isinstance(value, Mapping):
        return {key: pictured(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [pictured(each) for each in value]
    if not isinstance(value, str):
        return value
    if value.startswith("<svg"):
        return _stretched(value)
    return on_paper(_LONG.sub(_parted, value))


_LONG = re.compile(r"[^\W\d_]{40,}")
"""A word that no column of a paper has room for; the page breaks such a word, too."""
_PART = re.compile(r"\w{12}(?=\w{4})")


def _parted(found: re.Match[str]) -> str:
    """Return a long word with soft hyphens: it may break there, with a hyphen."""
    return _PART.sub(lambda part: f"{part[0]}\u00ad", found[0])


def _stretched(svg: str) -> str:
    """Return an SVG document that asks for the narrow faces as typst knows them.

    There a family has one name, and a narrow face is a stretch of it; else the text is
    set in another font, and wider than its place.
    """
    return _FAMILIES.sub(_with_stretch, svg)


def _with_stretch(found: re.Match[str]) -> str:
    bare = found[0].replace(" SemiCondensed", "")
    stretch = "normal" if bare == found[0] else "semi-condensed"
    return f'{bare} font-stretch="{stretch}"'


_FAMILIES = re.compile(r'font-family="[^"]*"')


def _typst() -> Any:  # noqa: ANN401 - a module without types
    try:
        import typst  # noqa: PLC0415 - lazy: an optional package, and a heavy one
    except ImportError:
        raise MissingExtraError("papers", "pdf") from None
    return typst


def require_typst() -> None:
    """Make sure that typst is there; nothing is set.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    _typst()


def has_set() -> bool:
    """Whether typst has set something in this process.

    From then on it has threads that nobody sees. A copy of the process has none of
    them, and would wait for them for ever.
    """
    return _has_set.is_set()


_has_set = threading.Event()


@contextmanager
def _fonts(typst: Any) -> Iterator[object]:  # noqa: ANN401 - a module without types
    """Give the fonts that typst may use: ours, and that of the handbook."""
    _has_set.set()
    with _font_folders() as folders:
        yield typst.Fonts(
            include_system_fonts=False,
            # Its own fonts would go before one that a handbook names.
            include_embedded_fonts=font_at_hand() is None,
            font_paths=folders,
        )


def _compiled(source: bytes | str, **options: Any) -> bytes:  # noqa: ANN401 - typst's
    typst = _typst()
    with _fonts(typst) as fonts:
        made = typst.compile(
            source,
            format="pdf",
            font_paths=fonts,
            ignore_system_fonts=True,
            timestamp=0,
            **options,
        )
    if len(made) > _MUCH:
        _forget(typst)
    return bytes(made)


_MUCH = 200_000
"""Of a file of so many bytes typst remembers hundreds of megabytes."""

_AGES = 11
"""What typst did not need in so many compilations it forgets."""


def _forget(typst: Any) -> None:  # noqa: ANN401 - a module without types
    """Let typst forget what it remembers of a file that is done: it is not met again.

    Else the memory of ten files of papers would be in use at once. It takes as long as
    a small drawing.
    """
    no_fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    for _ in range(_AGES):
        typst.compile(b"", format="pdf", font_paths=no_fonts, ignore_system_fonts=True)


def to_png(svg: str, *, width: int | None = None) -> bytes:
    """Return an SVG document as PNG, ``width`` pixels wide, else as wide as it is.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    try:
        # Lazy: an optional package, and a heavy one.
        resvg = importlib.import_module("resvg_py")
    except ImportError:
        raise MissingExtraError("papers", "png") from None
    with _font_folders() as folders:
        drawn = resvg.svg_to_bytes(
            svg_string=svg,
            width=width,
            background=PAPER,
            font_dirs=folders,
            skip_system_fonts=True,
            font_family="KP Sans",
        )
    return bytes(drawn)
