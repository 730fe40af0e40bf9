"""What every output says of a panel alike: how many must sit, and whose seats."""

from collections import Counter

from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Role
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import say

__all__ = ["decided_title", "quorum", "seated", "sits"]


def quorum(panel: Role, language: str) -> str:
    """Say how many seats of a panel must be filled: ``3 of 4``."""
    seats = str(len(panel.members))
    return say("duties.quorum", language, quorum=str(panel.sitting), seats=seats)


def seated(panel: Role, language: str) -> str:
    """Say what a panel is called and how many of it must sit."""
    title = panel.title.say(language)
    return say("duties.panel", language, panel=title, quorum=quorum(panel, language))


def sits(panel: Role, handbook: Handbook, language: str) -> str:
    """Say how many of a panel must sit, and whose the seats are, its chair first."""
    seats = Counter(panel.members)
    said = []
    for role in handbook.seats(panel.id):
        title = _titled(role, handbook, language)
        if role == panel.chair:
            title = say("duties.chair", language, role=title)
        said.append(title if seats[role] == 1 else f"{seats[role]} × {title}")
    return say(
        "duties.sits",
        language,
        quorum=quorum(panel, language),
        roles=enumerated(said),
    )


def decided_title(duty: Duty, title: Label, handbook: Handbook) -> Label:
    """Return the title of a duty; where a panel decides it, with how many of it."""
    by = duty.names[Part.RESPONSIBLE]
    panel = handbook.roles.get(by[0]) if len(by) == 1 else None
    if panel is None or not panel.is_panel:
        return title
    return Label(
        texts={
            language: say(
                "duties.decided",
                language,
                title=text,
                quorum=quorum(panel, language),
            )
            for language, text in title.texts.items()
        }
    )


def _titled(role: Id, handbook: Handbook, language: str) -> str:
    known = handbook.roles.get(role)
    return role if known is None else known.title.say(language)
