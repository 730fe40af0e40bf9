"""A handbook in Russian alone, read by somebody who is told in another language."""

import shutil

import pytest

from katch_protocols.cli.starts import handbook_start


@pytest.fixture
def shore(tmp_path, monkeypatch):
    for name, text in handbook_start("shore", ["ru"], example=True).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("shore")
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_what_is_still_to_be_answered_is_listed_with_the_titles_there_are(
    katch, language
):
    ran = katch("questions", "--language", language)
    assert (ran.code, ran.err) == (0, "")
    assert "| Перенаправление ребёнка | Ребёнок в безопасности |" in ran.out


def test_a_new_agreement_is_told_in_words_and_its_citation_by_its_title(
    shore, katch, tmp_path_factory
):
    before = tmp_path_factory.mktemp("before")
    shutil.copytree(shore, before, dirs_exist_ok=True)
    asked = ("agree", "harbour_police", "--protocol", "referral")
    assert katch(*asked, "--on", "2026-11-01", "--yes").code == 0
    ran = katch("diff", str(before), ".", "--language", "ru")
    assert "Agreement(" not in ran.out
    assert "«Перенаправление ребёнка»: согласовано" in ran.out
    file = shore / "referral.yaml"
    text = file.read_text(encoding="utf-8").replace("limit: 2 hours", "limit: 3 hours")
    file.write_text(text, encoding="utf-8")
    told = katch("check", "-v", "--language", "ru").out
    assert "по: Закон о гавани (вымышленный), разд. 4" in told
    assert "'s. 4'" not in told


def test_the_deadline_of_an_opened_case_is_told_by_what_opens_it(shore, katch):
    file = shore / "referral.yaml"
    opens = "opens: {protocol: referral, within: {limit: 1 day, basis: proposed}}"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("to: safe\n", f"to: safe\n        {opens}\n"), "utf-8")
    told = katch("check", "--rule", "deadline-proposed", "--language", "ru").out
    assert "Срок у «Обеспечить безопасность ребёнка (make_safe)», 1 день" in told
