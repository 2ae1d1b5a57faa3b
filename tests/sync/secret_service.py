"""A program of its own, inside a session with a real keyring: remember a journal, open it, forget.

Run by ``test_remembering``; prints one line when all went as it should.
"""

import sys
from pathlib import Path

from journal.errors import UserError
from sync.remembering import Memory
from tests.journal.desks import KEY
from tests.sync.centre import PASSWORD
from tests.sync.lone import lone_journal


def main(folder: Path) -> None:
    """Do it in a fresh folder."""
    place = lone_journal(folder)
    memory = Memory(folder)
    assert memory.refusal == "", memory.refusal
    memory.remember(place, PASSWORD)
    assert memory.recall(place) == KEY
    memory.forget(place)
    try:
        memory.recall(place)
    except UserError:
        print("remembered and forgotten")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
