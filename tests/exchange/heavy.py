"""What takes hundreds of megabytes or a browser: `make test-exchange` runs it.

That sets ``KATCH_HEAVY=1``. What happens to be installed changes nothing: `make test`
costs the same on every machine.
"""

import os

import pytest

__all__ = ["heavy", "heavy_module"]

_REASON = "it needs programs of up to 550 MB; make test-exchange runs it"
_HEAVY = bool(os.environ.get("KATCH_HEAVY"))

heavy = pytest.mark.skipif(not _HEAVY, reason=_REASON)


def heavy_module() -> None:
    """Skip a whole module, before it imports what is heavy."""
    if not _HEAVY:
        pytest.skip(_REASON, allow_module_level=True)
