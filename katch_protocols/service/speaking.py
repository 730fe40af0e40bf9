"""In which language an answer is said: ``Accept-Language``, as RFC 9110 weighs it."""

from collections.abc import Iterator, Sequence

from starlette.requests import Request

from katch_protocols.words.languages import ENGLISH, SPOKEN

__all__ = ["language_for"]

_MOST_RANGES = 20


def language_for(request: Request, known: Sequence[str] = SPOKEN) -> str:
    """Return the language that whoever asks wants most, of those that are known."""
    default = ENGLISH if ENGLISH in known else known[0]
    ranges = request.headers.get("accept-language", "").split(",")[:_MOST_RANGES]
    wanted = sorted(_weighed(ranges), key=lambda each: -each[0])
    for weight, name in wanted:
        if weight > 0 and name in known:
            return name
        if weight > 0 and name == "*":
            return default
    return default


def _weighed(ranges: Sequence[str]) -> Iterator[tuple[float, str]]:
    for each in ranges:
        name, _, rest = each.strip().partition(";")
        weight = rest.strip().removeprefix("q=")
        try:
            yield float(weight or "1"), name.strip().partition("-")[0].lower()
        except ValueError:
            continue
