"""In which language an answer is said: ``Accept-Language``, as RFC 9110 weighs it."""

from collections.abc import Iterator, Sequence

from starlette.requests import Request

from katch_protocols.words.languages import ENGLISH, SPOKEN

__all__ = ["language_for"]

_MOST_RANGES = 20
_ANY = "*"


def language_for(request: Request, known: Sequence[str] = SPOKEN) -> str:
    """Return the language that whoever asks wants most, of those that are known.

    ``*`` means those that are not named beside it. Where none that is wanted is known,
    it is one that is not refused, if there is one; English before others.
    """
    usual = sorted(known, key=lambda name: name != ENGLISH)
    ranges = request.headers.get("accept-language", "").split(",")[:_MOST_RANGES]
    weighed = [*_weighed(ranges)]
    named = {name for _, name in weighed}
    wanted = sorted(weighed, key=lambda each: -each[0])
    for weight, name in wanted:
        meant = (
            [each for each in usual if each not in named] if name == _ANY else [name]
        )
        if weight > 0 and meant and meant[0] in known:
            return meant[0]
    refused = {name for weight, name in weighed if weight <= 0}
    return next((name for name in usual if name not in refused), usual[0])


def _weighed(ranges: Sequence[str]) -> Iterator[tuple[float, str]]:
    for each in ranges:
        name, _, rest = each.strip().partition(";")
        weight = rest.strip().removeprefix("q=")
        try:
            yield float(weight or "1"), name.strip().partition("-")[0].lower()
        except ValueError:
            continue
