"""The page of what is proved: every promise in every language, the same every time."""

import json
from functools import cache

from katch_protocols.charts.build import chart
from katch_protocols.model.noun import FrozenDict, Label
from katch_protocols.papers.proof import proof_page
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.telling.proof_page import ProofPage, proof_pages
from tests.proofs.pier import pier_book

PROMISES = {
    "talked": "care requires talk",
    "no_care": "after look never care",
    "two": "look and care by different people",
}


@cache
def pages() -> dict[str, ProofPage]:
    book = pier_book(PROMISES)
    return dict(proof_pages(chart(book.protocols["pier"], book), book))


def test_every_promise_stands_on_the_page_with_its_verdict() -> None:
    page = pages()["en"]
    assert page.soundness.code is Verdict.HOLDS
    verdicts = {each.safeguard: str(each.code) for each in page.safeguards}
    assert verdicts["talked"] == "holds"
    assert verdicts["no_care"] == "broken"
    broken = next(each for each in page.safeguards if each.safeguard == "no_care")
    assert broken.story[-1] == "Broken at step 2: «Care» happened after «Look»."
    assert page.summary.startswith("2 hold, 1 ")


def test_each_language_has_its_own_page() -> None:
    said = {language: page.soundness.sentence for language, page in pages().items()}
    assert said == {
        "en": "Every case can still end, and end well.",
        "ru": "Любое дело ещё может завершиться, и завершиться хорошо.",
        "kk": "Кез келген іс әлі де аяқтала алады және жақсы аяқтала алады.",
    }


def test_the_page_is_plain_data_and_the_same_every_time() -> None:
    book = pier_book(PROMISES)
    again = proof_pages(chart(book.protocols["pier"], book), book)
    assert again == pages()
    plain = pages()["ru"].to_json()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["language"] == "ru"


def test_the_page_as_markdown_tells_the_story_of_what_is_broken() -> None:
    text = proof_page(pages()["en"])
    assert text == proof_page(pages()["en"])
    assert "| `talked` | «Care» may happen only after «Talk». | holds |" in text
    assert "## Cases that break a promise\n" in text
    assert "Broken at step 2: «Care» happened after «Look»." in text
    assert "{" not in text


def test_a_safeguard_is_called_by_its_title_on_the_page() -> None:
    book = pier_book({"talked": "care requires talk"})
    safeguards = book.protocols["pier"].safeguards
    titled = safeguards["talked"].model_copy(
        update={"title": Label(texts={"en": "Talk first", "ru": "Р", "kk": "Қ"})}
    )
    protocol = book.protocols["pier"].model_copy(
        update={"safeguards": FrozenDict({"talked": titled})}
    )
    page = proof_pages(chart(protocol, book), book)["en"]
    assert [each.title for each in (page.soundness, *page.safeguards)] == [
        None,
        "Talk first",
    ]
    assert "| Talk first (`talked`) | «Care» may" in proof_page(page)
