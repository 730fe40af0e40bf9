"""What a step of a case is called: by its activity, or by what the clock does."""

from katch_protocols.exchange.logged_cases import LoggedEvent
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.model.names import NameKind
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.say import say

__all__ = ["title_of_step"]


def title_of_step(event: LoggedEvent, source: ExportInput) -> str:
    """Return what a step is called in the language of the source."""
    if event.after is None:
        return source.titles.title(NameKind.ACTIVITY, event.activity)
    span = say_duration(event.after, source.language)
    return say("exchange.after", source.language, span=span)
