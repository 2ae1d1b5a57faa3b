"""The floor under a station: its encrypted file, moved over the wire by bulk statements."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import msgspec

from sync.protocol import (
    CONTENT_TYPE,
    MAX_ENTRIES,
    PULL_PATH,
    PUSH_PATH,
    Batch,
    PullAnswer,
    PullRequest,
    PushAnswer,
    Word,
    WordT,
    pack,
    receipts_of,
    unpack,
)
from tests.bench.desk import bare_connection
from tests.bench.floor_rows import NO_DIGEST, Row, fact_rows, log_row, to_the_wire

_ACCEPT = (
    "UPDATE entries SET epoch = ?, number = ?, verdict = ?, accepted_ms = ?, status = 'current' "
    "WHERE school = ? AND id = ?"
)
_STAND = "UPDATE facts SET current = ?, shown = ? WHERE school = ? AND key = ?"


class FloorStation:
    """A journal's file without the journal: reads and writes rows, folds and checks nothing."""

    def __init__(self, path: Path, http: httpx.Client, server: str) -> None:
        self._file = bare_connection(path)
        self._http = http
        self._server = server
        self._school, self._station = self._file.execute(
            "SELECT school, station FROM desk"
        ).fetchone()

    def push(self) -> None:
        """Send what has no number, batch by batch, and keep the numbers."""
        while rows := self._unsent():
            message = Batch(
                self._station,
                rows[0].seq,
                NO_DIGEST,
                [msgspec.Raw(msgspec.msgpack.encode(to_the_wire(row))) for row in rows],
                b"",
            )
            receipts = receipts_of(self._ask(PUSH_PATH, message, PushAnswer))
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany(
                _ACCEPT,
                [
                    (it.epoch, it.number, it.verdict, it.accepted_ms, self._school, row.id)
                    for row in rows
                    for it in (receipts[row.seq],)
                ],
            )
            self._file.executemany(
                _STAND, [(row.id, row.id, self._school, row.key) for row in rows]
            )
            self._file.execute("COMMIT")

    def pull(self) -> None:
        """Fetch what has a higher number than anything here, and keep it."""
        (last,) = self._file.execute("SELECT max(number) FROM entries").fetchone()
        more = True
        while more:
            answer = self._ask(PULL_PATH, PullRequest("", {"": last or 0}), PullAnswer)
            rows = [
                log_row(self._school, it.station, it.seq, it.entry, it.number, it.accepted_ms)
                for it in answer.entries
            ]
            self._file.execute("BEGIN IMMEDIATE")
            self._insert("INSERT", "entries", rows)
            for table, facts in fact_rows(rows).items():
                self._insert("INSERT OR REPLACE", table.name, facts)
            self._file.execute("COMMIT")
            more, last = answer.more, rows[-1]["number"] if rows else last

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _unsent(self) -> list[Any]:
        cursor = self._file.execute(
            "SELECT * FROM entries WHERE school = ? AND station = ? AND number IS NULL "
            f"ORDER BY seq LIMIT {MAX_ENTRIES}",
            (self._school, self._station),
        )
        names = [column[0] for column in cursor.description]
        return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in cursor]

    def _ask(self, path: str, message: Word, answer: type[WordT]) -> WordT:
        headers = {"Content-Type": CONTENT_TYPE}
        response = self._http.post(self._server + path, headers=headers, content=pack(message))
        response.raise_for_status()
        return unpack(response.content, answer)

    def _insert(self, words: str, table: str, rows: list[Row]) -> None:
        if not rows:
            return
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        statement = f"{words} INTO {table} ({names}) VALUES ({marks})"
        self._file.executemany(statement, [_plain(row) for row in rows])


def _plain(row: Row) -> tuple[Any, ...]:
    return tuple([_AS_TEXT[type(it)](it) if type(it) in _AS_TEXT else it for it in row.values()])


_AS_TEXT: dict[type, Callable[[Any], str]] = {
    tuple: lambda content: msgspec.json.encode(content).decode(),
    date: date.isoformat,
}
