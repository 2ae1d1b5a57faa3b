"""The screen «Печать»: from the choice to the certified copy, without ever waiting for paper."""

from __future__ import annotations

import threading
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.copying import Printed, print_term
from desktop.models.copies_model import STATE_COLUMN
from desktop.models.page_choice import GAPS_ROLE
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.printing.screen import PrintingScreen
from desktop.views.printing.sheet_images import SheetImages
from desktop.workspace import Workspace
from journal.queries.spreads import TermWish
from printing import rendering
from printing.rendered import Document, Rendered
from printing.rendering import render
from tests.journal.term_story import ANNA, PETR, Story, from_template, quarter_template
from tests.printing.paperwork import pdfa_findings, words
from tests.small_school import (
    CLASS_5A,
    GROMOV,
    MATHS,
    ORLOVA,
    PETROVA,
    RUSSIAN,
    SCHOOL,
    SMIRNOVA,
    TERM_1,
    TERM_2,
)


@pytest.fixture(scope="module")
def quarter_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return quarter_template(tmp_path_factory.mktemp("quarter"))


@pytest.fixture
def story(quarter_folder: Path, tmp_path: Path) -> Story:
    return from_template(quarter_folder, tmp_path)


@pytest.fixture
def workspace(story: Story, qtbot: QtBot) -> Workspace:
    return Workspace(story.store, story.clock, SCHOOL, SMIRNOVA)


@pytest.fixture
def screen(workspace: Workspace, tasks: Tasks, theme: Theme, qtbot: QtBot) -> PrintingScreen:
    screen = PrintingScreen(workspace, tasks, theme)
    screen.board.choose_class(CLASS_5A)
    return shown(screen, qtbot)


def shown(screen: PrintingScreen, qtbot: QtBot) -> PrintingScreen:
    qtbot.addWidget(screen)
    screen.resize(1180, 668)
    screen.show()
    qtbot.waitUntil(lambda: screen.board.precheck is not None and not screen.board.is_looking)
    return screen


def printed(screen: PrintingScreen, path: Path, qtbot: QtBot) -> Printed:
    with qtbot.waitSignal(screen.board.printed) as signal:
        screen.print_to(path)
    result = signal.args[0]
    assert isinstance(result, Printed)
    return result


def text_of(path: Path, screen: PrintingScreen, qtbot: QtBot) -> str:
    """Read a file when the preview is at rest: the library behind both knows no threads."""
    qtbot.waitUntil(lambda: screen.page.preview.is_idle)
    return words(path.read_bytes())


def register(screen: PrintingScreen, qtbot: QtBot, rows: int = 1) -> None:
    screen.show_copies()
    qtbot.waitUntil(lambda: screen.copies.model.rowCount() == rows)


def state(screen: PrintingScreen, row: int = 0) -> str:
    return str(screen.copies.model.index(row, STATE_COLUMN).data())


def is_in_state(screen: PrintingScreen, words_of_state: str) -> bool:
    return state(screen) == words_of_state


def told(screen: PrintingScreen) -> list[str]:
    heard: list[str] = []
    screen.notice.connect(lambda sentence, _tone: heard.append(sentence))
    return heard


def test_the_models_obey_qt(screen: PrintingScreen, qtmodeltester: ModelTester) -> None:
    for model in (screen.board.pages, screen.board.gaps, screen.copies.model):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_the_models_obey_qt_while_they_change(
    screen: PrintingScreen,
    story: Story,
    workspace: Workspace,
    tmp_path: Path,
    qtbot: QtBot,
    qtmodeltester: ModelTester,
) -> None:
    model = screen.copies.model
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    printed(screen, tmp_path / "a.pdf", qtbot)
    register(screen, qtbot)
    screen.show_pages()
    printed(screen, tmp_path / "b.pdf", qtbot)
    register(screen, qtbot, rows=2)
    line = model.line_at(0)
    assert line is not None
    screen.copies.check(line)
    qtbot.waitUntil(lambda: state(screen).startswith("проверена"))
    assert model.rowCount() == 2


