"""``katch work --store URL``: the plain engine, until it is told to stop."""

import signal
from threading import Event

from katch_protocols.cli.options import LanguageOption, speak
from katch_protocols.cli.rounds import tell
from katch_protocols.cli.stores_opened import (
    BookOption,
    ElsewhereOption,
    StoreOption,
    opened,
)
from katch_protocols.engines.plain import work as go_on
from katch_protocols.words.say import say

__all__ = ["work"]


def work(
    store: StoreOption,
    handbook: BookOption = None,
    elsewhere: ElsewhereOption = None,
    language: LanguageOption = None,
) -> int:
    """Go round until Ctrl-C or SIGTERM; say what was done where something was."""
    said = speak(language)
    stop = Event()

    with opened(store, handbook, elsewhere or ()) as found:
        before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
        print(say("commands.working", said), flush=True)
        try:
            go_on(found, stop, told=lambda done: tell(done, said))
        except KeyboardInterrupt:
            stop.set()
        finally:
            signal.signal(signal.SIGTERM, before)
    print(say("commands.worked", said), flush=True)
    return 0
