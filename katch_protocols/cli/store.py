"""``katch store WHAT URL [NAME]``: look after the cases of a database."""

import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.options import LanguageOption, speak
from katch_protocols.cli.refusals import CommandRefusal, require_of_act, unknown
from katch_protocols.cli.store_evidence import (
    checkpoint,
    erase,
    erased,
    prove,
    verify,
)
from katch_protocols.cli.store_words import StoreWords
from katch_protocols.stores.sheet_file import opened
from katch_protocols.stores.store import Store
from katch_protocols.verbs.open_store import (
    open_store,
    upgrade_statements,
    upgrade_store,
)
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import say

__all__ = ["store"]


class _What(StrEnum):
    INFO = "info"
    VERIFY = "verify"
    REBUILD = "rebuild"
    EXPORT = "export"
    LOAD = "load"
    UPGRADE = "upgrade"
    CHECKPOINT = "checkpoint"
    PROVE = "prove"
    ERASE = "erase"
    ERASED = "erased"


_NAMED = {
    _What.EXPORT,
    _What.LOAD,
    _What.VERIFY,
    _What.CHECKPOINT,
    _What.PROVE,
    _What.ERASE,
}


def store(  # noqa: PLR0913 - one parameter an option
    what: Annotated[str, typer.Argument(metavar="WHAT")],
    url: Annotated[str, typer.Argument(metavar="URL")],
    name: Annotated[str | None, typer.Argument(metavar="NAME")] = None,
    language: LanguageOption = None,
    *,
    sql: Annotated[bool, typer.Option("--sql")] = False,
    line: Annotated[str | None, typer.Option("--line", metavar="LINE")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="TOKEN")] = None,
    ground: Annotated[str | None, typer.Option("--ground", metavar="CODE")] = None,
    running: Annotated[bool, typer.Option("--running")] = False,
) -> int:
    """Say what a store promises, verify it, move, prove or erase its cases.

    ``name`` is a file where cases or heads are written to or read from; of ``verify``
    and ``erase`` it is the reference of a case.
    """
    said = speak(language)
    if what not in set(_What):
        raise unknown("unknown-store-act", what, _What).and_see(
            "choose", choices=as_typed(_What)
        )
    if name is not None and what not in _NAMED:
        raise CommandRefusal("too-many-words", command="store", words=name)
    require_of_act(
        "store",
        what,
        [
            ("--sql", sql, _What.UPGRADE),
            ("--line", line, _What.PROVE),
            ("--by", by, _What.ERASE),
            ("--ground", ground, _What.ERASE),
            ("--running", running, _What.ERASE),
        ],
    )
    words = StoreWords(name, by, ground, running, line, said)
    if what == _What.UPGRADE:
        return _print_sql(url) if sql else _upgrade(url, said)
    if what == _What.LOAD:
        return _load(url, words)
    with open_store(url, make=False) as found:
        return _ACTS[_What(what)](found, words)


def _upgrade(url: str, said: str) -> int:
    before, after = upgrade_store(url)
    key = "store-upgraded" if before < after else "store-up-to-date"
    print(say(f"commands.{key}", said, number=after, before=before))
    return 0


def _print_sql(url: str) -> int:
    for statement in upgrade_statements(url):
        print(f"{statement};")
    return 0


def _info(found: Store, asked: StoreWords) -> int:
    info, said = found.info(), asked.language
    for key, value in (
        ("name", f"{info.name} ({info.id})"),
        ("database", info.database),
        ("where", info.where),
        ("journal", info.journal),
        ("tables", str(info.schema_version)),
    ):
        print(f"{say(f'commands.store-{key}', said)}: {value}")
    for line in info.said(said):
        print(f"- {line}")
    return 0


def _rebuild(found: Store, asked: StoreWords) -> int:
    print(say("commands.store-rebuilt", asked.language, number=found.rebuild()))
    return 0


def _export(found: Store, asked: StoreWords) -> int:
    if asked.name is None:
        found.export(sys.stdout)
        return 0
    file = Path(asked.name)
    if file.exists():
        raise CommandRefusal("already-there", file=file.as_posix())
    number, said = found.export(file), asked.language
    print(say("commands.store-exported", said, number=number, file=file.as_posix()))
    return 0


def _load(url: str, asked: StoreWords) -> int:
    """Add the cases of a file; a file that cannot be opened makes no store."""
    said, file = asked.language, sys.stdin if asked.name is None else asked.name
    with opened(file, "r") as sheet, open_store(url, make=True) as found:
        loaded = found.load(sheet)
    print(say("commands.store-loaded", said, number=loaded.cases))
    if loaded.known:
        print(say("commands.store-known", said, number=loaded.known))
    return 0


_ACTS: Mapping[_What, Callable[[Store, StoreWords], int]] = {
    _What.INFO: _info,
    _What.VERIFY: verify,
    _What.REBUILD: _rebuild,
    _What.EXPORT: _export,
    _What.CHECKPOINT: checkpoint,
    _What.PROVE: prove,
    _What.ERASE: erase,
    _What.ERASED: erased,
}
