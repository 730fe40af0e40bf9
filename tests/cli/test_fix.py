"""katch fix: shows what a machine can mend, and writes it when asked."""

import pytest


@pytest.fixture
def slipped(district):
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("together_with: [case_worker]", "together_with: [case_woker]")
    path.write_text(text, encoding="utf-8")
    return path


SHOWN = """\
found_alone.yaml:21:25  unknown-role
- together_with: [case_woker]
+ together_with: [case_worker]
"""


def test_a_slip_is_shown_first_and_written_when_asked(slipped, katch):
    before = slipped.read_bytes()
    ran = katch("fix")
    hint = "1 slip can be mended; 'katch fix --apply' writes it.\n"
    assert (ran.code, ran.out, ran.err) == (0, SHOWN + hint, "")
    assert slipped.read_bytes() == before
    ran = katch("fix", "protocols", "--apply")
    written = "Written: protocols/found_alone.yaml\n1 slip is mended.\n"
    assert (ran.code, ran.out) == (0, SHOWN + written)
    assert slipped.read_bytes() == before.replace(b"case_woker", b"case_worker")
    assert katch("fix").out == "Nothing here can be mended by a machine.\n"
    assert katch("check").code == 0


def test_the_next_command_names_a_handbook_that_it_would_not_find(slipped, katch):
    elsewhere = slipped.parent.rename(slipped.parent.with_name("west")).name
    ran = katch("fix", elsewhere)
    command = "katch fix --apply --handbook west"
    assert ran.out == f"{SHOWN}1 slip can be mended; '{command}' writes it.\n"


def test_a_folder_that_is_not_there_is_refused(katch):
    ran = katch("fix", "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("There is no handbook in 'nowhere'.")


def test_texts_of_a_language_that_is_no_longer_listed_are_taken_out(katch, district):
    file = district / "found_alone.yaml"
    sound = file.read_text(encoding="utf-8")
    strange = sound.replace("title: Child noticed", "title: {en: Child noticed, uz: B}")
    file.write_text(strange, encoding="utf-8")
    assert katch("fix", "--without", "en").err.startswith("'en' is a language of this")
    assert katch("fix", "--without", "kk").err.startswith("No text of this handbook")
    shown = katch("fix", "--without", "uz")
    assert "found_alone.yaml:13:32\n- uz: B\n" in shown.out
    assert "'katch fix --without uz --apply' writes it." in shown.out
    assert file.read_text(encoding="utf-8") == strange
    assert "1 text in 'uz' is taken out." in katch("fix", "--without=uz", "--apply").out
    left = sound.replace("title: Child noticed", "title: {en: Child noticed}")
    assert file.read_text(encoding="utf-8") == left


def _respell(file, old, new, count=-1):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, count), encoding="utf-8")


@pytest.fixture
def busy(district):
    """The district with more uses of a few names."""
    roles = district / "roles.yaml"
    more = "  clerk: {title: Clerk, agency: children_office}\n"
    _respell(roles, "roles:\n", f"roles:\n{more}{more.replace('clerk', 'desk')}")
    ways = "      - {when: danger is absent, to: safe}\n"
    ways += "      - {when: danger is unknown, to: guarded}\n      - {to: safe}"
    _respell(district / "found_alone.yaml", "      - {to: safe}", ways)
    return district


@pytest.mark.parametrize(
    ("file", "declared", "slip"),
    [
        ("roles.yaml", "duty_officer", "duty_oficer"),
        ("agencies.yaml", "children_office", "children_ofice"),
        ("found_alone.yaml", "danger", "dangr"),
        ("handbook.yaml", "protect", "protekt"),
    ],
)
def test_a_declaration_is_mended_where_all_others_write_a_name_otherwise(
    busy, katch, file, declared, slip
):
    sound = (busy / file).read_bytes()
    _respell(busy / file, f"  {declared}:", f"  {slip}:", 1)
    ran = katch("fix", "--apply")
    assert f"\n- {slip}:" in ran.out
    assert ran.out.endswith(f"Written: protocols/{file}\n1 slip is mended.\n")
    assert (busy / file).read_bytes() == sound


def test_a_name_that_is_written_in_two_ways_often_is_left_to_a_person(district, katch):
    _respell(district / "roles.yaml", "duty_officer", "duty_oficer")
    file = district / "found_alone.yaml"
    _respell(file, "duty_officer", "duty_oficer", 1)
    assert katch("fix").out == "Nothing here can be mended by a machine.\n"
    # Where as many have the declared name, what the handbook declares counts.
    _respell(file, "duty_officer", "duty_oficer", 2)
    assert "found_alone.yaml" in katch("fix").out
    assert "+ duty_oficer" not in katch("fix").out


def test_no_declaration_gets_the_name_of_another_thing(district, katch):
    # An agency stands where a role is due; its one role is used nowhere else.
    _respell(district / "roles.yaml", "duty_officer:", "police_pots:")
    _respell(district / "found_alone.yaml", "duty_officer", "police_post")
    ran = katch("fix")
    assert "- police_pots:" not in ran.out


def test_a_declaration_that_reads_as_its_title_is_no_slip(district, katch):
    """Somebody wrote one slip everywhere else."""
    _respell(district / "found_alone.yaml", "duty_officer", "duty_oficer")
    ran = katch("fix", "--apply")
    assert "roles.yaml" not in ran.out
    assert "duty_oficer" not in (district / "found_alone.yaml").read_text("utf-8")
