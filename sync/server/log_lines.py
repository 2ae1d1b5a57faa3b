"""The log of the centre: one JSON object a line, without a word about a person.

Our own lines carry facts that were chosen one by one: ids' beginnings, counts, codes. What other
libraries want to say may quote a request or a row of the database, so of their lines only the place
is kept, and of every exception only its type and where it happened.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from sync.server.failures import describe_failure

OWN = ("uchitelskaya", "sync.server")


class JsonLines(logging.Formatter):
    """Writes a record as one JSON object: time, level, what happened, and its facts."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of ``record``."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        if record.name.startswith(OWN):
            line["event"] = record.getMessage()
            line |= getattr(record, "facts", {})
        else:
            # the words before the data were put into them
            line["event"] = record.name
            line["words"] = record.msg if isinstance(record.msg, str) and record.args else ""
        if record.exc_info and record.exc_info[1] is not None:
            line["failure"] = describe_failure(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr() -> None:
    """Send the centre's own lines, and warnings of everybody else, to the standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in OWN:
        logging.getLogger(name).setLevel(logging.INFO)
