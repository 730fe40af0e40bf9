"""Errors travel: what a worker refuses is what whoever asked it is told."""

import pickle
from datetime import UTC, datetime

from katch_protocols.errors import (
    AdvanceError,
    BoundError,
    InstantError,
    KatchError,
    MissingExtraError,
    ProtocolError,
    RecordError,
    UnknownNameError,
)

_NOW = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
ERRORS: tuple[KatchError, ...] = (
    AdvanceError(1_000, _NOW, _NOW),
    BoundError("rows", 100_000, "refer"),
    InstantError("until", "order"),
    MissingExtraError("papers", "Making slides"),
    ProtocolError("referral", ["unknown-state"]),
    RecordError("names", 3),
    UnknownNameError("agency", "polise", ("police",)),
    UnknownNameError("value", near=("absent",)),
)


def test_an_error_is_the_same_in_another_process() -> None:
    for error in ERRORS:
        # Our own, and only to look at it: nothing is ever read so from a file.
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)
    assert {type(error) for error in ERRORS} <= set(KatchError.__subclasses__())
