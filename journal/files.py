"""Small files beside a journal: after a crash they are the old ones or the new ones, never half."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from journal.steps import reached

UNFINISHED = ".new"
"""How the names of files end that a crash may have left; nothing in them is needed."""


def replace_file(path: Path, content: str | bytes) -> None:
    """Write ``content`` durably in place of what was there.

    Raises:
        OSError: it cannot be written; the old file stays.
    """
    # a name of its own: another program may be writing the same file at this moment
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        with fresh.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        reached("file.written")
        os.replace(fresh, path)
    except OSError:
        # on a full disk the half of a file would take the room that others need
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def make_durable(folder: Path) -> None:
    """Make new names in a folder survive a power cut, where a folder can be synchronised."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
