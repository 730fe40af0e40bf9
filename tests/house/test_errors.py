"""Errors travel: what a worker refuses is what whoever asked it is told."""

import pickle

from katch_protocols.errors import (
    BoundError,
    KatchError,
    MissingExtraError,
    ProtocolError,
    UnknownNameError,
)

ERRORS: tuple[KatchError, ...] = (
    BoundError("rows", 100_000, "refer"),
    MissingExtraError("papers", "Making slides"),
    ProtocolError("referral", ["unknown-state"]),
    UnknownNameError("agency", "polise", ("police",)),
)


def test_an_error_is_the_same_in_another_process() -> None:
    for error in ERRORS:
        # Our own, and only to look at it: nothing is ever read so from a file.
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)
    assert {type(error) for error in ERRORS} <= set(KatchError.__subclasses__())
