"""``katch post WHAT [NAME] --store URL``: who is told, what waits or is sent again."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

import typer

from katch_protocols.cli.options import LanguageOption, speak
from katch_protocols.cli.refusals import CommandRefusal, require_of_act, unknown
from katch_protocols.cli.stores_opened import StoreOption, opened
from katch_protocols.stores.post import Receiver
from katch_protocols.stores.store import Store
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import say

__all__ = ["post"]


class _PostAct(StrEnum):
    LIST = "list"
    RECEIVERS = "receivers"
    SET = "set"
    REMOVE = "remove"
    WITHDRAW = "withdraw"
    REPLAY = "replay"


class _Wants(StrEnum):
    ALL = "all"
    LINKS = "links"


class _PostWords(NamedTuple):
    name: str | None
    receiver: Receiver
    since: datetime | None
    language: str


def post(  # noqa: PLR0913, PLR0917 - one parameter an option
    what: Annotated[str, typer.Argument(metavar="WHAT")],
    store: StoreOption,
    name: Annotated[str | None, typer.Argument(metavar="NAME")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="URL")] = None,
    key: Annotated[list[str] | None, typer.Option("--key", metavar="KEY")] = None,
    wants: Annotated[_Wants | None, typer.Option("--wants", metavar="WHAT")] = None,
    region: Annotated[
        list[str] | None, typer.Option("--region", metavar="REGION")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]),
    ] = None,
    language: LanguageOption = None,
) -> int:
    """Look after the post of a store.

    ``name`` is a receiver of ``set`` and ``remove``, the id of post of the others.
    """
    said = speak(language)
    if what not in set(_PostAct):
        raise unknown("unknown-post-act", what, _PostAct).and_see(
            "choose", choices=as_typed(_PostAct)
        )
    act = _PostAct(what)
    if (name is None) if act in _NAMED else (name is not None and act in _ALONE):
        if name is None:
            raise _nameless()
        raise CommandRefusal("too-many-words", command="post", words=name)
    require_of_act(
        "post",
        what,
        [
            ("--to", to, _PostAct.SET),
            ("--key", key or [], _PostAct.SET),
            ("--wants", wants, _PostAct.SET),
            ("--region", region or [], _PostAct.SET),
            ("--since", since, _PostAct.REPLAY),
        ],
    )
    if region and wants != _Wants.ALL:
        raise CommandRefusal("misused-option", command="post", name="--region").and_see(
            "see-help", command="post"
        )
    wanted = str(wants or _Wants.LINKS)
    given = Receiver(name or "", to, tuple(key or ()), wanted, tuple(region or ()))
    instant = None if since is None else since.replace(tzinfo=UTC)
    with opened(store) as found:
        return _ACTS[act](found, _PostWords(name, given, instant, said))


def _nameless() -> CommandRefusal:
    return CommandRefusal("missing-argument", command="post", name="NAME")


_MOST_LISTED = 1_000
_NAMED = {_PostAct.SET, _PostAct.REMOVE, _PostAct.WITHDRAW}
_ALONE = {_PostAct.LIST, _PostAct.RECEIVERS}


def _list(store: Store, asked: _PostWords) -> int:
    found = store.undelivered(limit=_MOST_LISTED)
    for each in found:
        at = each.at.isoformat(timespec="seconds")
        print(each.id, each.receiver, each.reference, each.kind, at, each.tries)
    key = "post-waiting" if len(found) < _MOST_LISTED else "post-waiting-more"
    print(say(f"commands.{key}", asked.language, number=len(found)))
    return 0


def _receivers(store: Store, asked: _PostWords) -> int:
    del asked
    for each in store.receivers():
        regions = as_typed(each.regions) if each.regions else "*"
        print(each.name, each.url or "-", each.wants, regions, *each.keys)
    return 0


def _set(store: Store, asked: _PostWords) -> int:
    store.set_receiver(asked.receiver)
    print(say("commands.post-set", asked.language, name=asked.receiver.name))
    return 0


def _remove(store: Store, asked: _PostWords) -> int:
    known = [each.name for each in store.receivers()]
    if not store.remove_receiver(asked.receiver.name):
        raise unknown("unknown-receiver", asked.receiver.name, known)
    print(say("commands.post-removed", asked.language, name=asked.receiver.name))
    return 0


def _withdraw(store: Store, asked: _PostWords) -> int:
    if not store.withdraw(asked.name or ""):
        raise CommandRefusal("unknown-post")
    print(say("commands.post-withdrawn", asked.language))
    return 0


def _replay(store: Store, asked: _PostWords) -> int:
    if asked.name is None and asked.since is None:
        raise _nameless()
    number = store.replay(post=asked.name, since=asked.since)
    if asked.name is not None and not number:
        raise CommandRefusal("unknown-delivered")
    print(say("commands.post-replayed", asked.language, number=number))
    return 0


_ACTS: Mapping[_PostAct, Callable[[Store, _PostWords], int]] = {
    _PostAct.LIST: _list,
    _PostAct.RECEIVERS: _receivers,
    _PostAct.SET: _set,
    _PostAct.REMOVE: _remove,
    _PostAct.WITHDRAW: _withdraw,
    _PostAct.REPLAY: _replay,
}
