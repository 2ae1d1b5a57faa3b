"""Small files beside a journal: after a crash they are the old ones or the new ones, never half."""

import os
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Write ``text`` durably in place of what was there.

    Raises:
        OSError: it cannot be written; the old file stays.
    """
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def make_durable(folder: Path) -> None:
    """Make new names in a folder survive a power cut, where a folder can be synchronised."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
