"""What takes minutes: set ``KATCH_HEAVY=1``."""

import os

import pytest

__all__ = ["heavy"]

heavy = pytest.mark.skipif(
    not os.environ.get("KATCH_HEAVY"), reason="it takes minutes; set KATCH_HEAVY=1"
)
