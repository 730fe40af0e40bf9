"""``katch store WHAT URL``: look after the cases of a database."""

import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.commands import COULD_NOT_RUN, FINDINGS
from katch_protocols.cli.options import LanguageOption, speak
from katch_protocols.cli.refusals import CommandRefusal, unknown
from katch_protocols.errors import StoreError
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


_WITH_FILE = {_What.EXPORT, _What.LOAD}


def store(
    what: Annotated[str, typer.Argument(metavar="WHAT")],
    url: Annotated[str, typer.Argument(metavar="URL")],
    file: Annotated[Path | None, typer.Argument(metavar="FILE")] = None,
    language: LanguageOption = None,
    *,
    sql: Annotated[bool, typer.Option("--sql")] = False,
) -> int:
    """Say what a store promises, verify it, move its cases, upgrade its tables.

    ``file`` is where cases are written to or read from; without it, the terminal.
    """
    said = speak(language)
    if what not in set(_What):
        raise unknown("unknown-store-act", what, _What).and_see(
            "choose", choices=as_typed(_What)
        )
    if file is not None and what not in _WITH_FILE:
        raise CommandRefusal("too-many-words", command="store")
    if sql and what != _What.UPGRADE:
        raise CommandRefusal("misused-option", command="store", name="--sql")
    try:
        if what == _What.UPGRADE:
            return _print_sql(url) if sql else _upgrade(url, said)
        with open_store(url, make=what == _What.LOAD) as found:
            return _ACTS[_What(what)](found, file, said)
    except StoreError as error:
        reason = error.said(said).rstrip(".")
        raise CommandRefusal("cannot-run", code=COULD_NOT_RUN, reason=reason) from None


def _upgrade(url: str, said: str) -> int:
    before, after = upgrade_store(url)
    key = "store-upgraded" if before < after else "store-up-to-date"
    print(say(f"commands.{key}", said, number=after, before=before))
    return 0


def _print_sql(url: str) -> int:
    for statement in upgrade_statements(url):
        print(f"{statement};")
    return 0


def _info(found: Store, _file: Path | None, said: str) -> int:
    info = found.info()
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


def _verify(found: Store, _file: Path | None, said: str) -> int:
    verified = found.verify()
    for each in verified.unsound:
        place = "" if each.event is None else f", {each.event}"
        print(f"{each.reference}{place}: {say(f'stores.unsound-{each.code}', said)}")
    print(say("commands.store-verified", said, number=verified.cases))
    return FINDINGS if verified.unsound else 0


def _rebuild(found: Store, _file: Path | None, said: str) -> int:
    print(say("commands.store-rebuilt", said, number=found.rebuild()))
    return 0


def _export(found: Store, file: Path | None, said: str) -> int:
    if file is None:
        found.export(sys.stdout)
        return 0
    if file.exists():
        raise CommandRefusal("already-there", file=file.as_posix())
    number = found.export(file)
    print(say("commands.store-exported", said, number=number, file=file.as_posix()))
    return 0


def _load(found: Store, file: Path | None, said: str) -> int:
    loaded = found.load(sys.stdin if file is None else file)
    print(say("commands.store-loaded", said, number=loaded.cases))
    if loaded.known:
        print(say("commands.store-known", said, number=loaded.known))
    return 0


_ACTS: Mapping[_What, Callable[[Store, Path | None, str], int]] = {
    _What.INFO: _info,
    _What.VERIFY: _verify,
    _What.REBUILD: _rebuild,
    _What.EXPORT: _export,
    _What.LOAD: _load,
}
