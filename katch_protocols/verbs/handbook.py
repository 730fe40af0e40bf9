"""handbook: the protocols that come with the library."""

from functools import cache

from katch_protocols.files.read import read_handbook
from katch_protocols.files.shipped import shipped
from katch_protocols.model.handbook import Handbook

__all__ = ["handbook"]


@cache
def handbook() -> Handbook:
    """Return the handbook of ``protocols/``, as it was when the library was packaged.

    In a checkout it is the one that stands there. It is read once in a process; nouns
    are frozen, so everybody can share it.

    Example:
        >>> handbook().protocols["referral_and_assistance"].version
        '1.0.0'

    Raises:
        HandbookError: The files that came with the library were changed or removed.
    """
    return read_handbook(shipped())
