"""``katch tick --store URL``: one round, for cron and other timers."""

from katch_protocols.cli.commands import FINDINGS
from katch_protocols.cli.options import LanguageOption, speak
from katch_protocols.cli.rounds import lines_of
from katch_protocols.cli.stores_opened import (
    BookOption,
    ElsewhereOption,
    StoreOption,
    opened,
)
from katch_protocols.engines.plain import go_round

__all__ = ["tick"]


def tick(
    store: StoreOption,
    handbook: BookOption = None,
    elsewhere: ElsewhereOption = None,
    language: LanguageOption = None,
) -> int:
    """Take what has come due, deliver what waits, and say so.

    Rounds follow one another until nothing more is due at once.
    """
    said = speak(language)
    is_whole = True
    with opened(store, handbook, elsewhere or ()) as found:
        while True:
            done = go_round(found)
            print(*lines_of(done, said), sep="\n", flush=True)
            is_whole = is_whole and not done.ticked.failed
            if not (done.ticked.more or done.delivered.more):
                return 0 if is_whole else FINDINGS
