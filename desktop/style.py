"""The small style sheet that goes on top of Fusion and the palette."""

from typing import get_args

from desktop.icons import icon_file
from desktop.tokens import (
    CARD_RADIUS,
    CONTROL_HEIGHT,
    LIST_ROW,
    RADIUS,
    SMALL_TEXT,
    Tokens,
    Tone,
    mixed,
)

# Widgets ask for a look by the dynamic property ``look``; views/elements.py sets it.
_SHEET = """
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {edge}; padding: 4px 6px; }}

QFrame[look="card"] {{
    background: {surface}; border: 1px solid {line}; border-radius: {card_radius}px; }}
QFrame[look="rule"] {{ background: {inner_line}; border: none; }}
QLabel {{ background: transparent; }}
QLabel[look="muted"] {{ color: {muted}; }}
QLabel[look="small"] {{ color: {muted}; font-size: {small}px; }}
QLabel[look="refusal"] {{
    background: {bad_weak}; color: {bad}; border-radius: {radius}px; padding: 8px 10px; }}
QLabel[look="notice"] {{
    background: {accent_weak}; color: {text}; border-radius: {radius}px; padding: 8px 10px; }}
QLabel[look="warning"] {{
    background: {waiting_weak}; color: {waiting}; border-radius: {radius}px; padding: 8px 10px; }}
QLabel[look="key"] {{
    background: {window}; color: {muted}; border: 1px solid {edge}; border-radius: 3px;
    padding: 0 4px; font-size: {key}px; }}

QLabel[pill="true"] {{ border-radius: 10px; padding: 3px 10px; font-weight: bold; }}
{tones}
QPushButton {{
    background: {surface}; color: {text}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: 0 12px; min-height: {inside}px; }}
QPushButton:hover {{ background: {window}; }}
QPushButton:pressed, QPushButton:checked {{ background: {accent_weak}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 11px; min-height: {inside_focus}px; }}
QPushButton:disabled {{ color: {disabled}; background: {locked}; border-color: {line}; }}
QPushButton[look="primary"] {{
    background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: bold; }}
QPushButton[look="primary"]:hover, QPushButton[look="primary"]:pressed {{
    background: {accent_strong}; border-color: {accent_strong}; }}
QPushButton[look="primary"]:focus {{ border: 2px solid {ring}; }}
QPushButton[look="primary"]:disabled {{
    background: {accent_weak}; color: {disabled}; border-color: {accent_weak}; }}
QPushButton[look="link"] {{
    background: transparent; color: {accent}; border: 1px solid transparent; padding: 0 4px; }}
QPushButton[look="link"]:hover {{ text-decoration: underline; }}
QPushButton[look="link"]:focus {{ border: 1px solid {accent}; }}
QPushButton[look="turn"] {{
    background: transparent; color: {muted}; border: 1px solid {line}; padding: 0 8px;
    min-height: 20px; font-size: {small}px; }}
QPushButton[look="turn"]:checked {{
    background: {accent_weak}; color: {accent}; border-color: {accent}; }}
QPushButton[look="turn"]:focus {{ border: 2px solid {accent}; padding: 0 7px; min-height: 18px; }}
QPushButton[look="turn"]:disabled {{ color: {disabled}; }}
QPushButton[look="hint"] {{
    background: transparent; color: {muted}; border: 1px solid transparent; padding: 0 4px;
    min-height: 20px; font-size: {small}px; }}
QPushButton[look="hint"]:hover {{ color: {text}; text-decoration: underline; }}
QPushButton[look="hint"]:focus {{ border-color: {accent}; }}
QPushButton[look="user"] {{
    background: transparent; border: 1px solid transparent; padding: 0 6px; font-weight: bold; }}
QPushButton[look="user"]:hover {{ background: {window}; }}
QPushButton[look="user"]:focus {{ border: 2px solid {accent}; padding: 0 5px; }}
QPushButton[look="user"]::menu-indicator {{
    image: url("{arrow}"); width: 12px; subcontrol-origin: padding;
    subcontrol-position: center right; right: 4px; }}
QPushButton[look="menu"] {{ padding: 0 18px 0 12px; }}
QPushButton[look="menu"]:focus {{ padding: 0 17px 0 11px; }}
QPushButton[look="menu"]::menu-indicator {{
    image: url("{arrow}"); width: 13px; subcontrol-origin: padding;
    subcontrol-position: center right; right: 8px; }}
QPushButton[look="link"]:disabled {{ color: {disabled}; }}

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {{
    background: {surface}; color: {text}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: 0 8px; selection-background-color: {accent}; selection-color: {on_accent}; }}
QPlainTextEdit, QTextEdit {{ padding: 4px 6px; }}
QLineEdit, QAbstractSpinBox, QComboBox {{ min-height: {inside}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{
    border: 2px solid {accent}; }}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{
    padding: 0 7px; min-height: {inside_focus}px; }}
QLineEdit[refused="true"] {{ border-color: {bad}; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled {{
    background: {locked}; color: {muted}; border-color: {line}; }}
QLineEdit:read-only {{ background: {locked}; }}
QComboBox {{ padding-right: 26px; }}
QComboBox:focus {{ padding-right: 25px; }}
QComboBox::drop-down, QDateEdit::drop-down {{
    subcontrol-origin: border; subcontrol-position: center right; width: 26px; border: none; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{arrow}"); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{
    background: {surface}; border: 1px solid {edge}; padding: 4px; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 6px; }}

QLineEdit {{ lineedit-password-character: 8226; }}

QAbstractSpinBox {{ padding-right: 22px; max-height: {inside}px; }}
QAbstractSpinBox:focus {{ max-height: {inside_focus}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    subcontrol-origin: border; width: 20px; border: none; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin-top: 3px; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin-bottom: 3px; }}
QAbstractSpinBox::up-arrow {{ image: url("{arrow_up}"); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url("{arrow}"); width: 10px; height: 10px; }}

QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px 0; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {disabled}; }}
QCheckBox::indicator {{
    width: 14px; height: 14px; border: 1px solid {edge_strong}; border-radius: 3px;
    background: {surface}; }}
QCheckBox::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url("{tick}"); }}
QCheckBox::indicator:disabled {{ background: {locked}; border-color: {line}; }}
QCheckBox::indicator:focus {{ border: 2px solid {accent}; width: 12px; height: 12px; }}
QRadioButton::indicator {{
    width: 14px; height: 14px; border: 1px solid {edge_strong}; border-radius: 8px;
    background: {surface}; }}
QRadioButton::indicator:checked {{
    width: 6px; height: 6px; border: 5px solid {accent}; background: {on_accent}; }}
QRadioButton::indicator:disabled {{ background: {locked}; border-color: {line}; }}
QRadioButton::indicator:focus {{ border-color: {accent}; }}

QProgressBar {{
    background: {inner_line}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}

QTableView, QListView, QTreeView {{
    background: {surface}; color: {text}; gridline-color: {inner_line};
    border: 1px solid {line}; border-radius: {card_radius}px; outline: none;
    alternate-background-color: {surface};
    selection-background-color: {row}; selection-color: {text}; }}
QTableView[look="bare"], QListView[look="bare"], QTreeView[look="bare"] {{
    border: none; border-radius: 0; }}
QListView::item {{ min-height: {list_row}px; padding: 0 8px; }}
QListView::item:selected {{ background: {row}; color: {text}; }}
QHeaderView, QTableCornerButton::section {{ background: {window}; border: none; }}
QHeaderView::section {{
    background: {window}; color: {muted}; border: none; border-bottom: 1px solid {line};
    padding: 3px 8px; font-size: {small}px; }}

QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar {{ background: transparent; border: none; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {edge_strong}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QMenu {{ background: {surface}; border: 1px solid {edge}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent_weak}; color: {text}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {inner_line}; margin: 4px 6px; }}
QSplitter::handle {{ background: transparent; }}
"""


