"""``katch new KIND NAME``: a commented start that already checks clean."""

import re
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.beginning import (
    LeavingError,
    NewHandbook,
    asked,
    country_named,
    languages_named,
)
from katch_protocols.cli.opening import open_handbook
from katch_protocols.cli.options import HandbookOption, LanguageOption, speak
from katch_protocols.cli.refusals import CommandRefusal, unknown, unless_there
from katch_protocols.cli.starts import (
    Country,
    handbook_start,
    protocol_start,
    rule_start,
    rule_words,
)
from katch_protocols.cli.zones import zones_of
from katch_protocols.files.bounds import ID_LETTERS
from katch_protocols.files.characters import printable
from katch_protocols.files.field_types.ids import is_id
from katch_protocols.files.field_types.scalars import is_language
from katch_protocols.files.file_kinds import HANDBOOK_FILE, TAKEN
from katch_protocols.files.schemas.protocols import PROTOCOLS
from katch_protocols.files.slips import in_latin
from katch_protocols.sentences.grammar import RESERVED
from katch_protocols.whole_files import write_new, write_whole
from katch_protocols.words.catalogues import blank
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import say
from katch_protocols.words.transliteration import latin

__all__ = ["new"]


class _Kind(StrEnum):
    HANDBOOK = "handbook"
    PROTOCOL = "protocol"
    RULE = "rule"
    LANGUAGE = "language"


_NEXT: Mapping[_Kind, Sequence[str]] = {
    _Kind.RULE: ("rule-next",),
    _Kind.LANGUAGE: ("language-next", "language-share"),
}
"""What to do next with what was written."""


def new(  # noqa: PLR0913 - one parameter an option
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    name: Annotated[str, typer.Argument(metavar="NAME")],
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    languages: Annotated[
        str | None, typer.Option("--languages", metavar="LANGUAGES")
    ] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="COUNTRY")] = None,
    example: Annotated[bool, typer.Option("--example")] = False,
) -> None:
    """Write the first files of something; a file that is there is never replaced.

    ``languages``, ``country`` and ``example`` are for a handbook: its languages, the
    source language first, whose days off and clocks it keeps, and whether it begins
    with a protocol. On a terminal, what is not given is asked.
    """
    said = speak(language)
    own = (languages, country) != (None, None) or example
    _require(kind, name, own=own)
    is_asked = kind == _Kind.HANDBOOK and not own and sys.stdin.isatty()
    there = Path(name) / HANDBOOK_FILE
    if is_asked and there.exists():  # Nobody is asked in vain.
        raise CommandRefusal("already-there", file=there.as_posix())
    zone = ""
    try:
        if kind != _Kind.HANDBOOK:
            texts = _start(_Kind(kind), name, handbook)
        elif is_asked:
            texts = _handbook(Path(name), asked(said))
        else:
            listed, place = languages_named(languages, said), country_named(country)
            texts = _handbook(Path(name), NewHandbook(listed, place, example))
            zone = _zone_taken(country, place, said)
    except LeavingError:
        print(f"\n{say('commands.left', said)}")
        return
    _tell(_Kind(kind), name, texts, said)
    if zone:
        print(zone)
    if is_asked:
        print(say("commands.handbook-next", said, folder=Path(name).as_posix()))


def _require(kind: str, name: str, *, own: bool) -> None:
    """Refuse what cannot be written; ``own``: options of a handbook were given."""
    if kind not in set(_Kind):
        refusal = unknown("unknown-kind", kind, _Kind)
        raise refusal.and_see("choose", choices=as_typed(_Kind))
    if printable(name) != name:
        raise CommandRefusal("hidden-in-name", name=name)
    if kind != _Kind.HANDBOOK and own:
        raise CommandRefusal("only-for-a-handbook", kind=kind)


def _zone_taken(asked: str | None, country: Country, said: str) -> str:
    """Say which time zone was taken of the several that a country has; else nothing."""
    number = len(zones_of(country.code))
    if asked is None or number < 2:  # noqa: PLR2004 - one leaves no choice
        return ""
    gaps = {"zone": country.timezone, "number": number, "country": country.code}
    return say("commands.zone-taken", said, **gaps)


def _tell(kind: _Kind, name: str, texts: Mapping[Path, str], said: str) -> None:
    """Write the files, and say which and what is next."""
    more = rule_words(name) if kind == _Kind.RULE else {}
    written = _write(texts)
    for path, text in more.items():
        write_whole(path, text.encode())
    for path in (*written, *more):
        print(say("commands.written", said, file=path.as_posix()))
    for key in _NEXT.get(kind, ()):
        print(say(f"commands.{key}", said))


def _start(kind: _Kind, name: str, handbook: Path) -> Mapping[Path, str]:
    if kind == _Kind.RULE:
        return rule_start(name)
    if kind == _Kind.LANGUAGE:
        return _catalogues(name, handbook)
    if not is_id(name):
        refusal = CommandRefusal("bad-id", name=name)
        # Letters that look like ours, or a name that is written in others.
        near = in_latin(name) or re.sub(r"\W+", "_", latin(name).lower()).strip("_")
        raise refusal.and_see("nearest", near=near) if is_id(near) else refusal
    if name in RESERVED or name in TAKEN:
        raise CommandRefusal("taken-id", name=name)
    text = protocol_start(name, open_handbook(handbook))
    return {handbook / PROTOCOLS.file(name): text}


def _catalogues(code: str, folder: Path) -> Mapping[Path, str]:
    """Return empty catalogues of a language that the library lacks.

    Raises:
        Refusal: It is no code, or the library speaks it; or there is no folder.
    """
    if not is_language(code):
        raise CommandRefusal("bad-language", name=code)
    if code in SPOKEN:
        raise CommandRefusal("known-language", name=code)
    if not folder.is_dir():
        raise CommandRefusal("no-folder", folder=folder.as_posix())
    room = folder / "locale" / code / "LC_MESSAGES"
    return {room / f"{name}.po": text for name, text in blank(code).items()}


def _handbook(folder: Path, beginning: NewHandbook) -> Mapping[Path, str]:
    name = re.sub(r"[^a-z0-9]+", "_", folder.resolve().name.lower()).strip(
        "_0123456789"
    )
    languages, country, example = beginning
    own = name[:ID_LETTERS] or "handbook"
    files = handbook_start(own, languages, country, example=example)
    return {folder / file: text for file, text in files.items()}


def _write(texts: Mapping[Path, str]) -> tuple[Path, ...]:
    with unless_there():
        return write_new({path: text.encode() for path, text in texts.items()})
