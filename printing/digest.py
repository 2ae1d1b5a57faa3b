"""The control code of a document: a digest of what it says, not of how it was printed.

Definition (a copy of any year can be checked by it):

* take the document of ``journal.paper`` and drop, at every level, the fields marked
  ``NOT_DATA``: imprint (moment, version, copy number, draft), certification, witness;
* write what is left as JSON: a dataclass is an object whose keys are its field names and
  "kind", its class name; a tuple is an array; a date is «YYYY-MM-DD», a moment ISO 8601 with
  its offset; numbers, texts, true, false and null as they are; keys sorted, no spaces, UTF-8
  without escapes;
* the digest is the SHA-256 of these bytes in lower-case hex; the control code on paper is its
  first eight digits in capitals.
"""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any


def document_digest(document: Any) -> str:
    """Return the digest of a document's data as 64 lower-case hex digits."""
    text = json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def control_code(digest: str) -> str:
    """Return the short code that stands in the footer and in the block «Верно»."""
    return digest[:8].upper()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        said = {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if not field.metadata.get("not_data")
        }
        return {"kind": type(value).__name__, **said}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a document's data")
