"""read, handbook: the nouns of YAML files, and of the protocols that are shipped."""

from functools import cache

from katch_protocols.arguments import typed
from katch_protocols.files.folder import shipped
from katch_protocols.files.read import Source, read_handbook
from katch_protocols.model.handbook import Handbook

__all__ = ["handbook", "read"]


@typed
def read(source: Source) -> Handbook:
    """Return the handbook that YAML files say.

    ``source`` is a folder; a zip of one, by its path or its bytes; or a mapping from
    file names below the folder (``regions/harbour.yaml``) to texts or bytes. All are
    held to the same bounds, and a finding names the file in each.

    Example:
        >>> handbook = read("protocols/")
        >>> sorted(handbook.protocols)
        ['identification_child_tip', 'referral_and_assistance']

    Raises:
        HandbookError: Some file cannot be used; it carries every finding.
        WrongTypeError: The source is nothing of these.
    """
    return read_handbook(source)


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