# a coloured word, and the same word as a pill on the background of its tone
_TONE_SHEET = """
QLabel[tone="{tone}"] {{ color: {colour}; }}
QLabel[tone="{tone}"][pill="true"] {{ background: {ground}; }}"""


def style_sheet(tokens: Tokens) -> str:
    """Return the application's style sheet in the colours of one theme."""
    shade = "dark" if tokens.is_dark else "light"
    tones = [(tone, *tokens.tone(tone)) for tone in get_args(Tone)]
    return _SHEET.format(
        tones="".join(
            _TONE_SHEET.format(tone=tone, colour=colour, ground=ground)
            for tone, colour, ground in tones
        ),
        list_row=LIST_ROW,
        window=tokens.window,
        surface=tokens.surface,
        line=tokens.line,
        inner_line=tokens.inner_line,
        edge=mixed(tokens.line, tokens.muted, 0.25),
        edge_strong=mixed(tokens.line, tokens.muted, 0.75),
        text=tokens.text,
        muted=tokens.muted,
        disabled=tokens.disabled,
        accent=tokens.accent,
        accent_strong=tokens.accent_strong,
        accent_weak=tokens.accent_weak,
        on_accent=tokens.on_accent,
        ring=mixed(tokens.accent, tokens.text, 0.6),
        row=tokens.row,
        bad=tokens.bad,
        bad_weak=tokens.bad_weak,
        waiting=tokens.waiting,
        waiting_weak=tokens.waiting_weak,
        locked=tokens.locked,
        small=SMALL_TEXT,
        key=SMALL_TEXT - 1,
        radius=RADIUS,
        card_radius=CARD_RADIUS,
        inside=CONTROL_HEIGHT - 2,
        inside_focus=CONTROL_HEIGHT - 4,
        arrow=icon_file(f"arrow-{shade}").as_posix(),
        arrow_up=icon_file(f"arrow-up-{shade}").as_posix(),
        tick=icon_file(f"tick-{shade}").as_posix(),
    )
