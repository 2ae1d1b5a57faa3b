"""A window as somebody meets it who has no mouse, or no screen at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QLabel,
    QScrollArea,
    QWidget,
)

from desktop.views.register.bubble import Bubble
from desktop.views.register.popover import Popover
from tests.desktop.keys import press

_MOST_ROWS, _MOST_COLUMNS = 12, 24
_PARTS_OF_A_DATE = 4
_TAB = Qt.FocusPolicy.TabFocus.value


@dataclass(frozen=True, slots=True)
class Walk:
    """A round through a window by Tab: the stops it has, and those that were come to."""

    window: QWidget
    wanted: Sequence[QWidget]
    seen: Sequence[QWidget]
    trap: QWidget | None


def faults_of(window: QWidget) -> Iterator[str]:
    """Yield what stands in the way in a window that is shown and active."""
    yield from nameless(window)
    yield from silent_cells(window)
    walk = walk_by_tab(window)
    if walk.trap is not None:
        yield f"Tab does not leave {_words(walk.trap)}"
    yield from (f"Tab does not come to {_words(each)}" for each in _missed(walk))
    yield from _backwards(walk)


def nameless(window: QWidget) -> Iterator[str]:
    """Yield the controls of which a reader says nothing."""
    for each in window.findChildren(QWidget):
        has_focus = each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.focusProxy() is None
        if has_focus and each.isVisibleTo(window) and not name_of(each).strip():
            yield f"{_words(each)} has no name"


def silent_cells(window: QWidget) -> Iterator[str]:
    """Yield the tables of whose rows a mouse is told more than a reader."""
    for view in window.findChildren(QAbstractItemView):
        if not view.isVisibleTo(window):
            continue
        for row in _rows(view.model()):
            spoken = " ".join(_spoken(index) for index in row)
            tips = [str(index.data(Qt.ItemDataRole.ToolTipRole) or "") for index in row]
            untold = [line for tip in tips for line in tip.splitlines() if line not in spoken]
            if untold:
                yield f"{_words(view)}, row {row[0].row()} keeps back {untold}"
                break


def walk_by_tab(window: QWidget) -> Walk:
    """Press Tab until it comes back to where it began."""
    wanted = [each for each in window.findChildren(QWidget) if _is_stop(each, window)]
    seen: list[QWidget] = []
    focus = _focus()
    if focus not in wanted and wanted:
        wanted[0].setFocus()
        focus = _focus()
    while focus is not None and focus not in seen and len(seen) <= len(wanted) + 2:
        seen.append(focus)
        presses = _PARTS_OF_A_DATE if isinstance(focus, QAbstractSpinBox) else 1
        for _ in range(presses):
            if _focus() is focus:
                press(focus, Qt.Key.Key_Tab, text="\t")
        if _focus() is focus and len(wanted) > 1:
            return Walk(window, wanted, seen, trap=focus)
        focus = _focus()
    return Walk(window, wanted, seen, trap=None)


def cut_off(window: QWidget) -> Iterator[str]:
    """Yield the controls that stand beyond the window's edge and cannot be scrolled to."""
    for each in window.findChildren(QWidget):
        is_fixed = not _floats(each) and not _scrolls(each, window)
        if _is_stop(each, window) and is_fixed and not window.rect().contains(_box(each, window)):
            yield f"{_words(each)} is cut off at {window.width()} x {window.height()}"


def _scrolls(widget: QWidget, window: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not window and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return isinstance(parent, QScrollArea)


def _focus() -> QWidget | None:
    return QApplication.focusWidget()


def name_of(widget: QWidget) -> str:
    """Return what a reader calls a control."""
    if isinstance(widget, QComboBox):  # Qt takes its present choice for the name
        labels = widget.window().findChildren(QLabel)
        buddies = (each.text() for each in labels if each.buddy() is widget)
        return widget.accessibleName() or next(buddies, "")
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _is_stop(widget: QWidget, window: QWidget) -> bool:
    return bool(
        widget.focusPolicy().value & _TAB
        and widget.window() is window
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    )


def _missed(walk: Walk) -> Iterator[QWidget]:
    """Yield the stops that were never come to; of buttons that exclude each other one is enough."""
    groups = {_group(each) for each in walk.seen}
    for each in walk.wanted:
        is_there = each.isVisible() and not _floats(each)
        if is_there and each not in walk.seen and _group(each) not in groups:
            yield each


def _group(widget: QWidget) -> object:
    """Return those among which arrows go, once Tab has come to one of them."""
    buttons: QButtonGroup | None = widget.group() if isinstance(widget, QAbstractButton) else None
    return buttons if buttons is not None and buttons.exclusive() else widget


def _backwards(walk: Walk) -> Iterator[str]:
    """Yield the steps up or to the left; the one from the end to the beginning is none."""
    stops = [each for each in walk.seen if each.isVisible() and not _floats(each)]
    steps = zip(stops, [*stops[1:], *stops[:1]], strict=True)
    back = [(one, other) for one, other in steps if _goes_back(walk.window, one, other)]
    if len(back) > 1:
        for one, other in back:
            yield f"Tab goes back from {_words(one)} to {_words(other)}"


def _goes_back(window: QWidget, one: QWidget, other: QWidget) -> bool:
    here, there = _box(one, window), _box(other, window)
    is_above = there.bottom() <= here.top()
    is_beside = not is_above and there.top() < here.bottom()
    if is_above:  # the next column begins at the top
        return there.left() < here.right()
    return is_beside and there.right() <= here.left()


def _floats(widget: QWidget) -> bool:
    """Tell whether a control lies over the page, at the place it is about."""
    parent: QWidget | None = widget
    while parent is not None and not isinstance(parent, Bubble | Popover):
        parent = parent.parentWidget()
    return parent is not None


def _box(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _rows(model: QAbstractItemModel | None) -> Iterator[Sequence[QModelIndex]]:
    if model is None:
        return
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(min(_MOST_ROWS, model.rowCount())):
        yield [model.index(row, column) for column in range(min(_MOST_COLUMNS, columns))]


def _spoken(index: QModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")


def _words(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return f"{type(widget).__name__} «{name_of(widget)}» in {type(parent).__name__}"
