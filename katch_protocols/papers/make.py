"""Make papers: every kind, of one protocol or of a handbook, as bytes by file name."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.errors import MissingExtraError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.content.gathered import Gathered
from katch_protocols.papers.kinds import Kind
from katch_protocols.papers.print.booklet import booklet
from katch_protocols.papers.print.sheets import cards_pdf, poster
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["make_papers"]


def make_papers(
    handbook: Handbook,
    *,
    only: Id | None = None,
    kinds: Sequence[Kind] = tuple(Kind),
    languages: Sequence[str] = (),
    theme: Theme = COLOUR,
) -> Iterator[tuple[str, bytes]]:
    """Yield papers with their file names, as soon as each is made.

    ``PROTOCOL/poster.kk.pdf`` and so on for every protocol, and ``booklet.kk.pdf`` for
    the whole handbook; with ``only`` the booklet is about that protocol and stands in
    its folder. All languages of the handbook unless some are given, in the colours of
    a ``theme``. The same handbook gives the same bytes.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
        ProtocolError: A protocol has problems; ``check`` says which.
        UnknownNameError: There is no such protocol or language.
    """
    languages = tuple(languages) or handbook.languages
    _require("protocol", () if only is None else (only,), tuple(handbook.protocols))
    _require("language", languages, handbook.languages)
    names = handbook.protocols if only is None else (only,)
    found = tuple(Gathered(handbook.protocols[name], handbook, theme) for name in names)
    for each in found:
        yield from _of_protocol(each, kinds, languages)
    if Kind.BOOKLET in kinds and found:
        answer = responsibility(handbook, only=only)
        folder = "" if only is None else f"{only}/"
        for language in languages:
            made = booklet(found, answer, handbook, language)
            yield f"{folder}{Kind.BOOKLET.file(language)}", made


def _require(kind: str, names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise UnknownNameError(kind, name, nearest_names(name, known))


def _of_protocol(
    found: Gathered, kinds: Sequence[Kind], languages: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    folder = found.protocol.id
    for kind in kinds:
        if kind is not Kind.BOOKLET:
            for language in languages:
                yield f"{folder}/{kind.file(language)}", _made(found, kind, language)


def _made(found: Gathered, kind: Kind, language: str) -> bytes:
    match kind:
        case Kind.POSTER:
            return poster(found, language)
        case Kind.CARDS:
            return cards_pdf(found, language)
        case Kind.SLIDES:
            return _slides(found, language)
        case Kind.ANNEX:
            return _annex(found, language)
        case Kind.BOOKLET:  # pragma: no cover - made of several protocols
            message = "a booklet is made of a handbook"
            raise ValueError(message)
        case _:
            assert_never(kind)


def _slides(found: Gathered, language: str) -> bytes:
    try:
        # Lazy: the room needs an optional package.
        from katch_protocols.papers.slides.slides import slides  # noqa: PLC0415
    except ImportError as error:
        raise _missing(error, "Making slides") from None
    return slides(found, language)


def _annex(found: Gathered, language: str) -> bytes:
    try:
        # Lazy: the room needs an optional package.
        from katch_protocols.papers.annex.annex import annex  # noqa: PLC0415
    except ImportError as error:
        raise _missing(error, "Making an annex") from None
    return annex(found, language)


def _missing(error: ImportError, purpose: str) -> Exception:
    """Return what to say: only a missing library is a missing extra."""
    package = (error.name or "").partition(".")[0]
    if package in {"pptx", "docx", "lxml"}:
        return MissingExtraError("papers", purpose)
    return error
