"""``katch new handbook|protocol|rule``: a commented start that already checks clean."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.languages import SPOKEN, choose
from katch_protocols.cli.opening import open_handbook
from katch_protocols.cli.options import HandbookOption, LanguageOption
from katch_protocols.cli.refusals import Refusal, unknown
from katch_protocols.cli.starts.handbook import handbook_start
from katch_protocols.cli.starts.protocol import protocol_start
from katch_protocols.cli.starts.rule import rule_start
from katch_protocols.files.characters import printable
from katch_protocols.words.cli import tell

__all__ = ["new"]

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")


class _Kind(StrEnum):
    HANDBOOK = "handbook"
    PROTOCOL = "protocol"
    RULE = "rule"


def new(
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    name: Annotated[str, typer.Argument(metavar="NAME")],
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
) -> None:
    """Write the first files of something; a file that is there is never touched."""
    said = choose(language)
    if kind not in set(_Kind):
        refusal = unknown("unknown-kind", kind, _Kind)
        raise refusal.and_see("choose", choices=", ".join(_Kind))
    if printable(name) != name:
        raise Refusal("hidden-in-name", name=name)
    for path in _write(_start(_Kind(kind), name, handbook, said)):
        print(tell("written", said, file=path.as_posix()))
    if kind == _Kind.RULE:
        print(tell("rule-next", said))


def _start(kind: _Kind, name: str, handbook: Path, language: str) -> Mapping[Path, str]:
    match kind:
        case _Kind.HANDBOOK:
            return _handbook(Path(name), language)
        case _Kind.PROTOCOL:
            if not _ID.fullmatch(name):
                raise Refusal("bad-id", name=name)
            text = protocol_start(name, open_handbook(handbook))
            return {handbook / f"{name}.yaml": text}
        case _Kind.RULE:
            return rule_start(name)


def _handbook(folder: Path, language: str) -> Mapping[Path, str]:
    name = re.sub(r"[^a-z0-9]+", "_", folder.resolve().name.lower()).strip(
        "_0123456789"
    )
    languages = sorted(SPOKEN, key=lambda each: each != language)
    files = handbook_start(name[:64] or "handbook", languages)
    return {folder / file: text for file, text in files.items()}


def _write(texts: Mapping[Path, str]) -> list[Path]:
    for path in texts:
        if path.exists():
            raise Refusal("already-there", file=path.as_posix())
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)
