"""Texts that are the same in two languages are told, unless their title was lost."""

from tests.rules.saltmarsh import FILES, seen


def untranslated(agencies: str) -> list[tuple[str, dict[str, str]]]:
    """Return the notes of a handbook in two languages with these agencies."""
    book = FILES["handbook.yaml"].replace("languages: [en]", "languages: [en, ru]")
    told = seen("untranslated-text", {"handbook.yaml": book, "agencies.yaml": agencies})
    return [each for each in told if each[0].startswith("agencies.harbour_desk.")]


def agencies(title: str) -> str:
    desk = f"harbour_desk: {{{title}, kind: service, level: district}}"
    return f"{FILES['agencies.yaml']}  {desk}\n"


def test_a_text_that_nobody_translated_is_told_in_that_language() -> None:
    assert untranslated(agencies("title: {en: Desk, ru: Desk}")) == [
        ("agencies.harbour_desk.title.ru", {"language": "ru"})
    ]


def test_a_title_whose_key_is_misspelt_is_not_told_as_untranslated() -> None:
    assert untranslated(agencies("titel: {en: Desk, ru: Стол}")) == []
