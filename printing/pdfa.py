"""Makes an archival file (PDF/A-2b) of what reportlab wrote; same input, same bytes.

Nothing is checked here: that the printer's pages conform is the business of its tests, which run
``pikepdf.pdfa.check`` over every form. Checking costs more than drawing.
"""

import io
import re
from datetime import datetime
from typing import Final

import pikepdf
import pikepdf.pdfa

_STAMP: Final = re.compile(rb"(<xmp:MetadataDate>)[^<]*(</xmp:MetadataDate>)")


def archival(pdf: bytes, made_at: datetime) -> bytes:
    """Return ``pdf`` as PDF/A-2b, dated ``made_at`` (aware) wherever a date stands."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            if "/Trans" in page:  # reportlab writes an empty one; PDF/A allows none
                del page["/Trans"]
        moment = _pdf_date(made_at)
        document.docinfo["/CreationDate"] = moment
        document.docinfo["/ModDate"] = moment
        pikepdf.pdfa.prepare(document, "2b")
        # prepare() stamps its own time, the only thing that differs between two runs
        packet = document.Root.Metadata.read_bytes()
        stamp = made_at.isoformat(timespec="seconds").encode()
        document.Root.Metadata.write(_STAMP.sub(rb"\g<1>" + stamp + rb"\g<2>", packet))
        out = io.BytesIO()
        document.save(out, **pikepdf.pdfa.resolve_save_kwargs("2b", deterministic_id=True))
    return out.getvalue()


def _pdf_date(moment: datetime) -> str:
    zone = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
