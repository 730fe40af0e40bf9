"""``katch new KIND NAME``: a commented start that already checks clean."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.languages import choose
from katch_protocols.cli.opening import open_handbook
from katch_protocols.cli.options import HandbookOption, LanguageOption
from katch_protocols.cli.refusals import Refusal, unknown
from katch_protocols.cli.starts.handbook import handbook_start
from katch_protocols.cli.starts.protocol import protocol_start
from katch_protocols.cli.starts.rule import rule_start, rule_words
from katch_protocols.files.characters import printable
from katch_protocols.words.catalogues import blank
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import say

__all__ = ["new"]

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_CODE = re.compile(r"[a-z]{2,3}")


class _Kind(StrEnum):
    HANDBOOK = "handbook"
    PROTOCOL = "protocol"
    RULE = "rule"
    LANGUAGE = "language"


def new(  # noqa: PLR0913 - one parameter an option
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    name: Annotated[str, typer.Argument(metavar="NAME")],
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    languages: Annotated[
        str | None, typer.Option("--languages", metavar="LANGUAGES")
    ] = None,
    example: Annotated[bool, typer.Option("--example")] = False,
) -> None:
    """Write the first files of something; a file that is there is never replaced.

    ``languages`` and ``example`` are for a handbook: its languages, the source language
    first, and whether it begins with a protocol.
    """
    said = choose(language)
    if kind not in set(_Kind):
        refusal = unknown("unknown-kind", kind, _Kind)
        raise refusal.and_see("choose", choices=", ".join(_Kind))
    if printable(name) != name:
        raise Refusal("hidden-in-name", name=name)
    if kind != _Kind.HANDBOOK and (languages is not None or example):
        raise Refusal("only-for-a-handbook", kind=kind)
    if kind == _Kind.HANDBOOK:
        listed = _languages(languages, said)
        texts = _handbook(Path(name), listed, example=example)
    else:
        texts = _start(_Kind(kind), name, handbook)
    for path in _write(texts):
        print(say("commands.written", said, file=path.as_posix()))
    if kind == _Kind.RULE:
        for path, text in rule_words(name).items():
            path.write_text(text, encoding="utf-8")
            print(say("commands.written", said, file=path.as_posix()))
        print(say("commands.rule-next", said))
    if kind == _Kind.LANGUAGE:
        print(say("commands.language-next", said))
        print(say("commands.language-share", said))


def _start(kind: _Kind, name: str, handbook: Path) -> Mapping[Path, str]:
    if kind == _Kind.RULE:
        return rule_start(name)
    if kind == _Kind.LANGUAGE:
        return _catalogues(name, handbook)
    if not _ID.fullmatch(name):
        raise Refusal("bad-id", name=name)
    text = protocol_start(name, open_handbook(handbook))
    return {handbook / f"{name}.yaml": text}


def _catalogues(code: str, folder: Path) -> Mapping[Path, str]:
    """Return empty catalogues of a language that the library lacks.

    Raises:
        Refusal: It is no code, or the library speaks it; or there is no folder.
    """
    if not _CODE.fullmatch(code):
        raise Refusal("bad-language", name=code)
    if code in SPOKEN:
        raise Refusal("known-language", name=code)
    if not folder.is_dir():
        raise Refusal("no-folder", folder=folder.as_posix())
    room = folder / "locale" / code / "LC_MESSAGES"
    return {room / f"{name}.po": text for name, text in blank(code).items()}


def _languages(asked: str | None, spoken: str) -> list[str]:
    """Return the languages of a new handbook; all that the library speaks if not asked.

    Raises:
        Refusal: A code that is no code of ISO 639, or none at all.
    """
    if asked is None:
        return sorted(SPOKEN, key=lambda each: each != spoken)
    codes = [code.strip() for code in asked.split(",")]
    for code in codes:
        if not _CODE.fullmatch(code):
            raise Refusal("bad-languages", name=asked)
    return list(dict.fromkeys(codes))


def _handbook(
    folder: Path, languages: Sequence[str], *, example: bool
) -> Mapping[Path, str]:
    name = re.sub(r"[^a-z0-9]+", "_", folder.resolve().name.lower()).strip(
        "_0123456789"
    )
    files = handbook_start(name[:64] or "handbook", languages, example=example)
    return {folder / file: text for file, text in files.items()}


def _write(texts: Mapping[Path, str]) -> list[Path]:
    for path in texts:
        if path.exists():
            raise Refusal("already-there", file=path.as_posix())
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)
