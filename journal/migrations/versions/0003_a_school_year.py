"""Version 0.3.0: what a school brings in and what a lesson needs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Change the tables."""
    _lessons()
    _parts_of_lessons()


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
    """How homework is done and by when, homework of one pupil, what a lesson was made of."""
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
