"""Cells and columns of the register in words, for tool tips, the status line and readers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from journal.queries.absence_drafts import AbsenceDraft
from journal.queries.register_view import Cell, GridColumn, GridPupil, RegisterView
from journal.works import WORK_TYPES

MONTHS = (
    ("январь", "января"),
    ("февраль", "февраля"),
    ("март", "марта"),
    ("апрель", "апреля"),
    ("май", "мая"),
    ("июнь", "июня"),
    ("июль", "июля"),
    ("август", "августа"),
    ("сентябрь", "сентября"),
    ("октябрь", "октября"),
    ("ноябрь", "ноября"),
    ("декабрь", "декабря"),
)
BY_CLASS_TEACHER = "Внесено классным руководителем."
_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


def cell_words(cell: Cell, lock: str) -> list[str]:
    """Return sentences about a cell: its sign first, what is flagged, why it is closed."""
    rival = f"«{cell.rival}»" if cell.rival else ""
    told = {
        "pending": "Ждёт переноса на центральный сервер.",
        "contested": f"Спорно: записано также {rival or 'другое значение'}. Решает человек.",
        "held": f"Ждёт решения: {rival or 'запись'}{_because(cell.words)}.",
        "refused": f"Отклонено: {rival or 'запись'}{_because(cell.words)}.",
    }
    words = [told[cell.sign]] if cell.sign in told else []
    if cell.late:
        words.append("Записано с опозданием.")
    if lock:
        words.append(lock)
    return words


def draft_words(draft: AbsenceDraft) -> str:
    """Return what a roll call would take over, and how."""
    return f"Предлагается «{draft.code}»: {draft.words}. Перекличка (F6) запишет."


def spoken_words(whose: str, text: str, words: str) -> str:
    """Return what a reader hears of a cell: whose it is, what stands there, what is to know."""
    return ". ".join((f"{whose}: {text or 'пусто'}", *words.splitlines()))


def column_words(column: GridColumn, view: RegisterView) -> str:
    """Return what a column header stands for."""
    work = WORK_TYPES[column.work].name
    lines = [f"{long_day(column.day)}, урок по расписанию № {column.slot}"]
    name = f"{work}: {column.title}" if column.title else work
    lines.append(f"{name}, вес {shown_weight(column.weight)}" if view.graded else "Посещаемость")
    if not column.future:
        lines.append("Перекличка проведена" if column.called else "Переклички не было")
    line = next((each for each in view.lines if each.lesson == column.lesson), None)
    if line is not None and line.note:
        lines.append(line.note)
    if column.locked:
        lines.append(column.locked)
    return "\n".join(lines)


def name_words(pupil: GridPupil) -> str:
    """Return what a name stands for: the pupil in full, with arrival or leaving."""
    return ", ".join(part for part in (pupil.full_name, pupil.note) if part)


def lack_words(pupil: GridPupil) -> str:
    """Return how many marks a pupil is short of, as a sentence; "" when of none."""
    if not pupil.lacks:
        return ""
    return f"Мало отметок: к этому дню не хватает {pupil.lacks}."


def short_of_marks(view: RegisterView) -> str:
    """Return who is short of marks, for the head of «Средний»."""
    short = [f"{pupil.name}: не хватает {pupil.lacks}" for pupil in view.pupils if pupil.lacks]
    if not short:
        return "Средний балл за период. Отметок хватает у всех."
    return "\n".join((f"Средний балл за период. Мало отметок: {len(short)}", *short))


def long_day(day: date) -> str:
    """Return a day as people say it: «20 ноября, пятница»."""
    return f"{day.day} {MONTHS[day.month - 1][1]}, {_WEEKDAYS[day.weekday()]}"


def shown_mean(mean: Decimal | None) -> str:
    """Return a mean with two decimals and the Russian comma; "" without one."""
    return "" if mean is None else f"{mean:.2f}".replace(".", ",")


def shown_weight(weight: Decimal) -> str:
    """Return a weight without idle zeros, with the Russian comma."""
    return f"{weight.normalize():f}".replace(".", ",")


def short_period(name: str) -> str:
    """Return the name of a period for a narrow column: «II ч.», «I пол.»."""
    number, _, kind = name.partition(" ")
    if name == "Годовая":
        return "Год"
    shorts = {"четверть": "ч.", "полугодие": "пол.", "триместр": "тр."}
    return f"{number} {shorts[kind]}" if kind in shorts else name


def _because(words: str) -> str:
    return f" ({words.rstrip('.')})" if words else ""
