"""The rules of the second computation, by cases worked out on paper."""

import doctest
from fractions import Fraction
from math import isclose, sqrt

import pytest

from tests import reference, reference_rules
from tests.reference import SETTINGS
from tests.reference_rules import (
    abc_by_curve,
    abc_by_share,
    computed_limits,
    percentile,
    ranks,
    retention,
    shares,
    variation,
    xyz_by_rhythm,
    xyz_by_variation,
)


@pytest.mark.parametrize("module", [reference, reference_rules])
def test_examples_in_the_docstrings(module):
    assert doctest.testmod(module).failed == 0


def classes(amounts, **limits):
    found = abc_by_share(dict(enumerate(amounts)), **{**LIMITS, **limits})
    return "".join(found.get(number, "-") for number in range(len(amounts)))


LIMITS = {"limit_a": 0.8, "limit_b": 0.95}
ABC = [
    # 80, 15 and 5 %: the shares before them are 0, exactly 80 and exactly 95 %
    ([80, 15, 5], "abc"),
    ([79, 16, 5], "aac"),
    ([100], "a"),  # one dominant customer is A
    ([0], "-"),
    ([-5], "-"),
    ([], ""),
    ([50, 50, -100], "aac"),  # negatives count as zero, and are C
    ([10, 10, 10, 10], "aaaa"),  # ties together: nothing is strictly larger
    ([90, 5, 5, 0], "abbc"),
    ([1000, 0, 0], "acc"),
]


@pytest.mark.parametrize("amounts, wanted", ABC)
def test_abc_by_share(amounts, wanted):
    assert classes(amounts) == wanted


def test_shares_and_ranks():
    amounts = {"one": 60, "two": 20, "three": 20, "four": -40}
    assert shares(amounts) == {
        "one": Fraction(3, 5),
        "two": Fraction(1, 5),
        "three": Fraction(1, 5),
        "four": 0,
    }
    assert ranks(amounts) == {"one": 1, "two": 2, "three": 2, "four": 4}


def test_computed_limits_of_the_reference_case():
    """Curve of 11 values, sum 101: cumulative 25, 47, 64, 79, 85, 90, 93, ...

    Squared distances to (0, 1): k = 4: (4/11)² + (22/101)² = 0.1797, less than
    k = 3 (0.2086) and k = 5 (0.2317): the 15 is the last A. The mean is 9.18, so the
    15 is also the break-even. From (4/11, 1), k = 5 is (1/11)² + (16/101)² = 0.0334,
    k = 4 is 0.0474, k = 6 is 0.0449: the 6 is the last B.
    """
    amounts = [1, 15, 25, 17, 2, 3, 5, 6, 2, 3, 22]
    assert computed_limits(amounts) == (15, 6)
    found = abc_by_curve(dict(enumerate(amounts)))
    assert {amounts[key] for key in found if found[key] == "a"} == {25, 22, 17, 15}
    assert {amounts[key] for key in found if found[key] == "b"} == {6}


def test_computed_limits_of_one_dominant_customer():
    found = abc_by_curve(dict(enumerate([10000] + [10] * 99)))
    assert found[0] == "a"


def test_computed_limits_keep_ties_together():
    """Whichever of the 7s the limits fall on, all of them share a class."""
    amounts = [40, 30, 7, 7, 7, 7, 7, 7, 7, 1, 1]
    found = abc_by_curve(dict(enumerate(amounts)))
    assert len({found[key] for key in range(2, 9)}) == 1


def test_computed_limits_need_ten_different():
    assert abc_by_curve(dict(enumerate(range(1, 10)))) == {}
    assert abc_by_curve(dict.fromkeys(range(12), 5)) == {}
    assert abc_by_curve(dict.fromkeys(range(12), -5)) == {}
    assert abc_by_curve(dict(enumerate(range(1, 11)))) != {}


def test_variation_and_percentile():
    # 0, 0, 3: mean 1, deviations 1, 1, 4: sigma = sqrt(6 / 3)
    assert isclose(variation([0, 0, 3]), sqrt(2))
    # place 0.9 * 3 = 2.7: 30 + 0.7 * 10
    assert percentile([40, 10, 30, 20], 0.9) == 37


def test_xyz():
    assert xyz_by_rhythm(9, 12, None, 0.75, 0.5) == "x"
    assert xyz_by_rhythm(8, 12, 0.5, 0.75, 0.5) == "y"
    assert xyz_by_rhythm(8, 12, 0.51, 0.75, 0.5) == "z"
    assert xyz_by_rhythm(8, 12, None, 0.75, 0.5) == "z"
    assert [xyz_by_variation(cv, 0.5, 1.0) for cv in (0.5, 1.0, 1.1, None)] == [
        "x",
        "y",
        "z",
        None,
    ]


# The median is 20; 90 % is at place 0.9 * 3 = 2.7, between 20 and 30: 27.
OWN = [10, 20, 20, 30]


@pytest.mark.parametrize(
    "days, wanted",
    [(19, "active"), (20, "due"), (27, "due"), (28, "at_risk"), (60, "at_risk")]
    + [(61, "lost")],
)
def test_retention_by_the_own_rhythm(days, wanted):
    assert retention(days, OWN, (1, 2), SETTINGS) == wanted


@pytest.mark.parametrize(
    "days, wanted", [(40, "active"), (41, "at_risk"), (50, "at_risk"), (51, "lost")]
)
def test_retention_by_the_rhythm_of_all(days, wanted):
    assert retention(days, [7, 7], (40, 50), SETTINGS) == wanted
    assert retention(days, [7, 7], None, SETTINGS) is None


def test_long_own_intervals_protect_from_lost():
    """Three times the usual interval is not yet lost for who was once away longer."""
    own = [10, 10, 10, 100]  # median 10, 90 %: 10 + 0.7 * 90 = 73
    assert retention(40, own, (1, 2), SETTINGS) == "at_risk"
    assert retention(74, own, (1, 2), SETTINGS) == "lost"
