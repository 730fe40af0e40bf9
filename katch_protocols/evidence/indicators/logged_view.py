"""A case as a condition sees it where its log lacks steps."""

from msgspec import Struct

from katch_protocols.sentences.truth import CaseView

__all__ = ["LoggedView"]


class LoggedView(Struct, frozen=True):
    """What a word says of a case; of activities, what its log says.

    Attributes:
        view: What the word says.
        done: The activities that the log has so far, surplus ones too.
        supplied: Those that the explanation has supplied so far.
    """

    view: CaseView
    done: frozenset[str]
    supplied: frozenset[str]

    def fact(self, name: str) -> str:
        """Return the value of a fact."""
        return self.view.fact(name)

    def active(self, state: str) -> bool:
        """Tell whether a state is active."""
        return self.view.active(state)

    def exists(self, document: str) -> bool:
        """Tell whether a document exists."""
        return self.view.exists(document)

    def happened(self, activity: str) -> bool:
        """Tell whether an activity happened: what is only supplied has not."""
        if activity in self.done:
            return True
        return activity not in self.supplied and self.view.happened(activity)
