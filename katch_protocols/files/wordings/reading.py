"""Every reading finding by name."""

from collections.abc import Mapping
from types import MappingProxyType

from katch_protocols.files.wordings.alike import ALIKE
from katch_protocols.files.wordings.bounds import BOUNDS
from katch_protocols.files.wordings.folder import FOLDER
from katch_protocols.files.wordings.sentence import SENTENCE
from katch_protocols.files.wordings.shape import SHAPE
from katch_protocols.files.wordings.syntax import SYNTAX
from katch_protocols.findings import Wording

__all__ = ["READING"]

READING: Mapping[str, Wording] = MappingProxyType(
    dict(sorted({**ALIKE, **BOUNDS, **FOLDER, **SENTENCE, **SHAPE, **SYNTAX}.items()))
)
"""The wording of each finding of the family ``reading``; all are errors."""
