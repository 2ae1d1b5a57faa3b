"""What the program says about its connection with the central server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["synced", "outage", "transfer", "attention", "offline"]


@dataclass(frozen=True, slots=True)
class LinkState:
    """One state of the connection chip.

    Attributes:
        kind: synced - everything is at the centre; outage - a temporary journal is open;
            transfer - entries are on their way; attention - a person has to decide;
            offline - no contact for the moment, not yet an outage.
        text: the words on the chip, complete without the colour.
        tip: the longer words of its tool tip, may be empty.
        share: 0 .. 1 of a transfer that is done, or ``None``.
    """

    kind: LinkKind
    text: str
    tip: str = ""
    share: float | None = None
