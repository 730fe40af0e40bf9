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
