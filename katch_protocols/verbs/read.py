"""read: the texts of a handbook become its nouns."""

from katch_protocols.arguments import typed
from katch_protocols.files.read import Source, read_handbook
from katch_protocols.model.handbook import Handbook

__all__ = ["read"]


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
