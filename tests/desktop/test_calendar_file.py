"""uchitelskaya ical: the timetable of an open journal into a file."""

import io
from argparse import Namespace
from datetime import datetime
from pathlib import Path

import pytest

from desktop import office
from journal.errors import UserError
from tests.desktop.seats import school_with_centre
from tests.journal.desks import MOSCOW, HandClock
from tests.sync.centre import PASSWORD


def test_a_teacher_and_a_class_become_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = HandClock(datetime(2026, 10, 1, 8, 0, tzinfo=MOSCOW))
    with school_with_centre(tmp_path) as room:
        place = room.workplace("petrova")
        place.client.exchange()
        place.leave()
        own, of_class = tmp_path / "own.ics", tmp_path / "class.ics"
        asked = Namespace(file=own, login="petrova", of_class="")
        office.write_calendar(asked, PASSWORD, place.folder, clock)
        asked = Namespace(file=of_class, login="petrova", of_class="5a")
        office.write_calendar(asked, PASSWORD, place.folder, clock)
        assert own.read_bytes().count(b"BEGIN:VEVENT") > 0
        assert "Русский язык\\, 5А" in of_class.read_text(encoding="utf-8")
        # nothing that is over
        begins = own.read_text(encoding="utf-8").split("DTSTART:")[1:]
        assert min(begins)[:8] >= "20261001"
        asked = Namespace(file=own, login="petrova", of_class="9я")
        with pytest.raises(UserError, match="Класса 9Я"):
            office.write_calendar(asked, PASSWORD, place.folder, clock)

        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        file = tmp_path / "now.ics"
        words = ["ical", str(file), "--login", "petrova", "--journals", str(place.folder)]
        assert office.run(words) == 0
        assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
