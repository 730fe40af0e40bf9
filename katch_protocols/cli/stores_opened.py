"""The options of commands that work on a store, and the store that they name."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.opening import open_handbook
from katch_protocols.cli.refusals import CommandRefusal, require_known
from katch_protocols.stores.store import Store
from katch_protocols.verbs.open_store import open_store

__all__ = ["BookOption", "ElsewhereOption", "StoreOption", "opened"]

StoreOption = Annotated[str, typer.Option("--store", metavar="URL")]
BookOption = Annotated[Path | None, typer.Option("--handbook", metavar="DIR")]
ElsewhereOption = Annotated[
    list[str] | None, typer.Option("--elsewhere", metavar="PROTOCOL=RECEIVER")
]


def opened(
    url: str,
    folder: Path | None = None,
    elsewhere: Sequence[str] = (),
    *,
    name: str | None = None,
) -> Store:
    """Open the store at an address, with a handbook if there is one.

    With a ``name`` an empty database becomes a store of that name.
    """
    handbook = None if folder is None else open_handbook(folder)
    words = _pairs(elsewhere)
    for protocol in words:
        known = words if handbook is None else handbook.protocols
        require_known("unknown-protocol", protocol, known)
    make = name is not None
    return open_store(url, handbook, make=make, name=name or "katch", elsewhere=words)


def _pairs(given: Sequence[str]) -> Mapping[str, str]:
    """Return who runs which protocol.

    Raises:
        CommandRefusal: One of them is not ``PROTOCOL=RECEIVER``, or a protocol has two
            receivers.
    """
    pairs = dict[str, str]()
    for each in given:
        name, _, receiver = each.partition("=")
        if not name or not receiver:
            raise CommandRefusal("misused-elsewhere")
        if pairs.setdefault(name, receiver) != receiver:
            raise CommandRefusal("elsewhere-twice", name=name)
    return pairs
