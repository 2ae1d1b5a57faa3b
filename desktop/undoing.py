"""What a user did in this session, in the order of doing: what can be taken back and done again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journal.errors import UserError

_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Done:
    """One action that can be taken back, with the words the status line shows for it."""

    entries: tuple[str, ...]
    words: str


class UndoStack:
    """One for the whole workspace: marks, topics and term marks of all screens lie on it.

    To take an action back writes entries; ``same`` says which older entry each of them brought
    back, so that the action before it can be taken back too.
    """

    def __init__(self) -> None:
        self._done: list[Done] = []
        self._undone: list[Done] = []
        self._same: dict[str, str | None] = {}

    @property
    def last_done(self) -> Done | None:
        """The action that is taken back next."""
        return self._done[-1] if self._done else None

    @property
    def last_undone(self) -> Done | None:
        """The action that is done again next."""
        return self._undone[-1] if self._undone else None

    @property
    def same(self) -> Mapping[str, str | None]:
        """Entries that brought an older one back, each with the one it stands for."""
        return self._same

    def push(self, done: Done) -> None:
        """Take note of an action; what was taken back before it cannot be done again."""
        self._done = [*self._done[-_DEPTH + 1 :], done]
        self._undone.clear()

    def push_done_again(self, done: Done) -> None:
        """Take note of an action that was done again."""
        if done.entries:
            self._done.append(done)

    def push_undone(self, undone: Done) -> None:
        """Take note of an action that was taken back; ``entries`` are those that did it."""
        if undone.entries:
            self._undone.append(undone)

    def take_done(self) -> Done:
        """Return the last action and forget it.

        Raises:
            UserError: there is none.
        """
        if not self._done:
            raise UserError("Отменять нечего: в этом сеансе записей ещё не было.")
        return self._done.pop()

    def take_undone(self) -> Done:
        """Return what was taken back last and forget it.

        Raises:
            UserError: there is nothing.
        """
        if not self._undone:
            raise UserError("Повторять нечего: после последней записи ничего не отменялось.")
        return self._undone.pop()

    def learn(self, brought: Mapping[str, str | None]) -> None:
        """Take note of which older entry each new one brought back."""
        self._same |= {
            new: self._same.get(old, old) if old is not None else None
            for new, old in brought.items()
        }
