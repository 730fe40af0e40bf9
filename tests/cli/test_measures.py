"""katch measures and katch information: a path in numbers, and who learns what."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "docs" / "reference" / "answers"
SHIPPED = ("--handbook", str(ROOT / "protocols"))
REFERRAL = "referral_and_assistance"
IDENTIFICATION = "identification_child_tip"
"""Its measures are of every kind that those of the referral are, and soon taken."""


def _valid(name, text):
    schema = json.loads((ANSWERS / f"{name}.schema.json").read_text(encoding="utf-8"))
    answer = json.loads(text)
    Draft202012Validator(schema).validate(answer)
    return answer


@pytest.fixture
def timed(district):
    """Give the district a promise with a time, and a document that is sent."""
    file = district / "found_alone.yaml"
    text = file.read_text(encoding="utf-8")
    text = (
        text.replace(
            "initial: noticed\n",
            "documents:\n  note: {title: Note, contains: [health, identity]}\n"
            "initial: noticed\n",
        )
        .replace(
            "        records: [danger]\n",
            "        records: [danger]\n        produces: [note]\n"
            "        sends: {note: [children_office]}\n",
        )
        .replace("  safe:\n", "  safe:\n    counts_as: safe_place\n")
    )
    text += "safeguards:\n  in_time: {rule: after noticed then safe within 2 days}\n"
    file.write_text(text, encoding="utf-8")
    book = district / "handbook.yaml"
    text = book.read_text(encoding="utf-8")
    text += "data:\n  identity: {title: Identity}\n  health: {title: Health}\n"
    text += "  school: {title: Schooling}\n"
    text += "measured:\n  interview: {title: The child is questioned}\n"
    text += "  safe_place: {title: The child is safe}\n"
    book.write_text(text, encoding="utf-8")
    file = district / "agencies.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "  police_post:\n", "    may_see: [identity]\n  police_post:\n"
    )
    file.write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("timed")
def test_measures_are_said_line_by_line(katch):
    ran = katch("measures", "found_alone")
    assert ran.code == 0
    assert ran.out == (
        "States: 4. Activities: 3.\n"
        "Configurations: 6.\n"
        "Different handoffs between agencies: 0.\n"
        "Handoffs in one case: at least 0, at most 0.\n"
        "«The child is safe», times in one case: at least 1, at most 1.\n"
        "Agencies that the child meets: not known, for no role that stands for the "
        "child takes part.\n"
        "«The child is questioned» is not measured: no activity or state here counts "
        "as it.\n"
        "\n"
        "From «Child noticed» to «The child is safe»: shortest at once, longest 26 "
        "hours.\n"
        "  Made of: 2 hours + 1 day.\n"
        "\n"
        "From «Child noticed» to «Child safe»: shortest at once, longest 26 hours.\n"
        "  Made of: 2 hours + 1 day.\n"
    )


@pytest.mark.usefixtures("timed")
def test_who_learns_what_is_a_matrix_with_every_step(katch):
    ran = katch("information", "found_alone")
    assert ran.out == (
        " 1  Identity\n"
        " 2  Health\n"
        "\n"
        "                    1  2\n"
        "Children's office   ● ●!\n"
        "Police post        ○! ○!\n"
        "\n"
        "● is sent it   ○ writes or sends it   ! not in its list of what it may see\n"
        "\n"
        "Children's office\n"
        "  Identity: «Look for danger»: is sent «Note»\n"
        "  Health (not in the list of what it may see): «Look for danger»: is sent "
        "«Note»\n"
        "\n"
        "Police post\n"
        "  Identity (not in the list of what it may see): «Look for danger»: writes "
        "«Note»\n"
        "  Health (not in the list of what it may see): «Look for danger»: writes "
        "«Note»\n"
        "\n"
        "«Children's office» is sent what it may not see: «Health».\n"
        "Whoever writes or sends a document knows what it says. The list of what it "
        "may see lacks: Police post (Identity and Health).\n"
        "Known to nobody through a document: «Schooling».\n"
    )
    assert ran.code == 1


@pytest.mark.usefixtures("kept_answers")
def test_the_shipped_measures_keep_to_their_schema(katch):
    answer = _valid(
        "measures", katch("measures", REFERRAL, *SHIPPED, "--format", "json").out
    )
    times = {each["milestone"]: each for each in answer["times"] if each["milestone"]}
    assert times["safe_place"]["worst_hours"] == 24
    assert times["safe_place"]["unless"] == ["absent", "hand_over", "transfer_region"]
    # A child who moves on goes to school elsewhere: from the start there is no worst.
    assert times["school"]["worst_hours"] is None
    assert times["school"]["states"] == ["moved_to_other_region"]
    promised = {each["safeguard"]: each for each in answer["times"]}
    care = promised["sg30_care_within_72_hours"]
    assert (care["worst_hours"], care["sum"]) == (48, "24 hours + 24 hours")
    school = promised["sg35_school_or_a_reason_within_14_days"]
    assert (school["worst_hours"], school["sum"]) == (14 * 24, "14 days")
    assert answer["counts"]["school"] == {"worst": 1, "best": 0, "loop": []}
    assert answer["not_measured"] == ["interview", "seen_after_return"]
    assert answer["handoffs_a_case"]["worst"] is None
    assert answer["handoffs_a_case"]["loop"] == ["report_new_signs"]


def test_the_shipped_information_keeps_to_its_schema(katch):
    ran = katch("information", REFERRAL, *SHIPPED, "--format", "json")
    assert ran.code == 0
    answer = _valid("information", ran.out)
    knows = {body for body, told in answer["matrix"].items() if "education" in told}
    assert {"ga", "leb_sp", "can_csc"} <= knows
    assert "mia" not in knows


@pytest.mark.usefixtures("kept_answers")
@pytest.mark.parametrize("command", ["measures", "information"])
def test_both_are_said_in_every_language(katch, command):
    said = [
        katch(command, IDENTIFICATION, *SHIPPED, "--language", language).out
        for language in ("en", "ru", "kk")
    ]
    assert len(set(said)) == 3
    assert "{" not in "".join(said)


@pytest.mark.parametrize("command", ["measures", "information"])
def test_a_language_that_is_not_spoken_is_refused(katch, command):
    ran = katch(command, REFERRAL, *SHIPPED, "--language", "fr")
    assert ran.code == 2
    assert "fr" in ran.err


@pytest.mark.usefixtures("timed")
def test_whom_a_child_meets_is_not_known_where_no_child_takes_part(katch, district):
    roles = district / "roles.yaml"
    text = roles.read_text(encoding="utf-8")
    text += "  child: {title: Child, agency: none}\n"
    roles.write_text(text, encoding="utf-8")
    ran = katch("measures", "found_alone")
    (line,) = (each for each in ran.out.splitlines() if "the child meets" in each)
    assert "not known" in line
