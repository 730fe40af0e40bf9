"""The page of the shipped handbook, and a reader who opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from katch_protocols.papers.page.build import make_page
from tests.shipped import kept, reading

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shipped():
    """The shipped handbook with some of its protocols, so that pages are soon made."""
    handbook = reading().sound()
    names = (
        "cross_border_return",  # assistance runs it
        "identification_child_tip",
        "referral_and_assistance",
    )
    protocols = {name: handbook.protocols[name] for name in names}
    return handbook.model_copy(update={"protocols": protocols})


@pytest.fixture(scope="session")
def shipped_html(shipped) -> str:
    with kept():
        return make_page(shipped)


@pytest.fixture(scope="session")
def shipped_file(shipped_html, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(shipped_html, encoding="utf-8")
    return path


class Reader:
    """Somebody who looks at a page; notes every complaint and every request."""

    def __init__(self, browser: Browser, file: Path, **options) -> None:
        self.file, self.complaints, self.requests = file, [], []
        self.page: Page = browser.new_page(**options)
        self.page.set_default_timeout(30_000)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route("**/*", self._route)

    def _route(self, route) -> None:
        url = route.request.url
        if url.startswith((self.file.as_uri(), "data:")):
            route.continue_()
            return
        self.requests.append(url)
        route.abort()

    def go(self, place: str = "") -> Page:
        """Open a place of the page; a second place is gone to without loading again."""
        if self.page.url.startswith(self.file.as_uri()):
            self.page.evaluate(
                """place => new Promise((done) => {
                  if (location.hash === place) return done();
                  addEventListener("hashchange", () => done(), { once: true });
                  location.hash = place;
                })""",
                place or "#start",
            )
        else:
            self.page.goto(self.file.as_uri() + place)
        return self.page

    def begin(self) -> None:
        """Be somebody who has not been here before."""
        if self.page.url.startswith(self.file.as_uri()):
            self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
            self.go("#start@en")

    def look_back(self) -> None:
        """Be sure that nobody complained, and nothing was asked of the network."""
        assert (self.complaints, self.requests) == ([], [])

    def close(self) -> None:
        self.page.close()
        self.look_back()


@pytest.fixture(scope="module")
def opened(browser, shipped_file) -> Iterator[Reader]:
    """A page that is loaded once, for that takes more than a second."""
    found = Reader(browser, shipped_file, viewport={"width": 1366, "height": 768})
    yield found
    found.close()


@pytest.fixture
def reader(opened) -> Iterator[Reader]:
    opened.begin()
    yield opened
    opened.look_back()


@pytest.fixture(scope="module")
def printer(browser, shipped_file) -> Iterator[Reader]:
    """A page to print: once printed, it no longer scrolls as for a reader."""
    found = Reader(browser, shipped_file, viewport={"width": 1366, "height": 768})
    yield found
    found.close()