def test_a_complete_quarter_is_offered_as_a_copy(screen: PrintingScreen) -> None:
    assert screen.classes.currentText() == "5А класс"
    assert screen.periods.currentText() == "I четверть"
    pages = screen.board.pages
    assert [pages.index(row).data() for row in range(pages.rowCount())] == [
        "Русский язык",
        "Математика",
    ]
    assert pages.chosen == (RUSSIAN, MATHS)
    assert screen.page.print.text() == "&Напечатать копию…"
    assert screen.page.preview.state.text() == "Копия для заверения"
    assert screen.page.precheck.reasons == ""


def test_a_draft_says_why_it_is_one(
    screen: PrintingScreen, story: Story, workspace: Workspace, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(screen.board.looked):
        workspace.announce(story.overwrite_mark(RUSSIAN, 0, ANNA, "2"))
    assert "Ещё не перенесено на центральный сервер: 1 запись." in screen.page.precheck.reasons
    assert screen.page.print.text() == "&Напечатать черновик…"
    assert screen.page.preview.state.text() == "Черновик"
    screen.board.pages.tick_only(MATHS)
    qtbot.waitUntil(lambda: screen.board.precheck is not None)
    assert screen.page.print.text() == "&Напечатать копию…"


def test_a_look_is_up_to_date_until_something_changes(
    screen: PrintingScreen, story: Story, workspace: Workspace, qtbot: QtBot
) -> None:
    board = screen.board
    qtbot.waitUntil(lambda: board.is_up_to_date)
    board.pages.tick_only(MATHS)
    assert not board.is_up_to_date
    qtbot.waitUntil(lambda: board.is_up_to_date)
    workspace.announce(story.overwrite_mark(MATHS, 0, ANNA, "2"))
    assert not board.is_up_to_date
    qtbot.waitUntil(lambda: board.is_up_to_date)


def test_gaps_are_counted_for_each_subject(
    story: Story, tasks: Tasks, theme: Theme, qtbot: QtBot
) -> None:
    story.at(date(2026, 11, 3))  # two lessons of the second quarter, nothing written in them
    workspace = Workspace(story.store, story.clock, SCHOOL, SMIRNOVA)
    screen = PrintingScreen(workspace, tasks, theme)
    screen.board.choose_class(CLASS_5A)
    screen.board.choose_period(TERM_2)
    shown(screen, qtbot)
    pages, gaps = screen.board.pages, screen.board.gaps
    assert [pages.index(row).data(GAPS_ROLE) for row in range(2)] == [3, 3]
    assert [each.words for each in gaps.rows()] == ["нет перекличек 2, тем 2, заданий 2"] * 2
    assert gaps.rows()[0].teacher == "Петрова А. А."


def test_nothing_ticked_is_nothing_to_print(screen: PrintingScreen, qtbot: QtBot) -> None:
    screen.page.choice.all.click()
    assert screen.board.pages.chosen == ()
    assert not screen.page.print.isEnabled()
    qtbot.waitUntil(lambda: screen.page.preview.pages == 0)
    screen.page.choice.all.click()
    qtbot.waitUntil(lambda: screen.page.preview.pages > 0)


def test_a_click_or_enter_ticks_a_subject(screen: PrintingScreen, qtbot: QtBot) -> None:
    choice = screen.page.choice.list
    place = choice.visualRect(screen.board.pages.index(1)).center()
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(choice.viewport(), left, pos=place)  # type: ignore[no-untyped-call]
    chosen = [screen.board.pages.chosen]
    qtbot.keyClick(choice, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    chosen.append(screen.board.pages.chosen)
    assert chosen == [(RUSSIAN,), (RUSSIAN, MATHS)]


def test_a_low_and_narrow_window_cuts_no_words(
    screen: PrintingScreen, story: Story, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    """A screen of 1366x768 at 150 % leaves that much of it."""
    workspace.announce(story.overwrite_mark(RUSSIAN, 0, ANNA, "2"))
    qtbot.waitUntil(lambda: screen.page.precheck.reasons != "")
    printed(screen, tmp_path / "draft.pdf", qtbot)
    for turn in (screen.show_pages, lambda: register(screen, qtbot)):
        turn()
        screen.resize(1200, 700)
        screen.resize(828, 330)
        qtbot.waitUntil(lambda: screen.size() == QSize(828, 330))
        QApplication.processEvents()
        cut = [
            label.text()
            for label in screen.findChildren(QLabel)
            if label.isVisible() and label.wordWrap()
            if label.height() < label.heightForWidth(label.width())
        ]
        assert cut == []
    table = screen.register.table
    assert table.isColumnHidden(1)
    assert not table.isColumnHidden(STATE_COLUMN)
    assert screen.minimumSizeHint().width() <= 828


def test_the_preview_shows_the_file_spread_by_spread(screen: PrintingScreen, qtbot: QtBot) -> None:
    preview = screen.page.preview
    qtbot.waitUntil(lambda: preview.is_drawn)
    assert preview.where == f"Страницы 2–3 из {preview.pages}"
    preview.forward.click()
    assert preview.where == f"Страницы 4–5 из {preview.pages}"
    preview.turn(-5)
    assert preview.where == f"Страница 1 из {preview.pages}"
    assert not preview.back.isEnabled()
    preview.zoom.setCurrentIndex(3)
    qtbot.waitUntil(lambda: preview.is_drawn)


def test_a_preview_out_of_sight_keeps_only_what_lies_open(
    screen: PrintingScreen, qtbot: QtBot
) -> None:
    preview = screen.page.preview
    pictures = preview.findChild(SheetImages)
    assert isinstance(pictures, SheetImages)
    qtbot.waitUntil(lambda: preview.is_drawn and pictures.image(3) is not None)
    qtbot.waitUntil(lambda: preview.is_idle)
    screen.show_copies()
    assert [page for page in range(preview.pages) if pictures.image(page)] == [1, 2]
    screen.show_pages()
    qtbot.waitUntil(lambda: pictures.image(3) is not None)


def test_a_print_is_a_file_and_a_line_of_the_register(
    screen: PrintingScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    heard = told(screen)
    path = tmp_path / "копия.pdf"
    result = printed(screen, path, qtbot)
    assert pdfa_findings(path.read_bytes()) == []
    text = text_of(path, screen, qtbot)
    assert f"№ {result.number} в журнале печати" in text
    assert "ЧЕРНОВИК" not in text
    register(screen, qtbot)
    line = screen.copies.model.line_at(0)
    assert line is not None
    assert (line.number, line.digest, line.sheets) == (result.number, result.digest, result.sheets)
    assert line.subjects == ("Русский язык", "Математика")
    assert heard[0].startswith(f"Копия № {result.number}: ")
    assert list(tmp_path.glob(".*")) == []


def test_freezing_and_rendering_are_not_done_on_the_ui_thread(
    screen: PrintingScreen, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()

    def watched(document: Document) -> Rendered:
        threads.add(threading.get_ident())
        return render(document)

    monkeypatch.setattr(rendering, "render", watched)
    printed(screen, tmp_path / "copy.pdf", qtbot)
    screen.board.choose_period(TERM_1)
    screen.board.pages.tick_only(MATHS)
    qtbot.waitUntil(lambda: screen.board.precheck is not None)
    assert threads
    assert threading.get_ident() not in threads


def test_a_file_that_cannot_be_written_leaves_no_line(
    screen: PrintingScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    heard = told(screen)
    with qtbot.waitSignal(screen.board.refused):
        screen.print_to(tmp_path / "нет такой папки" / "копия.pdf")
    assert "копия в журнал печати не внесена" in heard[0]
    screen.show_copies()
    qtbot.waitUntil(lambda: screen.copies.is_read)
    assert screen.copies.model.rowCount() == 0


def test_a_line_that_is_not_written_leaves_no_file(
    workspace: Workspace, tasks: Tasks, tmp_path: Path, qtbot: QtBot
) -> None:
    kept = tmp_path / "kept.pdf"
    kept.write_bytes(b"older")
    wish = TermWish(CLASS_5A, (RUSSIAN,), TERM_1, workspace.now.date())
    done: list[Printed] = []
    faults: list[Exception] = []
    for path in (tmp_path / "first.pdf", kept):  # both are given the same number
        print_term(workspace, tasks, wish, path, done.append, faults.append)
    qtbot.waitUntil(lambda: len(done) + len(faults) == 2)
    assert len(done) == 1
    assert "её номер занят другой печатью" in str(faults[0])
    other = kept if done[0].path != kept else tmp_path / "first.pdf"
    assert (other.read_bytes() if other.exists() else None) in (b"older", None)
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.clause("ANC-P4.D.3")
def test_the_register_carries_a_copy_from_the_printer_to_the_archive(
    screen: PrintingScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    printed(screen, tmp_path / "copy.pdf", qtbot)
    register(screen, qtbot)
    buttons = screen.register.panel.buttons
    for step, done in (("checked", "проверена"), ("certified", "заверена"), ("handed", "передана")):
        (offered,) = [name for name, made in buttons.items() if made.isVisible()]
        assert offered == step
        buttons[offered].click()
        qtbot.waitUntil(partial(is_in_state, screen, f"{done} 26.10"))
    line = screen.copies.model.line_at(0)
    assert line is not None
    assert line.marks["certified"].name == "Е.П. Смирнова"
    assert line.marks["handed"].name == "О.И. Громов"  # no secretary in this school
    assert not any(made.isVisible() for made in buttons.values())


def test_a_copy_goes_out_of_date_before_the_eyes_of_whoever_looks_at_it(
    screen: PrintingScreen, story: Story, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    printed(screen, tmp_path / "copy.pdf", qtbot)
    register(screen, qtbot)
    workspace.announce(story.overwrite_mark(MATHS, 0, PETR, "2"))
    qtbot.waitUntil(lambda: state(screen) == "устарела, напечатана")
    line = screen.copies.model.line_at(0)
    assert line is not None
    assert line.outdated == ("Математика",)
    assert not screen.register.panel.buttons["checked"].isEnabled()


@pytest.mark.parametrize("who", [PETROVA, GROMOV])
def test_who_may_not_certify_reads_why(
    story: Story,
    screen: PrintingScreen,
    tasks: Tasks,
    theme: Theme,
    tmp_path: Path,
    qtbot: QtBot,
    who: str,
) -> None:
    printed(screen, tmp_path / "copy.pdf", qtbot)
    other = Workspace(story.store, story.clock, SCHOOL, who)
    theirs = shown(PrintingScreen(other, tasks, theme), qtbot)
    register(theirs, qtbot)
    panel = theirs.register.panel
    assert not panel.buttons["checked"].isEnabled()
    assert panel.why == "Сверяет заместитель директора или директор."


def test_a_teacher_prints_a_draft_of_her_own_page(
    story: Story, tasks: Tasks, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = Workspace(story.store, story.clock, SCHOOL, ORLOVA)
    screen = PrintingScreen(workspace, tasks, theme)
    screen.board.choose_class(CLASS_5A)
    shown(screen, qtbot)
    assert screen.board.pages.pages == (MATHS,)
    result = printed(screen, tmp_path / "draft.pdf", qtbot)
    assert result.draft.startswith("Копию для заверения печатает")
    text = text_of(tmp_path / "draft.pdf", screen, qtbot)
    assert "Черновик, заверению не подлежит" in text
    assert "Верно." not in text
    register(screen, qtbot)
    assert state(screen) == "черновик"


def test_a_page_can_be_offered_from_another_screen(screen: PrintingScreen, qtbot: QtBot) -> None:
    screen.show_copies()
    screen.choose(MATHS, TERM_1)
    assert screen.board.pages.chosen == (MATHS,)
    assert screen.page.isVisible()
    assert screen.board.file_name().startswith("5А, I четверть, Математика")


def test_ctrl_p_asks_for_the_file(screen: PrintingScreen, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.page.print.clicked):
        screen.actions()[0].trigger()
    (dialog,) = screen.findChildren(QFileDialog)
    with qtbot.waitSignals([screen.page.print_wished, screen.board.printed]):
        dialog.fileSelected.emit(str(tmp_path / "copy.pdf"))
    dialog.reject()
    assert (tmp_path / "copy.pdf").exists()
