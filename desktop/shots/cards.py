"""Pictures of the cards of a class: half filled, full, contested, none, read by the deputy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.models.cards_board import CardsBoard
from desktop.shots.register_school import (
    CLASS_7B,
    CLASS_9A,
    DEPUTY,
    NAMES,
    PUPILS,
    SCHOOL,
    TEACHER,
    open_register,
)
from desktop.shots.render import Shot, Stage
from desktop.shots.window import open_window
from desktop.views.my_class.card_fields import TypedField
from desktop.views.my_class.cards_page import CardsPage
from desktop.views.my_class.screen import ClassScreen
from desktop.views.question import Question
from desktop.views.screen import Screen
from desktop.workspace import Workspace
from journal.entries import Receipt
from journal.log import read_entries
from journal.projection import refold, set_receipts
from journal.services.cards import SwitchField, switch_field
from journal.tables import EntryRow

_WHOLE = 15
_OF_CARDS = ("card.edit", "parent.set", "card.confirm")
_MOTHERS = (
    ("Алексеева", "Ольга", "Игоревна"),
    ("Андреева", "Наталья", "Павловна"),
    ("Белова", "Гульнара", "Рустамовна"),
    ("Седых", "Любовь", ""),
)
_LONG = (
    "Константинопольская-Преображенская",
    "Александра-Валентина",
    "Вячеславовна",
    "ул. Большая Краснознамённая, д. 127, корп. 3, кв. 1215, г. Северореченск, 654321",
)


def _cards(
    then: Callable[[CardsPage], None] = lambda _: None,
    user: str = TEACHER,
    class_id: str = CLASS_9A,
    fields: Sequence[str] = ("phone",),
    fill: Callable[[Workspace], Workspace] | None = None,
) -> Callable[[Stage], QWidget]:
    def build(stage: Stage) -> QWidget:
        shell, screen = open_window(
            stage,
            lambda folder: (fill or partial(_filled, fields=fields))(open_register(folder, user)),
            lambda workspace: ClassScreen(workspace, stage.tasks, stage.theme),
            (
                Screen("transfer", "&Перенос", "transfer", "Перенос записей"),
                Screen("print", "Пе&чать", "print", "Печать"),
            ),
            "09:04",
        )
        page = screen.cards
        screen.turn(screen.pages.index(page))
        screen.show_class(class_id)
        then(page)
        page.board.refresh()
        stage.app.processEvents()
        return shell

    return build


def _filled(workspace: Workspace, fields: Sequence[str]) -> Workspace:
    """Fill the cards of a class as its teacher and the deputy would by November."""
    deputy, teacher = (
        Workspace(workspace.store, workspace.clock, SCHOOL, user) for user in (DEPUTY, TEACHER)
    )
    for field in fields:
        deputy.execute(switch_field, SwitchField(field, True, "14-од", date(2026, 9, 3)))
    board = CardsBoard(teacher)
    board.show_class(CLASS_9A)
    for place, pupil in enumerate(PUPILS[:_WHOLE]):
        board.show_pupil(pupil)
        girl = NAMES[place].split()[0].endswith("а")
        board.write("sex", "женский" if girl else "мужской")
        board.write("birth_date", f"{place + 1}.0{place % 9 + 1}.2011")
        board.add_parent("мать", *_MOTHERS[place % len(_MOTHERS)])
        board.refresh()
        (mother,) = board.card.parents if board.card is not None else ()
        if place % 4 != 1:
            board.write("sex", "женский", mother.id)
            board.refresh()
            board.write("birth_date", f"12.05.19{80 + place}", mother.id)
        board.refresh()
        if "phone" in fields:
            board.write("phone", f"8 900 000 00 {place + 10}", mother.id)
        if place % 3 == 0:
            board.confirm()
        board.refresh()
    for spare in (deputy, teacher):
        spare.deleteLater()
    return workspace


def _requested(workspace: Workspace) -> Workspace:
    """Let the centre hold a change that the teacher asked for."""
    _filled(workspace, ("phone",))
    board = CardsBoard(workspace)
    board.show_class(CLASS_9A)
    board.show_pupil(PUPILS[3])
    board.ground = "свидетельство о рождении"
    board.write("birth_date", "14.04.2011")
    with workspace.store.writing() as session:
        entries = read_entries(session, EntryRow.kind.in_(_OF_CARDS), limit=10**4)
        receipts = {
            entry.id: Receipt(
                epoch="e1",
                number=10**6 + place,
                verdict="held" if entry is entries[-1] else "accepted",
                accepted_ms=entry.wall_ms,
            )
            for place, entry in enumerate(entries)
        }
        set_receipts(session, SCHOOL, receipts)
        refold(session, SCHOOL, [entry.key for entry in entries])
    return workspace


def _choose(place: int, page: CardsPage) -> None:
    page.open_card(PUPILS[place])


def _corrected(page: CardsPage) -> None:
    page.open_card(PUPILS[3])
    board = page.board
    board.ground = "заявление родителя"
    (mother,) = board.card.parents if board.card is not None else ()
    board.write("phone", "+7 900 000-00-99", mother.id)
    board.refresh()
    page.panel.show_history()


def _refused(page: CardsPage) -> None:
    page.open_card(PUPILS[20])
    field = page.panel.form.grid.fields["birth_date"]
    field.setFocus()
    if isinstance(field, TypedField):
        field.setText("31.02.2011")
        field.submitted.emit(True)


def _many_parents(page: CardsPage) -> None:
    """The longest names and as many parents as a card may get."""
    page.open_card(PUPILS[0])
    board = page.board
    for field, text in zip(("surname", "name", "patronymic"), _LONG, strict=False):
        board.write(field, text)
        board.refresh()
    board.write("address", _LONG[3])
    for relation in ("отец", "опекун", "законный представитель"):
        board.add_parent(relation, *_LONG[:3])
        board.refresh()


def _nobody(page: CardsPage) -> None:
    page.list.search.setText("ъъъ")
    page.list.search.textEdited.emit("ъъъ")


def _asked_fields(page: CardsPage) -> None:
    page.fields.click()
    _lay_into(page)


def _asked_parent(page: CardsPage) -> None:
    page.panel.form.new_parent.click()
    _lay_into(page)


def _lay_into(page: CardsPage) -> None:
    """A window of its own is not in the picture: lay the question into the page."""
    question = page.findChild(Question)
    if question is None:
        return
    question.hide()
    question.setParent(page, Qt.WindowType.Widget)
    question.setAutoFillBackground(True)
    question.resize(question.sizeHint())
    question.move(380, 120)
    question.show()
    question.raise_()


SHOTS: tuple[Shot, ...] = (
    Shot("cards", "Карточки: карта ученика", _cards(partial(_choose, 1))),
    Shot(
        "cards-new", "Карточки: полей по решению школы нет", _cards(partial(_choose, 20), fields=())
    ),
    Shot("cards-history", "Карточки: история", _cards(_corrected)),
    Shot(
        "cards-asked",
        "Карточки: изменение ждёт решения",
        _cards(partial(_choose, 3), fill=_requested),
    ),
    Shot("cards-refused", "Карточки: дата не принята", _cards(_refused)),
    Shot(
        "cards-long",
        "Карточки: длинные имена, четыре представителя",
        _cards(_many_parents, fields=("phone", "address", "email")),
    ),
    Shot("cards-nobody", "Карточки: никого не найдено", _cards(_nobody)),
    Shot("cards-empty", "Карточки: списка класса ещё нет", _cards(class_id=CLASS_7B)),
    Shot("cards-parent", "Карточки: новый представитель", _cards(_asked_parent)),
    Shot("cards-deputy", "Карточки: решение школы о полях", _cards(_asked_fields, DEPUTY)),
)
