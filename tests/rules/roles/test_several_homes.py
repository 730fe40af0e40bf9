"""holder-with-several-homes: where a region says which agency it is."""

from tests.rules.saltmarsh import seen

ROLES = """roles:
  duty_officer: {title: Duty officer, agency: [harbour_police, welfare_office]}
  caseworker: {title: Caseworker, agency: welfare_office}
  line_manager: {title: Line manager, agency: welfare_office}
"""


def _regions(**bound: str) -> dict[str, str]:
    return {
        f"regions/{name}.yaml": f"region: {name}\ntitle: Shore\nroles:\n  {role}\n"
        for name, role in bound.items()
    }


OFFICER = "duty_officer: {agency: harbour_police}"
OTHER = "caseworker: {agency: welfare_office}"


def test_a_binding_in_every_region_is_enough() -> None:
    files = {"roles.yaml": ROLES, **_regions(north=OFFICER, east=OFFICER)}
    assert seen("holder-with-several-homes", files) == []


def test_a_binding_in_some_regions_is_not() -> None:
    files = {"roles.yaml": ROLES, **_regions(north=OFFICER, east=OTHER)}
    assert [facts for _, facts in seen("holder-with-several-homes", files)] == [
        {
            "role": "duty_officer",
            "activity": "make_safe",
            "agencies": "harbour_police, welfare_office",
        }
    ]


def test_without_regions_nobody_says_which_it_is() -> None:
    assert len(seen("holder-with-several-homes", {"roles.yaml": ROLES})) == 1
