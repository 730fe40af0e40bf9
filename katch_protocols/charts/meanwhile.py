"""What stays possible while a handover waits: a child can go missing then too.

An activity of a protocol's own level whose ``from`` names a state is also possible
while a handover out of that state waits; the activity that waits is excepted.
"""

from typing import NamedTuple

from katch_protocols.charts.draft import Draft, Placed

__all__ = ["Meanwhile", "Sent"]


class Sent(NamedTuple):
    """The position of an entry whose handover waits, and the node in which it does."""

    position: int
    domain: int


class Meanwhile:
    """Says of each handover that waits which of the written entries stay possible."""

    def __init__(self, draft: Draft, written: tuple[Placed, ...]) -> None:
        self.draft = draft
        self.written = written
        self._named = [at for at, placed in enumerate(written) if placed.named]

    def positions(self, sent: Sent) -> tuple[int, ...]:
        """Return the positions of the entries, in the order of the files.

        What stands around the waiting state too is possible there anyway.
        """
        draft, sender = self.draft, self.written[sent.position].entry
        if sender.at_top:
            return ()
        left = {sender.node, *draft.ancestors(sender.node)}
        left -= {sent.domain, *draft.ancestors(sent.domain)}
        entries = ((at, self.written[at].entry) for at in self._named)
        return tuple(
            at
            for at, entry in entries
            if entry.node in left and entry.activity != sender.activity
        )

    def said(self, position: int) -> tuple[object, ...]:
        """Return what an entry says, wherever it stands."""
        entry = self.written[position].entry
        return entry.activity, entry.goal, entry.when
