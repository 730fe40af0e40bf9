"""A case as a condition sees it: as it begins, and where its log lacks steps."""

from msgspec import Struct

from katch_protocols.cases.word_view import WordView
from katch_protocols.sentences.truth import CaseView

__all__ = ["LoggedView", "OpeningView"]


class OpeningView(Struct, frozen=True):
    """A case as it begins: facts are known, no state was active before."""

    view: WordView

    def fact(self, name: str) -> str:
        """Return the value of a fact."""
        return self.view.fact(name)

    def active(self, _: str) -> bool:
        """Tell that no state is active yet."""
        return False

    def exists(self, document: str) -> bool:
        """Tell whether a document exists."""
        return self.view.exists(document)

    def happened(self, _: str) -> bool:
        """Tell that nothing has happened yet."""
        return False


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
