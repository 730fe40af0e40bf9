"""What people get wrong in the newer sentences, and exactly what is said of it."""

import pytest

from tests.rules.saltmarsh import FILES, examine

BEGUN = FILES["referral.yaml"].replace(
    "      make_safe:",
    "      visit: {title: Visit, by: duty_officer, counts_as: meeting}\n"
    "      make_safe:",
)
MEASURED = "measured:\n  meeting: {title: The child is met}\n"


def found(rule: str) -> list[str]:
    text = f"{BEGUN}safeguards:\n  promise: {{rule: {rule}, source: [harbour_act]}}\n"
    home = FILES["handbook.yaml"] + MEASURED
    return [
        f"{each.severity} {each.rule}: {each.said('en').saw} {each.said('en').nearest}"
        for each in examine({"referral.yaml": text, "handbook.yaml": home})
        if "promise" in each.path
    ]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("make_safe at least 3 days after visit", []),
        ("visit at least 3 days after visit", []),
        (
            "make_safe at least 3 days after vist",
            [
                (
                    "error safeguard-name-missing: Safeguard 'promise' names 'vist', "
                    "and protocol 'referral' has nothing of that name. The nearest "
                    "is 'visit'."
                )
            ],
        ),
        (
            "make_safe at lest 3 days after visit",
            [
                (
                    "error unexpected-word: 'lest' cannot stand here. The nearest is "
                    "'least'."
                )
            ],
        ),
        (
            "make_safe at least 3 dys after visit",
            ["error unexpected-word: 'dys' cannot stand here. The nearest is 'days'."],
        ),
        (
            "make_safe at least 3 days before visit",
            ["error unexpected-word: 'before' cannot stand here. "],
        ),
        (
            "make_safe requires visit since meeting",
            [
                (
                    "error safeguard-broken: Safeguard 'promise' is broken in "
                    "'referral'; steps of the case that breaks it: 1. "
                )
            ],
        ),
        (
            "make_safe requires visit since meting",
            [
                (
                    "error safeguard-name-missing: Safeguard 'promise' names "
                    "'meting', and protocol 'referral' has nothing of that name. The "
                    "nearest is 'meeting'."
                )
            ],
        ),
        (
            "make_safe requires visit sinc meeting",
            [
                (
                    "error unexpected-word: 'sinc' cannot stand here. The nearest is "
                    "'since'."
                )
            ],
        ),
        (
            "make_safe requires visit each time since meeting",
            ["error surplus-word: The sentence is complete before 'since'. "],
        ),
        ("meeting informs duty_officer", []),
        (
            "make_safe informs casewoker",
            [
                (
                    "error unknown-party: 'casewoker' is neither a role nor an "
                    "agency. The nearest is 'caseworker'."
                )
            ],
        ),
        (
            "make_safe inform caseworker",
            [
                (
                    "error unexpected-word: 'inform' cannot stand here. The nearest "
                    "is 'informs'."
                )
            ],
        ),
        (
            "make_safe informs caseworker / nurse",
            ["error surplus-word: The sentence is complete before '/'. "],
        ),
        (
            "make_safe informs caseworker",
            [
                (
                    "error safeguard-broken: Safeguard 'promise' is broken in "
                    "'referral'; steps of the case that breaks it: 1. "
                )
            ],
        ),
        (
            "visit at most 1 times unless make_safe / reported",
            [
                (
                    "warning safeguard-vacuous: Safeguard 'promise' is empty in "
                    "'referral': what it speaks of never happens, or only after its "
                    "exception. "
                )
            ],
        ),
        (
            "never visit unless make_safe / vist",
            [
                (
                    "error safeguard-name-missing: Safeguard 'promise' names 'vist', "
                    "and protocol 'referral' has nothing of that name. The nearest "
                    "is 'visit'."
                )
            ],
        ),
        (
            "never visit unless make_safe / make_safe",
            [
                (
                    "error repeated-alternative: 'make_safe' is listed twice in this "
                    "sentence. "
                )
            ],
        ),
        (
            "never visit unless make_safe and reported",
            ["error surplus-word: The sentence is complete before 'and'. "],
        ),
    ],
)
def test_each_mistake_in_a_sentence_is_told(rule: str, said: list[str]) -> None:
    assert found(rule) == said
