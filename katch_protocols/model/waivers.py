"""Recorded exceptions to a safeguard: reason, author role, expiry (SG-44)."""

from katch_protocols.model.dates import Day
from katch_protocols.model.labels import Label
from katch_protocols.model.noun import Id, Noun

__all__ = ["Waiver"]


class Waiver(Noun):
    """Why a safeguard may fail, who says so (role or agency), and until when."""

    reason: Label
    by: Id
    until: Day
