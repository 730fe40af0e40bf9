"""The description of the service is the one in the docs, and a good one."""

from tests.service.openapi import FILE, written


def test_the_description_in_the_docs_is_fresh():
    assert FILE.read_text(encoding="utf-8") == written(), (
        "run `python -m tests.service.openapi`"
    )


def test_every_route_needs_a_token_but_health_and_signed_post(app):
    told = app.openapi()
    assert told["openapi"].startswith("3.1")
    free = {
        path
        for path, methods in told["paths"].items()
        for each in methods.values()
        if "security" not in each
    }
    assert free == {"/health", "/post"}


def test_every_post_needs_a_key_but_signed_post(app):
    for path, methods in app.openapi()["paths"].items():
        names = {each["name"] for each in methods.get("post", {}).get("parameters", [])}
        assert ("Idempotency-Key" in names) == ("post" in methods and path != "/post")
