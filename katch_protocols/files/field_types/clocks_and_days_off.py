"""By which clock and which days off time is reckoned: a time zone, a calendar."""

import re
from zoneinfo import ZoneInfo, available_timezones

from katch_protocols.charts.calendars import countries_by_name, is_calendar
from katch_protocols.files import slips
from katch_protocols.files.field_types.field_type import shown
from katch_protocols.files.field_types.scalars import Text
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Tree
from katch_protocols.sentences.nearness import nearest

__all__ = ["HolidayCountry", "TimeZoneName", "country_code"]


class TimeZoneName(Text, frozen=True):
    """A time zone of the IANA database."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a time zone."""
        text = super().read(node, key, sheet)
        if not isinstance(text, str) or _is_zone(text):
            return text
        near = _zone_near(text)
        sheet.refuse("unknown-timezone", node, key, near, value=shown(text))
        return DROPPED


def _zone_near(text: str) -> str | None:
    """Return the zone that is meant: by its whole name, or by its city alone."""
    if any(letter.isdigit() for letter in text):
        return None  # how far from Greenwich: several zones are, and not all the year
    if (known := slips.zone_meant(text)) is not None:
        return known
    zones = available_timezones()
    by_city = {each.rpartition("/")[2]: each for each in sorted(zones, reverse=True)}
    city = nearest(text.replace(" ", "_"), (each.lower() for each in by_city))
    whole = nearest(text, (each.lower() for each in zones))
    named = {each.lower(): each for each in (*by_city, *zones)}
    if whole is not None:
        return named[whole]
    return None if city is None else by_city[named[city]]


def _is_zone(text: str) -> bool:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        return False
    return True


def country_code(text: str) -> str | None:
    """Return the code of a country that a code or a name means; it has a calendar."""
    codes = (text.strip().upper(), slips.country_meant(text))
    found = next((each for each in codes if each and is_calendar(each)), None)
    if found is not None:
        return found
    named = countries_by_name()
    name = re.sub(r"[\W_]", "", text.lower())
    return named.get(nearest(name, named) or name)


class HolidayCountry(Text, frozen=True):
    """The holiday calendar of a country."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read the code of a country."""
        text = super().read(node, key, sheet)
        if not isinstance(text, str) or is_calendar(text):
            return text
        near = None if sheet.ledger.full else country_code(text)
        sheet.refuse("unknown-calendar", node, key, near, value=shown(text))
        return DROPPED
