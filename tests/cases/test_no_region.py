"""A case of a handbook with regions belongs to one; none given is told as that."""

import pickle

import pytest

import katch_protocols as kp
from katch_protocols.errors import NoRegionError, UnknownNameError
from tests.cases.harbour import NOW, book


def test_a_region_that_is_left_out_is_missing_and_not_wrong():
    referral = book().protocols["referral"]
    with pytest.raises(NoRegionError, match="No region is given") as caught:
        kp.open_case(referral, reference="case-1", at=NOW, handbook=book())
    assert caught.value.near == ("east", "west")
    assert "«east»" in caught.value.said("ru")
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (str(again), again.kind) == (str(caught.value), "region")


def test_a_region_that_is_not_known_is_told_with_the_nearest():
    referral = book().protocols["referral"]
    with pytest.raises(UnknownNameError, match="The nearest is 'east'") as caught:
        kp.open_case(referral, reference="a-1", region="eats", at=NOW, handbook=book())
    assert not isinstance(caught.value, NoRegionError)
