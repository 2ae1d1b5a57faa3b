"""The colours and sizes everything on screen is painted with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["accent", "good", "waiting", "bad", "held", "muted"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme: colours as ``#RRGGBB``, named by their use.

    ``..._weak`` is the background that belongs to a tone; the text of the tone and the ordinary
    text are readable on it (at least 4.5:1, as on every other background). ``disabled`` is paler,
    but still to be made out (3:1).
    """

    is_dark: bool
    window: str  # behind everything
    surface: str  # cards, tables, fields
    line: str  # borders of cards and fields
    inner_line: str  # rules inside a card, the grid of a table
    text: str
    muted: str
    disabled: str
    accent: str  # selection, links, the one primary button of a screen
    accent_strong: str  # the primary button under the mouse
    on_accent: str  # text on either of them
    accent_weak: str
    row: str  # the current row, today's column
    good: str
    good_weak: str
    waiting: str
    waiting_weak: str
    waiting_dot: str  # a spot, never text
    bad: str
    bad_weak: str
    held: str
    held_weak: str
    locked: str  # cells that cannot be typed in

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Return text and background of a tone."""
        return {
            "accent": (self.accent, self.accent_weak),
            "good": (self.good, self.good_weak),
            "waiting": (self.waiting, self.waiting_weak),
            "bad": (self.bad, self.bad_weak),
            "held": (self.held, self.held_weak),
            "muted": (self.muted, self.locked),
        }[tone]


LIGHT = Tokens(
    is_dark=False,
    window="#F4F6F9",
    surface="#FFFFFF",
    line="#D9DEE5",
    inner_line="#E6EAEF",
    text="#1B2430",
    muted="#5C6B7D",
    disabled="#788492",
    accent="#2457C5",
    accent_strong="#1C489F",
    on_accent="#FFFFFF",
    accent_weak="#E8EEFB",
    row="#F0F5FF",
    good="#1B6B43",
    good_weak="#E4F3EB",
    waiting="#8A5100",
    waiting_weak="#FCF1DC",
    waiting_dot="#E0A030",
    bad="#B3261E",
    bad_weak="#FBE7E5",
    held="#553399",
    held_weak="#EFE8FB",
    locked="#F1F3F6",
)

DARK = Tokens(
    is_dark=True,
    window="#12161C",
    surface="#1A2028",
    line="#343D49",
    inner_line="#29313B",
    text="#E4E9F0",
    muted="#9AA8B8",
    disabled="#748090",
    accent="#8AB0FF",
    accent_strong="#A8C4FF",
    on_accent="#0D1830",
    accent_weak="#22304D",
    row="#1C2638",
    good="#74CFA0",
    good_weak="#17332A",
    waiting="#EDBB63",
    waiting_weak="#382B12",
    waiting_dot="#D9962B",
    bad="#FF9D94",
    bad_weak="#43211F",
    held="#C7ABFF",
    held_weak="#30264E",
    locked="#20262F",
)

# Sizes in device-independent pixels; the screen's scale is Qt's business.
BODY_TEXT = 14
SMALL_TEXT = 12
TITLE_TEXT = 16
PAGE_TITLE_TEXT = 20
GRID_ROW = 25
LIST_ROW = 26
MARK_COLUMN = 38
CONTROL_HEIGHT = 30
GAP_SMALL, GAP, GAP_LARGE = 8, 12, 14
RADIUS, CARD_RADIUS = 6, 8


def mixed(first: str, second: str, share: float) -> str:
    """Return the colour ``share`` (0 .. 1) of the way from the first to the second."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 .. 21.

    Source: WCAG 2.1, definition of contrast ratio; 4.5 is the least for text (1.4.3).
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
