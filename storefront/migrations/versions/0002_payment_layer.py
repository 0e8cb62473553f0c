"""payment layer."""

import sqlalchemy as sa
from alembic import op

from storefront.migrations.helpers import JSON, create_shop_table, grant_to_server

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_shop_table(
        "bank_feed",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("provider", sa.String(length=30), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=True),
        sa.Column("last_line_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_bank_feed")),
        sa.UniqueConstraint(
            "shop_id", "provider", "account", name=op.f("uq_bank_feed_shop_id_provider_account")
        ),
    )
    create_shop_table(
        "fleet_account",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_fleet_account")),
        sa.UniqueConstraint("shop_id", "name", name=op.f("uq_fleet_account_shop_id_name")),
    )
    create_shop_table(
        "month_close",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("closed_by", sa.BigInteger(), nullable=False),
        sa.Column("totals", JSON, nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_month_close")),
        sa.UniqueConstraint("shop_id", "month", name=op.f("uq_month_close_shop_id_month")),
    )
    create_shop_table(
        "statement_mapping",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("heading", sa.String(length=64), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_statement_mapping")),
        sa.UniqueConstraint(
            "shop_id", "kind", "heading", name=op.f("uq_statement_mapping_shop_id_kind_heading")
        ),
    )
    create_shop_table(
        "statement",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("mapping_id", sa.BigInteger(), nullable=True),
        sa.Column("opening", sa.BigInteger(), nullable=True),
        sa.Column("closing", sa.BigInteger(), nullable=True),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "mapping_id"],
            ["statement_mapping.shop_id", "statement_mapping.id"],
            name=op.f("fk_statement_shop_id_mapping_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_statement")),
        sa.UniqueConstraint(
            "shop_id", "kind", "content_hash", name=op.f("uq_statement_shop_id_kind_content_hash")
        ),
    )
    create_shop_table(
        "stored_card",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("last_four", sa.String(length=4), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=True),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("plate", sa.String(length=20), nullable=False),
        sa.Column("fleet_account_id", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("daily_limit", sa.BigInteger(), nullable=True),
        sa.Column("single_limit", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("held >= 0 AND balance >= held", name=op.f("ck_stored_card_amounts")),
        sa.ForeignKeyConstraint(
            ["shop_id", "fleet_account_id"],
            ["fleet_account.shop_id", "fleet_account.id"],
            name=op.f("fk_stored_card_shop_id_fleet_account_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_stored_card")),
        sa.UniqueConstraint("shop_id", "code_hash", name=op.f("uq_stored_card_shop_id_code_hash")),
    )
    with op.batch_alter_table("stored_card", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stored_card_shop_id_fleet_account_id"),
            ["shop_id", "fleet_account_id"],
            unique=False,
        )

    create_shop_table(
        "statement_line",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("provider_ref", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "statement_id"],
            ["statement.shop_id", "statement.id"],
            name=op.f("fk_statement_line_shop_id_statement_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_statement_line")),
        sa.UniqueConstraint(
            "shop_id", "statement_id", "row", name=op.f("uq_statement_line_shop_id_statement_id_row")
        ),
    )
    with op.batch_alter_table("statement_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_statement_line_shop_id_reference"), ["shop_id", "reference"], unique=False
        )

    create_shop_table(
        "bank_line",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bank_feed_id", sa.BigInteger(), nullable=True),
        sa.Column("statement_id", sa.BigInteger(), nullable=True),
        sa.Column("provider", sa.String(length=30), nullable=False),
        sa.Column("provider_id", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=True),
        sa.Column("memo", sa.String(), nullable=False),
        sa.Column("counterparty", sa.LargeBinary(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "bank_feed_id"],
            ["bank_feed.shop_id", "bank_feed.id"],
            name=op.f("fk_bank_line_shop_id_bank_feed_id"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "payment_id"],
            ["payment.shop_id", "payment.id"],
            name=op.f("fk_bank_line_shop_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "statement_id"],
            ["statement.shop_id", "statement.id"],
            name=op.f("fk_bank_line_shop_id_statement_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint(
            "shop_id",
            "provider",
            "account",
            "provider_id",
            name=op.f("uq_bank_line_shop_id_provider_account_provider_id"),
        ),
    )
    with op.batch_alter_table("bank_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bank_line_shop_id_fingerprint"), ["shop_id", "fingerprint"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bank_line_shop_id_payment_id"), ["shop_id", "payment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bank_line_shop_id_state_happened_at"),
            ["shop_id", "state", "happened_at"],
            unique=False,
        )

    create_shop_table(
        "card_entry",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("card_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("balance_after", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "card_id"],
            ["stored_card.shop_id", "stored_card.id"],
            name=op.f("fk_card_entry_shop_id_card_id"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "payment_id"],
            ["payment.shop_id", "payment.id"],
            name=op.f("fk_card_entry_shop_id_payment_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_card_entry")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_card_entry_shop_id_key")),
    )
    with op.batch_alter_table("card_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_card_entry_shop_id_card_id"), ["shop_id", "card_id"], unique=False
        )

    with op.batch_alter_table("callback_inbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("secret_headers", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("replays", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
        )
        batch_op.create_index(batch_op.f("ix_callback_inbox_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_callback_inbox_retain_until"), ["retain_until"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_callback_inbox_verdict_received_at"), ["verdict", "received_at"], unique=False
        )

    with op.batch_alter_table("endpoint_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bank_feed_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("account", sa.String(length=60), nullable=False, server_default=""))
        batch_op.alter_column("payment_method_id", existing_type=sa.BIGINT(), nullable=True)
        batch_op.create_index(batch_op.f("ix_endpoint_token_account"), ["account"], unique=False)

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("self_test", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(
            sa.Column("deposit", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
        )
        batch_op.add_column(sa.Column("held", sa.BigInteger(), nullable=False, server_default=sa.text("0")))

    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=30), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("stored_card_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("taking", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=60), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_payment_shop_id_stored_card_id"),
            "stored_card",
            ["shop_id", "stored_card_id"],
            ["shop_id", "id"],
        )

    with op.batch_alter_table("payment_method", schema=None) as batch_op:
        batch_op.add_column(sa.Column("conditions", JSON, nullable=False, server_default="{}"))
        batch_op.add_column(
            sa.Column("capture_later", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(40), nullable=False, server_default="gateway"))
        batch_op.add_column(sa.Column("payout", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fingerprint", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("month", sa.String(length=7), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_review_shop_id_fingerprint"), ["shop_id", "fingerprint"]
        )

    with op.batch_alter_table("shop_settings", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("deposit_percent", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
        )

    grant_to_server()


def downgrade() -> None:
    with op.batch_alter_table("shop_settings", schema=None) as batch_op:
        batch_op.drop_column("deposit_percent")

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_review_shop_id_fingerprint"), type_="unique")
        batch_op.drop_column("month")
        batch_op.drop_column("fingerprint")

    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.drop_column("payout")
        batch_op.drop_column("channel")

    with op.batch_alter_table("payment_method", schema=None) as batch_op:
        batch_op.drop_column("capture_later")
        batch_op.drop_column("conditions")

    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_payment_shop_id_stored_card_id"), type_="foreignkey")
        batch_op.drop_column("reason")
        batch_op.drop_column("hold_until")
        batch_op.drop_column("taking")
        batch_op.drop_column("stored_card_id")
        batch_op.drop_column("channel")

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_column("held")
        batch_op.drop_column("deposit")
        batch_op.drop_column("self_test")

    with op.batch_alter_table("endpoint_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_endpoint_token_account"))
        batch_op.alter_column("payment_method_id", existing_type=sa.BIGINT(), nullable=False)
        batch_op.drop_column("account")
        batch_op.drop_column("bank_feed_id")

    with op.batch_alter_table("callback_inbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_callback_inbox_verdict_received_at"))
        batch_op.drop_index(batch_op.f("ix_callback_inbox_retain_until"))
        batch_op.drop_index(batch_op.f("ix_callback_inbox_digest"))
        batch_op.drop_column("replays")
        batch_op.drop_column("note")
        batch_op.drop_column("digest")
        batch_op.drop_column("secret_headers")

    with op.batch_alter_table("card_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_entry_shop_id_card_id"))

    op.drop_table("card_entry")
    with op.batch_alter_table("bank_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_line_shop_id_state_happened_at"))
        batch_op.drop_index(batch_op.f("ix_bank_line_shop_id_payment_id"))
        batch_op.drop_index(batch_op.f("ix_bank_line_shop_id_fingerprint"))

    op.drop_table("bank_line")
    with op.batch_alter_table("statement_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_line_shop_id_reference"))

    op.drop_table("statement_line")
    with op.batch_alter_table("stored_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_card_shop_id_fleet_account_id"))

    op.drop_table("stored_card")
    op.drop_table("statement")
    op.drop_table("statement_mapping")
    op.drop_table("month_close")
    op.drop_table("fleet_account")
    op.drop_table("bank_feed")
