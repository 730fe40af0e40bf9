"""``katch serve --store URL --handbook DIR --trust KEYS.json``: cases over HTTP."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Annotated, Any

import typer

from katch_protocols.cli.options import HandbookOption, LanguageOption, speak
from katch_protocols.cli.refusals import COULD_NOT_RUN, CommandRefusal
from katch_protocols.cli.rounds import tell
from katch_protocols.cli.stores_opened import ElsewhereOption, opened
from katch_protocols.engines.plain import work
from katch_protocols.extras import needing
from katch_protocols.stores.store import Store
from katch_protocols.words.say import say

__all__ = ["serve"]

MEMORY = "sqlite://"
"""Where cases are rehearsed."""


def serve(  # noqa: PLR0913, PLR0917 - one parameter an option
    store: Annotated[str | None, typer.Option("--store", metavar="URL")] = None,
    handbook: HandbookOption = Path("protocols"),
    trust: Annotated[Path | None, typer.Option("--trust", metavar="FILE")] = None,
    listen: Annotated[
        str, typer.Option("--listen", metavar="HOST:PORT")
    ] = "127.0.0.1:8000",
    metrics: Annotated[
        str | None, typer.Option("--metrics", metavar="HOST:PORT")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME")] = None,
    elsewhere: ElsewhereOption = None,
    language: LanguageOption = None,
    *,
    rehearse: Annotated[bool, typer.Option("--rehearse")] = False,
) -> int:
    """Serve the cases of a store, and do what has come due, until told to stop."""
    said = speak(language)
    if rehearse != (store is None) or rehearse != (trust is None):
        raise CommandRefusal("misused-serve")
    addresses = [_address(each) for each in (listen, metrics) if each is not None]
    with needing("service", "service"):  # before a database is made
        import katch_protocols.service.serving  # noqa: F401, PLC0415
    identified = _rehearsed if trust is None else _trusted(trust)
    words = store or MEMORY, handbook, elsewhere or ()
    with opened(*words, name=name or "katch") as found:
        called = found.info().name
        if name not in {None, called}:
            raise CommandRefusal("serve-name", name=called)
        _serve(found, identified(found), addresses, said)
    print(say("commands.worked", said), flush=True)
    return 0


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if host and port.isdecimal() and int(port) < 65_536:  # noqa: PLR2004 - as TCP has it
        return host.strip("[]"), int(port)
    raise CommandRefusal("misused-address", name=text)


def _serve(
    found: Store,
    identify: Callable[[Any], Any],
    addresses: list[tuple[str, int]],
    said: str,
) -> None:
    """Serve a store, with the plain engine in a thread beside."""
    from katch_protocols.service.serving import (  # noqa: PLC0415
        Address,
        NotListeningError,
        serve,
    )

    first, *others = (Address(*each) for each in addresses)

    def begun(at: Address) -> None:
        url = f"http://{at.host}:{at.port}"
        print(say("commands.serving", said, url=url), flush=True)

    try:
        with _engine(found, said):
            serve(found, identify, first, next(iter(others), None), begun)
    except NotListeningError as error:
        said = str(error)
        raise CommandRefusal("serve-port", code=COULD_NOT_RUN, name=said) from None


def _trusted(keys: Path) -> Callable[[Store], Callable[[Any], Any]]:
    """Read the keys of a host; return what makes of a store a reader of its tokens.

    Raises:
        CommandRefusal: The file has no keys that can be trusted.
    """
    from katch_protocols.service.tokens import TokenError, Trust  # noqa: PLC0415

    if not keys.exists():
        raise CommandRefusal("no-file", file=keys.as_posix())
    try:
        trust = Trust.of_file(keys, "")
    except TokenError:
        raise CommandRefusal("no-keys", file=str(keys)) from None

    def of_store(store: Store) -> Callable[[Any], Any]:
        trust.audience = store.info().name
        return trust

    return of_store


def _rehearsed(store: Store) -> Callable[[Any], Any]:
    """Print a token for a person of every role; return what reads them."""
    from katch_protocols.service.rehearsal import RehearsalKeys  # noqa: PLC0415

    rehearsal = RehearsalKeys(store.info().name)
    if store.handbook is not None:
        for role, token in rehearsal.tokens(store.handbook):
            print(f"{role}: {token}")
    return rehearsal.trust()


@contextmanager
def _engine(store: Store, said: str) -> Iterator[None]:
    """Do beside what has come due, and say so."""
    stop = Event()
    words = {"told": lambda done: tell(done, said)}
    engine = Thread(target=work, args=(store, stop), kwargs=words)
    engine.start()
    try:
        yield
    finally:
        stop.set()
        engine.join()
