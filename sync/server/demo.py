"""The centre of the demonstration: the same application with a clock that the story moves.

Only this composition root can do that; the product has no switch for it.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from journal.clock import Reading, to_ms
from journal.errors import UserError
from sync.server.serving import Address, serve

_STARTED = datetime(2026, 1, 1, tzinfo=UTC)


class FileClock:
    """A clock that stands in a JSON file, ``{"wall": "2026-10-23T08:00:00+03:00"}``.

    Whoever moves it replaces the file as a whole.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> Reading:
        """Return the moment that stands in the file now."""
        text = json.loads(self._file.read_text(encoding="utf-8"))["wall"]
        wall = datetime.fromisoformat(text)
        return Reading(wall, to_ms(wall) - to_ms(_STARTED), "demo0000")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the demonstration."""
    parser = argparse.ArgumentParser(description="Центральный сервер для показа")
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--clock", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        serve(options.database, Address(port=options.port), FileClock(options.clock))
    except UserError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
