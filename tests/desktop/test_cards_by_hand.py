"""A card corrected offline: another workplace sees it, two values wait for the deputy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.my_class.card_questions import FieldsQuestion
from desktop.workspace import Workspace
from journal import values
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.transfers import read_open_cells
from journal.services.decisions import Choice, Decide, decide
from journal.services.work import write
from tests.desktop.card_desk import Teacher
from tests.desktop.seats import school_with_centre
from tests.sync.workplaces import StaffRoom, Workplace

WAITS = "Решает заместитель директора"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StaffRoom]:
    with school_with_centre(tmp_path) as room:
        yield room


class Desk(Teacher):
    """A page over a journal that talks to the centre."""

    def __init__(self, place: Workplace, tasks: Tasks, theme: Theme, qtbot: QtBot) -> None:
        place.client.exchange()
        journal = place.journal
        self.place = place
        workspace = Workspace(journal.store, place.clock, journal.school, journal.user)
        super().__init__(workspace, tasks, theme, qtbot)

    def exchange(self) -> None:
        """Exchange with the centre; the page hears of it as in the program."""
        self.workspace.announce(self.place.client.exchange())
        self.page.board.refresh()


@pytest.mark.clause("TAL-4.4b")
@pytest.mark.clause("ANC-R.V.5")
@pytest.mark.clause("MIC-2.1.2")
def test_a_phone_corrected_offline_is_seen_elsewhere_and_two_values_wait_for_the_deputy(
    room: StaffRoom, tasks: Tasks, theme: Theme, qtbot: QtBot
) -> None:
    deputy = Desk(room.workplace("smirnova"), tasks, theme, qtbot)
    deputy.page.fields.click()
    question = deputy.page.findChild(FieldsQuestion)
    assert question is not None
    question.boxes["phone"].setChecked(True)
    question.number.setText("14")
    question.yes.click()
    deputy.exchange()
    petrova = Desk(room.workplace("petrova"), tasks, theme, qtbot)
    gromov = Desk(room.workplace("gromov"), tasks, theme, qtbot)
    for desk in (gromov, deputy):
        desk.screen.show_class(petrova.page.board.class_id)

    # the class teacher without a connection: a mother with a phone, which is then corrected
    room.wire.is_down = True
    petrova.screen.activateWindow()
    qtbot.waitUntil(petrova.screen.isActiveWindow)
    petrova.page.arrive()
    petrova.add_mother()
    petrova.fill("phone", "89000000001", 0)
    petrova.fill("phone", "89000000002", 0)
    petrova.do("F3")
    history = petrova.page.panel.history
    assert [history.model.index(0, column).data() for column in (1, 2, 3, 4, 6)] == [
        "Петрова А. А.",
        "мать: телефон",
        "+7 900 000-00-01",
        "+7 900 000-00-02",
        "ждёт переноса",
    ]
    petrova.press(Qt.Key.Key_Escape)
    room.wire.is_down = False
    for desk in (petrova, gromov):
        desk.exchange()
    assert gromov.text("phone", 0) == "+7 900 000-00-02"
    assert gromov.page.board.history()[0].author == "Петрова А. А."
    assert petrova.page.board.history()[0].status_words == "принято"

    # two at once, neither knowing of the other
    gromov.page.board.write("sex", "женский")
    petrova.page.board.write("birth_date", "03.03.2015")
    for desk in (gromov, petrova, deputy):
        desk.exchange()
    assert WAITS in petrova.page.panel.notice.text()
    assert "дата рождения «пусто» → «03.03.2015»" in petrova.page.panel.notice.text()
    (cell,) = deputy.workspace.read(read_open_cells, deputy.workspace.user, deputy.workspace.now)
    assert [each.line.shows for each in cell.versions] == [
        "пол: женский",
        "дата рождения: 03.03.2015",
    ]
    assert WAITS in deputy.page.panel.notice.text()
    choice = Choice(cell.key, cell.entries, cell.versions[1].line.entry)
    deputy.workspace.execute(decide, Decide((choice,), "верно у классного руководителя"))
    for desk in (deputy, petrova):
        desk.exchange()
    assert petrova.text("birth_date") == "03.03.2015"
    assert petrova.page.panel.notice.isHidden()
    won = petrova.page.board.history()[0]
    assert (won.what, won.ground) == ("дата рождения", "верно у классного руководителя")

    # under what is being typed comes another value
    petrova.field("patronymic").setFocus()
    petrova.type("Иго")
    gromov.exchange()
    gromov.page.board.write("patronymic", "Олеговна")
    for desk in (gromov, petrova):
        desk.exchange()
    assert "отчество «Олеговна»" in petrova.notices[-1]
    assert petrova.text("patronymic") == "Иго"
    petrova.press(Qt.Key.Key_Escape)
    assert petrova.text("patronymic") == "Олеговна"

    # where the act has the class teacher ask, two requests become one wish
    set_act(gromov, '[cards]\nedit = "change_request"\n')
    for desk in (gromov, petrova, deputy):
        desk.exchange()
    petrova.fill("sex", "ж")
    assert "напишите основание" in petrova.notices[-1]
    petrova.type("свидетельство")
    petrova.press(Qt.Key.Key_Return)
    petrova.exchange()
    assert "sex" in petrova.page.panel.form.grid.fields
    assert "«пусто» → «женский» (Петрова А. А., ждёт решения)" in petrova.page.panel.notice.text()
    petrova.fill("birth_date", "04.03.2015")
    for desk in (petrova, deputy):
        desk.exchange()
    assert (petrova.text("sex"), petrova.text("birth_date")) == ("женский", "04.03.2015")
    (cell,) = deputy.workspace.read(read_open_cells, deputy.workspace.user, deputy.workspace.now)
    assert cell.versions[-1].line.shows == "пол: женский; дата рождения: 04.03.2015"
    choice = Choice(cell.key, cell.entries, cell.versions[-1].line.entry)
    deputy.workspace.execute(decide, Decide((choice,)))
    for desk in (deputy, gromov):
        desk.exchange()
    assert (gromov.text("sex"), gromov.text("birth_date")) == ("женский", "04.03.2015")
    assert room.differences() == []


def set_act(desk: Desk, sections: str) -> None:
    """Let the administrator bring in another local act."""
    text = f'version = 2\ntitle = "Акт"\n{sections}'
    drafts = [Draft("profile.set", make_key("profile.set", ""), values.Profile(2, text))]
    desk.workspace.execute(lambda session, wish, work: write(session, work, wish), drafts)
