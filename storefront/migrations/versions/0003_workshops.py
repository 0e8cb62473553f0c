"""workshops."""

import sqlalchemy as sa
from alembic import op

from storefront.migrations.helpers import JSON, create_shop_table, grant_to_server

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carried_home",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("origin_installation", sa.String(length=40), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("origin_id", sa.String(length=80), nullable=False),
        sa.Column("new_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_home")),
        sa.UniqueConstraint(
            "origin_installation",
            "entity",
            "origin_id",
            name=op.f("uq_carried_home_origin_installation_entity_origin_id"),
        ),
    )
    op.create_table(
        "cohort",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("goal", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("name", name=op.f("uq_cohort_name")),
    )
    create_shop_table(
        "complaint",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolve_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("shop_id", "code", name=op.f("uq_complaint_shop_id_code")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_complaint_token_hash")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_retain_until"), ["retain_until"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_complaint_shop_id_order_id"), ["shop_id", "order_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_complaint_shop_id_state_answer_by"),
            ["shop_id", "state", "answer_by"],
            unique=False,
        )

    op.create_table(
        "donor",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor")),
        sa.UniqueConstraint("name", name=op.f("uq_donor_name")),
    )
    op.create_table(
        "venue",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(length=5), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("name", name=op.f("uq_venue_name")),
    )
    op.create_table(
        "model_shop",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("kit", JSON, nullable=False),
        sa.Column("agreed_by", sa.BigInteger(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_model_shop_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_shop")),
        sa.UniqueConstraint("key", name=op.f("uq_model_shop_key")),
    )
    with op.batch_alter_table("model_shop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_model_shop_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "trainer",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_trainer_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer")),
        sa.UniqueConstraint("user_id", name=op.f("uq_trainer_user_id")),
    )
    op.create_table(
        "workshop",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("track", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("joining", sa.Boolean(), nullable=False),
        sa.Column("join_code", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("venue_id", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("online_url", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.BigInteger(), nullable=True),
        sa.Column("donor_id", sa.BigInteger(), nullable=True),
        sa.Column("kits", JSON, nullable=False),
        sa.Column("languages", JSON, nullable=False),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.Column("joined", sa.BigInteger(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("board_version", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("practice_deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_workshop_cohort_id")),
        sa.ForeignKeyConstraint(["donor_id"], ["donor.id"], name=op.f("fk_workshop_donor_id")),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_workshop_made_by")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_workshop_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("join_code", name=op.f("uq_workshop_join_code")),
    )
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshop_donor_id"), ["donor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshop_state_starts_on"), ["state", "starts_on"], unique=False)

    op.create_table(
        "class_session",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_class_session_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_session")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_class_session_workshop_id_number")),
    )
    create_shop_table(
        "document_exemption",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("noted_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["orders.shop_id", "orders.id"],
            name=op.f("fk_document_exemption_shop_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_document_exemption")),
        sa.UniqueConstraint("shop_id", "order_id", name=op.f("uq_document_exemption_shop_id_order_id")),
    )
    op.create_table(
        "learner",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=True),
        sa.Column("nickname", sa.String(length=60), nullable=False),
        sa.Column("nickname_folded", sa.String(length=60), nullable=False),
        sa.Column("return_code", sa.LargeBinary(), nullable=True),
        sa.Column("kit", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("unit_code", sa.String(length=5), nullable=False),
        sa.Column("practice_phone", sa.String(length=254), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hand_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hand_words", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("paper_name", sa.LargeBinary(), nullable=True),
        sa.Column("graduated_shop_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["graduated_shop_id"], ["shop.id"], name=op.f("fk_learner_graduated_shop_id")
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_learner_shop_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_learner_user_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_learner_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
        sa.UniqueConstraint("shop_id", name=op.f("uq_learner_shop_id")),
        sa.UniqueConstraint(
            "workshop_id", "nickname_folded", name=op.f("uq_learner_workshop_id_nickname_folded")
        ),
    )
    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learner_graduated_shop_id"), ["graduated_shop_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learner_user_id"), ["user_id"], unique=False)

    op.create_table(
        "lesson",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_lesson_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lesson_workshop_id_position"), ["workshop_id", "position"], unique=False
        )

    op.create_table(
        "practice_scene",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("press_key", sa.String(length=60), nullable=False),
        sa.Column("pressed_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pressed_by"], ["user.id"], name=op.f("fk_practice_scene_pressed_by")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_practice_scene_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_scene")),
        sa.UniqueConstraint("press_key", name=op.f("uq_practice_scene_press_key")),
    )
    with op.batch_alter_table("practice_scene", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_practice_scene_workshop_id_created_at"),
            ["workshop_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "workshop_trainer",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_workshop_trainer_user_id")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_trainer_workshop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_trainer")),
        sa.UniqueConstraint("workshop_id", "user_id", name=op.f("uq_workshop_trainer_workshop_id_user_id")),
    )
    with op.batch_alter_table("workshop_trainer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_trainer_user_id"), ["user_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("class_session_id", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("noted_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_session_id"], ["class_session.id"], name=op.f("fk_attendance_class_session_id")
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_attendance_learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "class_session_id", "learner_id", name=op.f("uq_attendance_class_session_id_learner_id")
        ),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_learner_id"), ["learner_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_certificate_learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint("origin", "number", name=op.f("uq_certificate_origin_number")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(
            "uq_certificate_valid",
            ["learner_id", "kind"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "class_message",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("said_by", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.String(length=500), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_class_message_learner_id")),
        sa.ForeignKeyConstraint(["said_by"], ["user.id"], name=op.f("fk_class_message_said_by")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_class_message_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_message")),
    )
    with op.batch_alter_table("class_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_message_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_class_message_workshop_id_created_at"), ["workshop_id", "created_at"], unique=False
        )

    op.create_table(
        "class_visit",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("trainer_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_class_visit_learner_id")),
        sa.ForeignKeyConstraint(["trainer_id"], ["user.id"], name=op.f("fk_class_visit_trainer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_visit")),
    )
    with op.batch_alter_table("class_visit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_visit_learner_id_ended_at"), ["learner_id", "ended_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_class_visit_trainer_id"), ["trainer_id"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("marks", JSON, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_feedback_learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("learner_id", name=op.f("uq_feedback_learner_id")),
    )
    op.create_table(
        "follow_up",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shop_open", sa.Boolean(), nullable=False),
        sa.Column("placed_orders", sa.BigInteger(), nullable=False),
        sa.Column("paid_orders", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_follow_up_learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("learner_id", "days", name=op.f("uq_follow_up_learner_id_days")),
    )
    op.create_table(
        "learner_presence",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("errors", JSON, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_learner_presence_learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner_presence")),
    )
    with op.batch_alter_table("learner_presence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learner_presence_learner_id_at"), ["learner_id", "at"], unique=False
        )

    op.create_table(
        "mission",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.BigInteger(), nullable=False),
        sa.Column("lesson_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("hint", JSON, nullable=False),
        sa.Column("rule", JSON, nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("in_class", sa.Boolean(), nullable=False),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_mission_lesson_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_mission_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
    )
    with op.batch_alter_table("mission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mission_lesson_id"), ["lesson_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mission_workshop_id_position"), ["workshop_id", "position"], unique=False
        )

    op.create_table(
        "practice_visit",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scene_id", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("order_number", sa.String(length=20), nullable=False),
        sa.Column("problem", sa.String(length=30), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_practice_visit_learner_id")),
        sa.ForeignKeyConstraint(["scene_id"], ["practice_scene.id"], name=op.f("fk_practice_visit_scene_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_visit")),
        sa.UniqueConstraint(
            "scene_id", "learner_id", "number", name=op.f("uq_practice_visit_scene_id_learner_id_number")
        ),
    )
    with op.batch_alter_table("practice_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_visit_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_practice_visit_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "workshop_invitation",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("learner_id", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_workshop_invitation_learner_id")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_invitation_workshop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_workshop_invitation_token_hash")),
    )
    with op.batch_alter_table("workshop_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_invitation_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "learner_progress",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("mission_id", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("seen", JSON, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("extra_minutes", sa.BigInteger(), nullable=False),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_learner_progress_learner_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_learner_progress_mission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner_progress")),
        sa.UniqueConstraint(
            "learner_id", "mission_id", name=op.f("uq_learner_progress_learner_id_mission_id")
        ),
    )
    with op.batch_alter_table("learner_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learner_progress_mission_id"), ["mission_id"], unique=False)

    with op.batch_alter_table("shop_profile", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notification_file_code", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("notification_submitted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("notification_confirmed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("notification_remark", sa.String(), nullable=True))

    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("form_key", sa.String(length=40), nullable=True))
        batch_op.create_index("uq_stock_movement_form_key", ["shop_id", "form_key"], unique=True)

    grant_to_server()


def downgrade() -> None:
    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.drop_index("uq_stock_movement_form_key")
        batch_op.drop_column("form_key")

    with op.batch_alter_table("shop_profile", schema=None) as batch_op:
        batch_op.drop_column("notification_remark")
        batch_op.drop_column("notification_confirmed_on")
        batch_op.drop_column("notification_submitted_on")
        batch_op.drop_column("notification_file_code")

    with op.batch_alter_table("learner_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learner_progress_mission_id"))

    op.drop_table("learner_progress")
    with op.batch_alter_table("workshop_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshop_invitation_workshop_id"))

    op.drop_table("workshop_invitation")
    with op.batch_alter_table("practice_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_visit_shop_id"))
        batch_op.drop_index(batch_op.f("ix_practice_visit_learner_id"))

    op.drop_table("practice_visit")
    with op.batch_alter_table("mission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mission_workshop_id_position"))
        batch_op.drop_index(batch_op.f("ix_mission_lesson_id"))

    op.drop_table("mission")
    with op.batch_alter_table("learner_presence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learner_presence_learner_id_at"))

    op.drop_table("learner_presence")
    op.drop_table("follow_up")
    op.drop_table("feedback")
    with op.batch_alter_table("class_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_visit_trainer_id"))
        batch_op.drop_index(batch_op.f("ix_class_visit_learner_id_ended_at"))

    op.drop_table("class_visit")
    with op.batch_alter_table("class_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_message_workshop_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_class_message_learner_id"))

    op.drop_table("class_message")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_valid",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_certificate_learner_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_learner_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("workshop_trainer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshop_trainer_user_id"))

    op.drop_table("workshop_trainer")
    with op.batch_alter_table("practice_scene", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_scene_workshop_id_created_at"))

    op.drop_table("practice_scene")
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_workshop_id_position"))

    op.drop_table("lesson")
    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learner_user_id"))
        batch_op.drop_index(batch_op.f("ix_learner_graduated_shop_id"))

    op.drop_table("learner")
    op.drop_table("document_exemption")
    op.drop_table("class_session")
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshop_state_starts_on"))
        batch_op.drop_index(batch_op.f("ix_workshop_donor_id"))
        batch_op.drop_index(batch_op.f("ix_workshop_cohort_id"))

    op.drop_table("workshop")
    op.drop_table("trainer")
    with op.batch_alter_table("model_shop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_model_shop_shop_id"))

    op.drop_table("model_shop")
    op.drop_table("venue")
    op.drop_table("donor")
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_shop_id_state_answer_by"))
        batch_op.drop_index(batch_op.f("ix_complaint_shop_id_order_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_retain_until"))

    op.drop_table("complaint")
    op.drop_table("cohort")
    op.drop_table("carried_home")
