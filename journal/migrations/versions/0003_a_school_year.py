"""Version 0.3.0: what a school brings in and what a lesson needs."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Change the tables."""
    _lessons()
    _parts_of_lessons()
    _pupils()
    _imports()
    _indexes()


def _lessons() -> None:
    """Bells, and all that can deviate from the timetable."""
    op.create_table(
        "bells",
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("grade_from", sa.Integer(), nullable=False),
        sa.Column("grade_to", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("is_short", sa.Boolean(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    for name in ("teacher", "room", "joined"):
        op.add_column(
            "lesson_changes", sa.Column(name, sa.String(), nullable=False, server_default="")
        )
    op.add_column(
        "lesson_changes",
        sa.Column("is_distance", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def _parts_of_lessons() -> None:
    """Why a topic deviates, how homework is done, that of one pupil, what a lesson was made of."""
    with op.batch_alter_table("topics") as topics:
        topics.add_column(sa.Column("correction", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("homework") as homework:
        homework.add_column(sa.Column("manners", sa.JSON(), nullable=False, server_default="[]"))
        homework.add_column(sa.Column("due", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "pupil_tasks",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("pupil", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("manners", sa.JSON(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index("ix_pupil_tasks_page", "pupil_tasks", ["page"])
    op.create_table(
        "lesson_contents",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("works", sa.JSON(), nullable=False),
        sa.Column("material", sa.String(), nullable=False),
        sa.Column("links", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index("ix_lesson_contents_page", "lesson_contents", ["page"])


def _pupils() -> None:
    """Orders of movement, further fields of cards, parents, absences with reasons and documents."""
    with op.batch_alter_table("pupils") as pupils:
        for name in ("arrival_order", "leaving_order", "reason"):
            pupils.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        for name in ("arrival_order_day", "leaving_order_day"):
            pupils.add_column(sa.Column(name, sa.Date(), nullable=True))
    with op.batch_alter_table("cards") as cards:
        for name in ("phone", "address", "email", "reason"):
            cards.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    words = ("phone", "address", "email", "reason")
    _fact(
        "parents",
        *_words("pupil", "parent", "relation", "surname", "name", "patronymic", "sex"),
        sa.Column("birth_date", sa.Date(), nullable=True),
        *_words("passport", "snils", *words),
        sa.Column("removed", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_parents_pupil", "parents", ["pupil"], unique=False)
    _fact("card_confirmations", *_words("pupil"), sa.Column("day", sa.Date(), nullable=False))
    _fact(
        "card_fields",
        *_words("field", "number"),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
    )
    _fact("absence_reasons", *_words("page", "lesson", "pupil", "code"))
    op.create_index("ix_absence_reasons_page", "absence_reasons", ["page"], unique=False)
    _fact(
        "absence_covers",
        *_words("page", "document", "pupil", "code", "reason"),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
    )
    op.create_index("ix_absence_covers_page", "absence_covers", ["page"], unique=False)
    _fact(
        "day_absences",
        *_words("class_id", "day", "pupil"),
        sa.Column("absent", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_day_absences_class_id", "day_absences", ["class_id"], unique=False)
    _fact(
        "absence_documents",
        *_words("class_id", "document", "pupil", "kind", "number"),
        sa.Column("presented", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("issued", "start", "end")),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
    )
    op.create_index(
        "ix_absence_documents_class_id", "absence_documents", ["class_id"], unique=False
    )


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _fact(table: str, *columns: sa.Column[Any]) -> None:
    """Make a table of facts: their columns, the key and the entry that stands there."""
    op.create_table(
        table,
        *columns,
        *_words("school", "key", "entry"),
        sa.PrimaryKeyConstraint("school", "key"),
    )


def _imports() -> None:
    """Tell which entries are one import, that it is complete, that it was taken back."""
    place = ("first_seq", "count")
    _fact(
        "imports",
        *_words("import_id", "station"),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in place),
    )
    _fact(
        "import_closings",
        *_words("import_id", "station"),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in place),
        sa.Column("last_digest", sa.LargeBinary(), nullable=False),
    )
    _fact("import_undoings", *_words("import_id", "reason"))


def _indexes() -> None:
    """Find the signs of a page, and the marks of a pupil, without reading all others."""
    signed = sa.text("late OR status IN ('pending', 'contested', 'held', 'refused')")
    op.create_index(
        "entries_signed",
        "entries",
        ["school", "key"],
        sqlite_where=signed,
        postgresql_where=signed,
    )
    op.create_index("marks_by_pupil", "marks", ["school", "pupil", "page"])
