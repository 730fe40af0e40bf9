"""What lines of a cell say: names and what is said of them, sources, openings."""

from collections.abc import Iterable, Iterator, Sequence

from katch_protocols.files.field_types.field_type import Plain

__all__ = [
    "BEHIND",
    "LINE",
    "alone",
    "branch",
    "citations",
    "cited",
    "ids",
    "lines",
    "opened",
    "opening",
    "parted",
    "several",
    "text_in",
    "twice",
]

LINE = "\n"
BEHIND = ": "


def several(value: Plain) -> Sequence[Plain]:
    """Return the values of a list, or the one value."""
    return value if isinstance(value, list) else [value]


def alone(values: list[Plain] | list[str]) -> Plain:
    """Return one value alone, several as a list."""
    return values[0] if len(values) == 1 else list(values)


def ids(text: str) -> list[str]:
    """Return ids that stand behind one another, or below."""
    parts = text.replace(";", ",").replace(LINE, ",").split(",")
    return [part.strip() for part in parts if part.strip()]


def twice(text: str) -> str:
    """Return the first name that stands in two lines; empty where none does."""
    names = [parted(line)[0] for line in lines(text)]
    return next((name for at, name in enumerate(names) if name in names[:at]), "")


def lines(text: str) -> Iterator[str]:
    """Yield the lines that are not empty."""
    return (line.strip() for line in text.split(LINE) if line.strip())


def parted(line: str) -> tuple[str, str]:
    """Return a name, and what stands behind its colon."""
    name, _, said = line.partition(":")
    return name.strip(), said.strip()


def text_in(text: Plain, language: str) -> str:
    """Return a text in a language; empty where there is none."""
    return str(text.get(language, "")) if isinstance(text, dict) else ""


def branch(value: Plain) -> str:
    """Return a line of a decision: ``CONDITION: TARGET``, or the target alone."""
    if not isinstance(value, dict):
        return str(value)
    to = str(value.get("to", ""))
    return f"{value['when']}{BEHIND}{to}" if "when" in value else to


def opened(value: Plain) -> Iterator[str]:
    """Yield a protocol, and what is said of its opening: ``within: 3 days``."""
    if not isinstance(value, dict):
        return
    within = value.get("within")
    clock = within if isinstance(within, dict) else {}
    yield str(value["protocol"])
    pairs = {"region": value.get("region"), "within": clock.get("limit")}
    pairs |= {key: clock.get(key) for key in ("basis", "from")}
    yield from (f"{key}{BEHIND}{each}" for key, each in pairs.items() if each)
    for one in cited(clock["source"]) if "source" in clock else ():
        yield f"source{BEHIND}{one}"


def opening(line: str) -> Plain:
    """Return what a line of ``opened``, with semicolons, says."""
    protocol, *others = (part.strip() for part in line.split(";"))
    pairs = [parted(each) for each in others]
    sources = [said for key, said in pairs if key == "source"]
    clock: dict[str, Plain] = {
        {"within": "limit"}.get(key, key): said
        for key, said in pairs
        if key not in {"source", "region"}
    }
    if sources:
        clock["source"] = citations(sources)
    found: dict[str, Plain] = {"protocol": protocol}
    if clock:
        found["within"] = clock
    return found | {key: said for key, said in pairs if key == "region"}


def cited(value: Plain) -> Iterator[str]:
    """Yield a line for each source, or for each place in it."""
    for each in several(value):
        if not isinstance(each, dict):
            yield str(each)
            continue
        for name, places in each.items():
            for place in several(places):
                yield f"{name}{BEHIND}{place}"


def citations(written: Iterable[str]) -> Plain:
    """Return the sources that lines of ``cited`` say."""
    found: dict[str, list[str]] = {}
    for line in written:
        name, place = parted(line)
        places = found.setdefault(name, [])
        if place:
            places.append(place)
    each: list[Plain] = [
        {name: alone(places)} if places else name for name, places in found.items()
    ]
    return alone(each)
