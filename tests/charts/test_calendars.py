"""Working days of countries: those of the library, without loading every country."""

import subprocess
import sys
from datetime import date, timedelta

import holidays
import pytest

from katch_protocols.charts.calendars import calendars, working_days

_YEAR = 2026
_DAYS = [date(_YEAR, 1, 1) + timedelta(days=day) for day in range(365)]


@pytest.mark.filterwarnings("ignore")
def test_each_country_works_on_the_days_of_the_librarys_own_calendar() -> None:
    different = []
    for name in sorted(calendars()):
        known = holidays.country_holidays(name, years=_YEAR)
        expected = [day.toordinal() for day in _DAYS if known.is_working_day(day)]
        if list(working_days(name, _YEAR, _YEAR)) != expected:
            different.append(name)
    assert len(calendars()) > 200
    assert different == []


def test_of_one_country_the_calendars_of_others_are_not_loaded() -> None:
    script = (
        "import sys\n"
        "from katch_protocols.charts.calendars import working_days\n"
        "print(len(working_days('KZ', 2026, 2026)))\n"
        "print(*(name for name in sys.modules if 'holidays.countries' in name))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    count, loaded = ran.stdout.splitlines()
    assert 240 < int(count) < 260
    assert loaded == ""
