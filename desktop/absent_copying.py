"""The day's list of the absent, from a wish to a file: form F-27.

It is a working paper of one day that nobody certifies, so it has no line in the register of copies.
"""

from __future__ import annotations

from desktop.copying import Desk, imprint_of
from journal.queries.absent_lists import AbsentWish
from journal.queries.absent_sheets import read_absent_day
from printing.rendered import Rendered


def render_absent(desk: Desk, wish: AbsentWish) -> Rendered:
    """Render the list as the roll calls stand now.

    Raises:
        UserError: none of the classes has lessons on the day.
    """
    # not at the start of the program: its libraries take longer to load than the window
    from printing.rendering import render

    with desk.store.reading() as session:
        document = read_absent_day(
            session, desk.reference, wish, desk.now, imprint_of(desk, number="")
        )
    return render(document)
