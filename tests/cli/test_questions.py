"""katch questions and katch glossary: what is written, whether promises hold or not."""

import pytest


@pytest.fixture
def promised(district):
    """Return what writes a promise into the district."""
    file = district / "found_alone.yaml"
    text = file.read_text(encoding="utf-8")

    def promise(sentence):
        file.write_text(f"{text}safeguards:\n  s1: {{rule: {sentence}}}\n", "utf-8")

    return promise


@pytest.mark.parametrize("command", ["questions", "glossary"])
def test_a_broken_promise_hides_no_question(katch, promised, command):
    before = katch(command)
    assert before.code == 0
    promised("noticed requires safe")
    assert "safeguard-broken" in katch("check").out
    after = katch(command)
    assert (after.code, after.out) == (0, before.out)


@pytest.mark.parametrize("command", ["questions", "glossary"])
def test_a_name_that_nobody_declared_is_told_with_its_place(katch, promised, command):
    promised("noticed requires saef")
    ran = katch(command)
    assert ran.code == 1
    assert "found_alone.yaml:" in ran.out + ran.err
    assert "saef" in ran.out + ran.err
