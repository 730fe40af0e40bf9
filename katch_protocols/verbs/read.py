"""read: a folder of YAML becomes a handbook."""

from os import PathLike

from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook

__all__ = ["read"]


def read(folder: str | PathLike[str]) -> Handbook:
    """Return the handbook that a ``folder`` of YAML files says.

    Example:
        >>> handbook = read("protocols/")
        >>> sorted(handbook.protocols)
        ['identification_child_tip', 'referral_and_assistance']

    Raises:
        HandbookError: Some file cannot be used; it carries every finding.
    """
    return read_handbook(folder)
