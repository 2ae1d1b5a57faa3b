"""The log of entries and the rows it folds to."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "attendance",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("pupil", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("proposed", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index("attendance_by_page", "attendance", ["school", "page", "lesson"], unique=False)
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("moved_from", sa.Date(), nullable=True),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "cards",
        sa.Column("pupil", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "classes",
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("teacher", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "closings",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "copies",
        sa.Column("copy", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("data_digest", sa.String(), nullable=False),
        sa.Column("content_digest", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("scope_head", sa.String(), nullable=False),
        sa.Column("printed_ms", sa.BigInteger(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "copy_states",
        sa.Column("copy", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index(op.f("ix_copy_states_copy"), "copy_states", ["copy"], unique=False)
    op.create_table(
        "desk",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("server", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("centre_key", sa.LargeBinary(), nullable=False),
        sa.Column("recovery_key", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("seen_number", sa.BigInteger(), nullable=False),
        sa.Column("last_contact_ms", sa.BigInteger(), nullable=True),
        sa.Column("contact_seq", sa.BigInteger(), nullable=False),
        sa.Column("failing_since_ms", sa.BigInteger(), nullable=True),
        sa.Column("failed_ms", sa.BigInteger(), nullable=False),
        sa.Column("offset_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("school"),
    )
    op.create_table(
        "entries",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("value_hash", sa.LargeBinary(), nullable=False),
        sa.Column("base", sa.String(), nullable=True),
        sa.Column("seen_epoch", sa.String(), nullable=False),
        sa.Column("seen_number", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("profile_version", sa.Integer(), nullable=False),
        sa.Column("lesson_date", sa.Date(), nullable=True),
        sa.Column("work_date", sa.Date(), nullable=True),
        sa.Column("paper_date", sa.Date(), nullable=True),
        sa.Column("wall_ms", sa.BigInteger(), nullable=False),
        sa.Column("zone_min", sa.Integer(), nullable=False),
        sa.Column("boot_ms", sa.BigInteger(), nullable=False),
        sa.Column("boot_id", sa.String(), nullable=False),
        sa.Column("offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("accepted_ms", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "id"),
    )
    op.create_index("entries_by_key", "entries", ["school", "key"], unique=False)
    op.create_index("entries_by_number", "entries", ["school", "number"], unique=False)
    op.create_index("entries_by_station", "entries", ["school", "station", "seq"], unique=False)
    op.create_table(
        "facts",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("current", sa.String(), nullable=True),
        sa.Column("shown", sa.String(), nullable=True),
        sa.Column("open", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index("facts_by_scope", "facts", ["school", "scope"], unique=False)
    op.create_table(
        "homework",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("unassigned", sa.Boolean(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index(op.f("ix_homework_page"), "homework", ["page"], unique=False)
    op.create_table(
        "intervals",
        sa.Column("interval", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_contact_ms", sa.BigInteger(), nullable=True),
        sa.Column("noticed_ms", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "lesson_changes",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index(op.f("ix_lesson_changes_page"), "lesson_changes", ["page"], unique=False)
    op.create_table(
        "mark_columns",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("work_date", sa.Date(), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index(op.f("ix_mark_columns_lesson"), "mark_columns", ["lesson"], unique=False)
    op.create_index(op.f("ix_mark_columns_page"), "mark_columns", ["page"], unique=False)
    op.create_table(
        "marks",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("pupil", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index("marks_by_page", "marks", ["school", "page", "lesson"], unique=False)
    op.create_table(
        "pages",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("teacher", sa.String(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "periods",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("grade_from", sa.Integer(), nullable=False),
        sa.Column("grade_to", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "plan_topics",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("homework", sa.String(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index(op.f("ix_plan_topics_page"), "plan_topics", ["page"], unique=False)
    op.create_table(
        "profiles",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "pupils",
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("pupil", sa.String(), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("patronymic", sa.String(), nullable=False),
        sa.Column("arrived", sa.Date(), nullable=True),
        sa.Column("left", sa.Date(), nullable=True),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index(op.f("ix_pupils_class_id"), "pupils", ["class_id"], unique=False)
    op.create_table(
        "restorations",
        sa.Column("interval", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("restored_ms", sa.BigInteger(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_digest", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "retired_stations",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("school", "station"),
    )
    op.create_table(
        "rollcalls",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("all_present", sa.Boolean(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index(op.f("ix_rollcalls_page"), "rollcalls", ["page"], unique=False)
    op.create_table(
        "school_names",
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("system_name", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "scope_lines",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school", "scope", "ordinal"),
    )
    op.create_table(
        "scopes",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("school", "scope"),
    )
    op.create_table(
        "set_aside",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "entry"),
    )
    op.create_table(
        "staff",
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("patronymic", sa.String(), nullable=False),
        sa.Column("posts", sa.JSON(), nullable=False),
        sa.Column("post_title", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "substitutions",
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("teacher", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "term_marks",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("pupil", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index(op.f("ix_term_marks_page"), "term_marks", ["page"], unique=False)
    op.create_table(
        "timetable",
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("teacher", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "topics",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=True),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_index(op.f("ix_topics_page"), "topics", ["page"], unique=False)
    op.create_table(
        "workplaces",
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
