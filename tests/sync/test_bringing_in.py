"""uchitelskaya import: only some of the tables, beside a centre that knows the others."""

from datetime import timedelta

import pytest

from desktop import import_office
from desktop.import_office import ATTEMPTS, Wish, bring_in, check, send
from journal.imports.new_timetable import TimetableChange
from tests.journal.imports.small_folder import Table, write_folder
from tests.sync.centre import PASSWORD
from tests.sync.workplaces import LESSON_DAY, StaffRoom, Workplace

WEEK: Table = [
    ["День недели", "Урок", "Класс", "Предмет", "Учитель", "Кабинет"],
    *([str(day), "1", "5А", "Русский язык", "Петрова А. А.", "21"] for day in range(1, 6)),
    *([str(day), "2", "5А", "Математика", "", "21"] for day in range(1, 5)),
    ["5", "4", "5А", "Математика", "Орлова", "21"],
]


@pytest.fixture
def admin(room: StaffRoom, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    monkeypatch.setattr(import_office, "presets_path", lambda: room.folder / "none.json")
    place = room.workplace("gromov")
    place.sign_in()
    return place


def test_a_timetable_comes_alone_and_what_it_leaves_out_ends(
    room: StaffRoom, admin: Workplace
) -> None:
    folder = write_folder(room.folder / "tables", {"расписание": WEEK})
    wish = Wish([folder], TimetableChange(LESSON_DAY))
    told, code = check(wish, admin.journal, room.clock)
    assert code == 0
    ends = "Прекращается: 5А, Математика, пятница, урок 2, с 01.09.2026"
    assert ends in told
    assert "Ошибок: 0, предупреждений: 0." in told
    lines: list[str] = []
    bring_in(wish, "gromov", PASSWORD, admin.url, admin.folder, room.http, room.clock, lines.append)
    assert ends in lines
    assert lines[-1] == "Всё перенесено на центральный сервер."
    deputy = room.workplace("smirnova")
    room.exchange(deputy)
    friday = LESSON_DAY + timedelta(days=(5 - LESSON_DAY.isoweekday()) % 7)
    slots = [lesson.slot for lesson in deputy.reference.lessons_on(friday)]
    assert sorted(slots) == [1, 3, 4]  # the third is in 1А, of which the table says nothing


def test_a_centre_that_is_slow_to_answer_is_asked_again(room: StaffRoom) -> None:
    teacher = room.workplace("petrova")
    teacher.mark("5")
    lines: list[str] = []

    def mend(_: float) -> None:
        room.wire.is_down = False

    room.wire.is_down = True
    ended = send(teacher.journal, room.http, room.clock, lines.append, mend)
    assert ended == "Всё перенесено на центральный сервер."
    assert lines == ["Центральный сервер ещё не ответил, повторяем.", "Перенесено 1 из 1"]
    teacher.mark("4")
    room.wire.is_down = True
    pauses: list[float] = []
    assert "при следующей связи" in send(
        teacher.journal, room.http, room.clock, lines.append, pauses.append
    )
    assert len(pauses) == ATTEMPTS - 1
