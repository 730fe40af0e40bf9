"""Make papers: every kind, of one protocol or of a handbook, as bytes by file name."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import assert_never

from katch_protocols.drawings.printing import require_typst
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.duties.family_duties import FamilyReader
from katch_protocols.duties.responsibility import responsibility, responsibility_of
from katch_protocols.errors import MissingExtraError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.ministry_sheet import ministry_pdf
from katch_protocols.papers.print import booklet, cards_pdf, poster
from katch_protocols.papers.summary import summary_pdf
from katch_protocols.sentences.nearness import require

__all__ = [
    "PaperKind",
    "make_booklet",
    "make_ministries",
    "make_paper",
    "make_papers",
    "require_extra",
]


class PaperKind(StrEnum):
    """A kind of paper; the value is the stem of its file."""

    POSTER = "poster"
    CARDS = "cards"
    BOOKLET = "booklet"
    SLIDES = "slides"
    SUMMARY = "summary"
    ANNEX = "annex"
    MINISTRY = "ministry"

    @property
    def suffix(self) -> str:
        """The ending of its file."""
        match self:
            case PaperKind.SLIDES:
                return ".pptx"
            case PaperKind.ANNEX:
                return ".docx"
            case _:
                return ".pdf"

    @property
    def is_of_handbook(self) -> bool:
        """Whether it is made of all protocols together."""
        return self in {PaperKind.BOOKLET, PaperKind.MINISTRY}

    def file(self, language: str, part: Id | None = None) -> str:
        """Return the name of its file: ``poster.kk.pdf``, ``ministry.moh.kk.pdf``."""
        stem = self.value if part is None else f"{self.value}.{part}"
        return f"{stem}.{language}{self.suffix}"


def make_papers(  # noqa: PLR0913 - keywords with defaults, one a wish
    handbook: Handbook,
    *,
    only: Id | None = None,
    kinds: Sequence[PaperKind] = tuple(PaperKind),
    languages: Sequence[str] = (),
    theme: Theme = COLOUR,
    address: str | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield papers with their file names, as soon as each is made.

    ``PROTOCOL/poster.kk.pdf`` and so on for every protocol, and ``booklet.kk.pdf`` for
    the whole handbook; with ``only`` the booklet is about that protocol and stands in
    its folder. All languages of the handbook unless some are given, in the colours of
    a ``theme``. ``address`` is where the page will stand: each sheet of a ministry then
    has a code that leads to its place there. The same handbook gives the same bytes.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
        ProtocolError: A protocol has problems; ``check`` says which.
        UnknownNameError: There is no such protocol or language.
    """
    languages = tuple(languages) or handbook.languages
    if only is not None:
        require("protocol", only, handbook.protocols)
    for language in languages:
        require("language", language, handbook.languages)
    names = handbook.protocols if only is None else (only,)
    found = tuple(
        Gathered(handbook.protocols[name], handbook, theme=theme) for name in names
    )
    for each in found:
        for kind in kinds:
            if not kind.is_of_handbook:
                yield from (make_paper(each, kind, language) for language in languages)
    if found:
        whole = _of_all(found, handbook, kinds, only, address)
        yield from (each for language in languages for each in whole(language))


def _of_all(
    found: Sequence[Gathered],
    handbook: Handbook,
    kinds: Sequence[PaperKind],
    only: Id | None,
    address: str | None,
) -> Callable[[str], Iterator[tuple[str, bytes]]]:
    """Return what makes the papers of several protocols together in one language."""
    folder = "" if only is None else f"{only}/"

    def made(language: str) -> Iterator[tuple[str, bytes]]:
        if PaperKind.BOOKLET in kinds:
            name, data = make_booklet(found, handbook, language, only=only)
            yield f"{folder}{name}", data
        if PaperKind.MINISTRY in kinds:
            for name, data in make_ministries(found, handbook, language, address):
                yield f"{folder}{name}", data

    return made


def make_paper(found: Gathered, kind: PaperKind, language: str) -> tuple[str, bytes]:
    """Return one paper of one protocol, behind its name: ``PROTOCOL/poster.kk.pdf``."""
    name = f"{found.protocol.id}/{kind.file(language)}"
    with setting_in(found.handbook.font):
        return name, _made(found, kind, language)


def make_booklet(
    found: Sequence[Gathered],
    handbook: Handbook,
    language: str,
    *,
    only: Id | None = None,
) -> tuple[str, bytes]:
    """Return the booklet of some protocols, behind its name: ``booklet.kk.pdf``.

    They are all of the handbook, or ``only`` one.
    """
    answer = responsibility(handbook, only=only)
    with setting_in(handbook.font):
        made = booklet(found, answer, handbook, language)
    return PaperKind.BOOKLET.file(language), made


def make_ministries(
    found: Sequence[Gathered],
    handbook: Handbook,
    language: str,
    address: str | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield the sheet of every ministry, behind its name: ``ministry.interior.kk.pdf``.

    A ministry is a family of bodies that has a duty in the story of a child.
    """
    charts = [each.chart for each in found]
    reader = FamilyReader(charts, responsibility_of(charts, handbook), handbook)
    with setting_in(handbook.font):
        for name in reader.families:
            made = ministry_pdf(reader, name, found[0], language, address)
            yield PaperKind.MINISTRY.file(language, name), made


def require_extra() -> None:
    """Make sure that every kind of paper can be made here.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    require_typst()
    _slides_room()
    _annex_room()


def _made(found: Gathered, kind: PaperKind, language: str) -> bytes:
    match kind:
        case PaperKind.POSTER:
            return poster(found, language)
        case PaperKind.CARDS:
            return cards_pdf(found, language)
        case PaperKind.SUMMARY:
            return summary_pdf(found, language)
        case PaperKind.SLIDES:
            return _slides_room()(found, language)
        case PaperKind.ANNEX:
            return _annex_room()(found, language)
        case PaperKind.BOOKLET | PaperKind.MINISTRY:  # pragma: no cover
            message = "it is made of a handbook"
            raise ValueError(message)
        case _:
            assert_never(kind)


def _slides_room() -> Callable[[Gathered, str], bytes]:
    try:
        # Lazy: the room needs an optional package.
        from katch_protocols.papers.slides.slides import slides  # noqa: PLC0415
    except ImportError as error:
        raise _missing(error, "slides") from None
    return slides


def _annex_room() -> Callable[[Gathered, str], bytes]:
    try:
        # Lazy: the room needs an optional package.
        from katch_protocols.papers.annex.annex import annex  # noqa: PLC0415
    except ImportError as error:
        raise _missing(error, "annex") from None
    return annex


def _missing(error: ImportError, purpose: str) -> Exception:
    """Return what to say: only a missing library is a missing extra."""
    package = (error.name or "").partition(".")[0]
    if package in {"pptx", "docx", "lxml"}:
        return MissingExtraError("papers", purpose)
    return error
