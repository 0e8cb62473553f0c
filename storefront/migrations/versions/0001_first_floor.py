"""first floor."""

import sqlalchemy as sa
from alembic import op

from storefront.migrations.helpers import (
    JSON,
    create_search_index,
    create_shop_table,
    drop_search_index,
    grant_to_server,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_shop_table(
        "asset",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("widths", JSON, nullable=False),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_asset")),
        sa.UniqueConstraint("shop_id", "content_hash", name=op.f("uq_asset_shop_id_content_hash")),
    )
    op.create_table(
        "callback_inbox",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("family", sa.String(length=20), nullable=False),
        sa.Column("provider", sa.String(length=30), nullable=False),
        sa.Column("endpoint_token_id", sa.BigInteger(), nullable=True),
        sa.Column("shop_id", sa.BigInteger(), nullable=True),
        sa.Column("http_method", sa.String(length=8), nullable=False),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=30), nullable=False),
        sa.Column("answer_status", sa.BigInteger(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_inbox")),
    )
    with op.batch_alter_table("callback_inbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_callback_inbox_shop_id_received_at"), ["shop_id", "received_at"], unique=False
        )

    create_shop_table(
        "cart",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("checkout", JSON, nullable=False),
        sa.Column("test_order", sa.Boolean(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_cart")),
        sa.UniqueConstraint("shop_id", "idempotency_key", name=op.f("uq_cart_shop_id_idempotency_key")),
        sa.UniqueConstraint("shop_id", "token_hash", name=op.f("uq_cart_shop_id_token_hash")),
    )
    create_shop_table(
        "collection",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("asset_id", sa.BigInteger(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("seo_title", sa.String(), nullable=True),
        sa.Column("seo_description", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_collection")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_collection_shop_id_slug")),
    )
    create_shop_table(
        "conversation",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_conversation")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conversation_shop_id_closed_at_last_at"),
            ["shop_id", "closed_at", "last_at"],
            unique=False,
        )

    create_shop_table(
        "customer",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("order_count", sa.BigInteger(), nullable=False),
        sa.Column("last_order_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_customer")),
        sa.UniqueConstraint("shop_id", "phone", name=op.f("uq_customer_shop_id_phone")),
    )
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_customer_shop_id_folded_name"), ["shop_id", "folded_name"], unique=False
        )

    create_shop_table(
        "delivery_method",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("promise", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_delivery_method")),
    )
    op.create_table(
        "directory_entry",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("trade", sa.String(length=30), nullable=False),
        sa.Column("tagline", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(length=5), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("image_key", sa.String(), nullable=True),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("product_count", sa.BigInteger(), nullable=False),
        sa.Column("product_names", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_directory_entry")),
    )
    with op.batch_alter_table("directory_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_directory_entry_trade"), ["trade"], unique=False)
        batch_op.create_index(batch_op.f("ix_directory_entry_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "endpoint_token",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("family", sa.String(length=20), nullable=False),
        sa.Column("provider", sa.String(length=30), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_method_id", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endpoint_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_endpoint_token_token_hash")),
    )
    with op.batch_alter_table("endpoint_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_endpoint_token_shop_id"), ["shop_id"], unique=False)

    create_shop_table(
        "event",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_kind", sa.String(40), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("on_behalf_of", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_event")),
        platform_rows=True,
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_shop_id_subject_kind_subject_id"),
            ["shop_id", "subject_kind", "subject_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_event_shop_id_topic"), ["shop_id", "topic"], unique=False)

    op.create_table(
        "id_node",
        sa.Column("node", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("high_water", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("node", name=op.f("pk_id_node")),
    )
    create_shop_table(
        "imported",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("origin_installation", sa.String(length=40), nullable=False),
        sa.Column("entity", sa.String(length=30), nullable=False),
        sa.Column("origin_id", sa.String(length=80), nullable=False),
        sa.Column("new_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_imported")),
        sa.UniqueConstraint(
            "shop_id",
            "origin_installation",
            "entity",
            "origin_id",
            name=op.f("uq_imported_shop_id_origin_installation_entity_origin_id"),
        ),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("installation_id", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("unique_key", sa.String(length=120), nullable=True),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_by", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("event_id", "kind", name=op.f("uq_job_event_id_kind")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_job_unique_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_due", ["done_at", "parked_at", "run_at"], unique=False)

    op.create_table(
        "link_token",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_link_token_token_hash")),
    )
    with op.batch_alter_table("link_token", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_link_token_shop_id_subject_id_purpose"),
            ["shop_id", "subject_id", "purpose"],
            unique=False,
        )

    create_shop_table(
        "menu",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("items", JSON, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_menu")),
        sa.UniqueConstraint("shop_id", "place", name=op.f("uq_menu_shop_id_place")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("dedup_key", sa.String(length=120), nullable=True),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_message_dedup_key")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_shop_id_created_at"), ["shop_id", "created_at"], unique=False
        )

    create_shop_table(
        "number_counter",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_number_counter")),
        sa.UniqueConstraint("shop_id", "kind", name=op.f("uq_number_counter_shop_id_kind")),
    )
    op.create_table(
        "one_time_code",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_code")),
    )
    with op.batch_alter_table("one_time_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_one_time_code_kind_value_purpose"), ["kind", "value", "purpose"], unique=False
        )

    create_shop_table(
        "page",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("law", JSON, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("seo_description", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_page")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_page_shop_id_slug")),
    )
    create_shop_table(
        "payment_method",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gateway", sa.String(length=30), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_payment_method")),
        sa.UniqueConstraint("shop_id", "gateway", name=op.f("uq_payment_method_shop_id_gateway")),
    )
    op.create_table(
        "periodic_run",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_periodic_run")),
    )
    create_shop_table(
        "product",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("net_content", sa.String(), nullable=True),
        sa.Column("maker", sa.String(), nullable=True),
        sa.Column("ocop_stars", sa.BigInteger(), nullable=True),
        sa.Column("ocop_decision", sa.String(), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("seo_title", sa.String(), nullable=True),
        sa.Column("seo_description", sa.String(), nullable=True),
        sa.Column("on_sale_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_sale_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("from_price", sa.BigInteger(), nullable=False),
        sa.Column("to_price", sa.BigInteger(), nullable=False),
        sa.Column("compare_at_price", sa.BigInteger(), nullable=True),
        sa.Column("in_stock", sa.Boolean(), nullable=False),
        sa.Column("sold_count", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_product")),
        sa.UniqueConstraint("shop_id", "slug", name=op.f("uq_product_shop_id_slug")),
    )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_shop_id_state_from_price_id"),
            ["shop_id", "state", "from_price", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_product_shop_id_state_position_id"),
            ["shop_id", "state", "position", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_product_shop_id_state_sold_count_id"),
            ["shop_id", "state", "sold_count", "id"],
            unique=False,
        )

    create_shop_table(
        "review",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("variant_id", sa.BigInteger(), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_shop_id_order_id"), ["shop_id", "order_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_shop_id_resolved_at"), ["shop_id", "resolved_at"], unique=False
        )

    create_shop_table(
        "search_row",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded_name", sa.Text(), nullable=False),
        sa.Column("folded_rest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_search_row")),
        sa.UniqueConstraint("shop_id", "product_id", name=op.f("uq_search_row_shop_id_product_id")),
    )
    op.create_table(
        "shop",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("theme_id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
        sa.UniqueConstraint("slug", name=op.f("uq_shop_slug")),
    )
    create_shop_table(
        "shop_profile",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("legal_type", sa.String(40), nullable=True),
        sa.Column("legal_name", sa.String(), nullable=True),
        sa.Column("representative", sa.String(), nullable=True),
        sa.Column("tax_id", sa.LargeBinary(), nullable=True),
        sa.Column("tax_id_masked", sa.String(), nullable=True),
        sa.Column("registration_number", sa.String(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("registered_at", sa.String(), nullable=True),
        sa.Column("tax_method", sa.String(40), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("zalo", sa.String(), nullable=True),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("unit_code", sa.String(length=5), nullable=True),
        sa.Column("opening_hours", sa.String(), nullable=True),
        sa.Column("tagline", sa.String(), nullable=True),
        sa.Column("story", sa.String(), nullable=True),
        sa.Column("notification_state", sa.String(), nullable=False),
        sa.Column("notification_number", sa.String(), nullable=True),
        sa.Column("notification_url", sa.String(), nullable=True),
        sa.Column("licences", JSON, nullable=False),
        sa.Column("logo_asset_id", sa.BigInteger(), nullable=True),
        sa.Column("hero_asset_id", sa.BigInteger(), nullable=True),
        sa.Column("portrait_asset_id", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_shop_profile")),
        sa.UniqueConstraint("shop_id", name=op.f("uq_shop_profile_shop_id")),
    )
    create_shop_table(
        "shop_settings",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gateway_minutes", sa.BigInteger(), nullable=False),
        sa.Column("transfer_hours", sa.BigInteger(), nullable=False),
        sa.Column("answer_hours", sa.BigInteger(), nullable=False),
        sa.Column("cancel_until", sa.String(), nullable=False),
        sa.Column("complaint_answer_days", sa.BigInteger(), nullable=False),
        sa.Column("complaint_resolve_days", sa.BigInteger(), nullable=False),
        sa.Column("return_days", sa.BigInteger(), nullable=False),
        sa.Column("redirect_to_canonical", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_shop_settings")),
        sa.UniqueConstraint("shop_id", name=op.f("uq_shop_settings_shop_id")),
    )
    op.create_table(
        "shop_version",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("next_change_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_shop_version")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempt_address_created_at"), ["address", "created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempt_name_hash_created_at"), ["name_hash", "created_at"], unique=False
        )

    create_shop_table(
        "slug_redirect",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("entity_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_slug_redirect")),
        sa.UniqueConstraint("shop_id", "entity", "slug", name=op.f("uq_slug_redirect_shop_id_entity_slug")),
    )
    create_shop_table(
        "stock_location",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_stock_location")),
    )
    create_shop_table(
        "theme_revision",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("theme_id", sa.String(length=40), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_theme_revision")),
    )
    create_shop_table(
        "theme_setting",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("theme_id", sa.String(length=40), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("draft", JSON, nullable=False),
        sa.Column("published", JSON, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_theme_setting")),
        sa.UniqueConstraint(
            "shop_id", "theme_id", "template", name=op.f("uq_theme_setting_shop_id_theme_id_template")
        ),
    )
    create_shop_table(
        "translation",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.String(length=30), nullable=False),
        sa.Column("entity_id", sa.BigInteger(), nullable=False),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("lang", sa.String(length=5), nullable=False),
        sa.Column("words", sa.String(), server_default=sa.text("('')"), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_translation")),
        sa.UniqueConstraint(
            "shop_id",
            "entity",
            "entity_id",
            "field",
            "lang",
            name=op.f("uq_translation_shop_id_entity_entity_id_field_lang"),
        ),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=True),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
    )
    create_shop_table(
        "wizard_step",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_wizard_step")),
        sa.UniqueConstraint("shop_id", "step", name=op.f("uq_wizard_step_shop_id_step")),
    )
    create_shop_table(
        "collection_product",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("collection_id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "collection_id"],
            ["collection.shop_id", "collection.id"],
            name=op.f("fk_collection_product_shop_id_collection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["product.shop_id", "product.id"],
            name=op.f("fk_collection_product_shop_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_collection_product")),
        sa.UniqueConstraint(
            "shop_id",
            "collection_id",
            "product_id",
            name=op.f("uq_collection_product_shop_id_collection_id_product_id"),
        ),
    )
    with op.batch_alter_table("collection_product", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_collection_product_shop_id_product_id"), ["shop_id", "product_id"], unique=False
        )

    create_shop_table(
        "consent",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("text_version", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customer.shop_id", "customer.id"],
            name=op.f("fk_consent_shop_id_customer_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consent_shop_id_customer_id"), ["shop_id", "customer_id"], unique=False
        )

    create_shop_table(
        "conversation_entry",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("by_shop", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "conversation_id"],
            ["conversation.shop_id", "conversation.id"],
            name=op.f("fk_conversation_entry_shop_id_conversation_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_conversation_entry")),
    )
    with op.batch_alter_table("conversation_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conversation_entry_shop_id_conversation_id"),
            ["shop_id", "conversation_id"],
            unique=False,
        )

    create_shop_table(
        "delivery_zone",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("method_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("codes", JSON, nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("free_above", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "method_id"],
            ["delivery_method.shop_id", "delivery_method.id"],
            name=op.f("fk_delivery_zone_shop_id_method_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_delivery_zone")),
    )
    with op.batch_alter_table("delivery_zone", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_zone_shop_id_method_id"), ["shop_id", "method_id"], unique=False
        )

    op.create_table(
        "identity",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_identity_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_user_id"), ["user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_identity_value"), ["value"], unique=False)
        batch_op.create_index(
            "uq_identity_verified",
            ["kind", "value"],
            unique=True,
            sqlite_where=sa.text("verified_at IS NOT NULL"),
            postgresql_where=sa.text("verified_at IS NOT NULL"),
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_invitation_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_membership_shop_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("shop_id", "user_id", name=op.f("uq_membership_shop_id_user_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_user_id"), ["user_id"], unique=False)

    create_shop_table(
        "option",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["product.shop_id", "product.id"],
            name=op.f("fk_option_shop_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_option")),
    )
    with op.batch_alter_table("option", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_option_shop_id_product_id"), ["shop_id", "product_id"], unique=False
        )

    create_shop_table(
        "orders",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("shipping_fee", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("tax_lines", JSON, nullable=False),
        sa.Column("seller", JSON, nullable=False),
        sa.Column("buyer", JSON, nullable=False),
        sa.Column("delivery", JSON, nullable=False),
        sa.Column("payment_choice", sa.String(length=40), nullable=False),
        sa.Column("invoice_request", JSON, nullable=True),
        sa.Column("customer_note", sa.String(), nullable=False),
        sa.Column("owner_note", sa.String(), nullable=False),
        sa.Column("terms", JSON, nullable=False),
        sa.Column("contract_hash", sa.String(length=64), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=True),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("payment_summary", sa.String(40), nullable=False),
        sa.Column("fulfillment_summary", sa.String(40), nullable=False),
        sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("total >= 0 AND paid >= 0 AND refunded >= 0", name=op.f("ck_orders_amounts")),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customer.shop_id", "customer.id"],
            name=op.f("fk_orders_shop_id_customer_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_orders")),
        sa.UniqueConstraint("shop_id", "idempotency_key", name=op.f("uq_orders_shop_id_idempotency_key")),
        sa.UniqueConstraint("shop_id", "number", name=op.f("uq_orders_shop_id_number")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_orders_token_hash")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_orders_shop_id_customer_id"), ["shop_id", "customer_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_orders_shop_id_mode_placed_at_id"),
            ["shop_id", "mode", "placed_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_orders_state_answer_by"), ["state", "answer_by"], unique=False)

    create_shop_table(
        "product_image",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("asset_id", sa.BigInteger(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "asset_id"],
            ["asset.shop_id", "asset.id"],
            name=op.f("fk_product_image_shop_id_asset_id"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["product.shop_id", "product.id"],
            name=op.f("fk_product_image_shop_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_product_image")),
    )
    with op.batch_alter_table("product_image", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_image_shop_id_product_id_position"),
            ["shop_id", "product_id", "position"],
            unique=False,
        )

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_recovery_code_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_user_id"), ["user_id"], unique=False)

    op.create_table(
        "shop_address",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_canonical", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_shop_address_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_address")),
        sa.UniqueConstraint("value", name=op.f("uq_shop_address_value")),
    )
    with op.batch_alter_table("shop_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_address_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sign_in_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_user_id"), ["user_id"], unique=False)

    create_shop_table(
        "variant",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=True),
        sa.Column("option_values", JSON, nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("compare_at_price", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("maximum", sa.BigInteger(), nullable=True),
        sa.Column("weight_g", sa.BigInteger(), nullable=True),
        sa.Column("tax_class", sa.String(length=10), nullable=False),
        sa.Column("stock_tracked", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("ck_variant_price")),
        sa.CheckConstraint("step > 0 AND minimum > 0", name=op.f("ck_variant_quantities")),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"],
            ["product.shop_id", "product.id"],
            name=op.f("fk_variant_shop_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_variant")),
        sa.UniqueConstraint("shop_id", "sku", name=op.f("uq_variant_shop_id_sku")),
    )
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_variant_shop_id_product_id"), ["shop_id", "product_id"], unique=False
        )

    create_shop_table(
        "cart_line",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cart_id", sa.BigInteger(), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("seen_price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_cart_line_quantity")),
        sa.ForeignKeyConstraint(
            ["shop_id", "cart_id"],
            ["cart.shop_id", "cart.id"],
            name=op.f("fk_cart_line_shop_id_cart_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variant.shop_id", "variant.id"],
            name=op.f("fk_cart_line_shop_id_variant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_cart_line")),
        sa.UniqueConstraint(
            "shop_id", "cart_id", "variant_id", name=op.f("uq_cart_line_shop_id_cart_id_variant_id")
        ),
    )
    create_shop_table(
        "fulfillment",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("tracking_number", sa.String(), nullable=False),
        sa.Column("tracking_url", sa.String(), nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["orders.shop_id", "orders.id"],
            name=op.f("fk_fulfillment_shop_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_fulfillment")),
        sa.UniqueConstraint(
            "shop_id",
            "order_id",
            "idempotency_key",
            name=op.f("uq_fulfillment_shop_id_order_id_idempotency_key"),
        ),
    )
    create_shop_table(
        "line_item",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("product_name", sa.String(), nullable=False),
        sa.Column("variant_title", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tax_class", sa.String(length=10), nullable=False),
        sa.Column("tax_rate", sa.BigInteger(), nullable=True),
        sa.Column("image_key", sa.String(), nullable=True),
        sa.Column("stock_tracked", sa.Boolean(), nullable=False),
        sa.Column("fulfilled", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["orders.shop_id", "orders.id"],
            name=op.f("fk_line_item_shop_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_line_item")),
    )
    with op.batch_alter_table("line_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_line_item_shop_id_order_id"), ["shop_id", "order_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_line_item_shop_id_variant_id"), ["shop_id", "variant_id"], unique=False
        )

    create_shop_table(
        "payment",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_method_id", sa.BigInteger(), nullable=False),
        sa.Column("gateway", sa.String(length=30), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("captured", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("public_number", sa.BigInteger(), nullable=False),
        sa.Column("memo_code", sa.String(length=20), nullable=True),
        sa.Column("provider_ref", sa.String(length=120), nullable=True),
        sa.Column("next_step", JSON, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("polls", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0 AND captured >= 0", name=op.f("ck_payment_amounts")),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name=op.f("fk_payment_shop_id_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "payment_method_id"],
            ["payment_method.shop_id", "payment_method.id"],
            name=op.f("fk_payment_shop_id_payment_method_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_payment")),
        sa.UniqueConstraint("public_number", name=op.f("uq_payment_public_number")),
        sa.UniqueConstraint("shop_id", "memo_code", name=op.f("uq_payment_shop_id_memo_code")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_shop_id_order_id"), ["shop_id", "order_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_payment_state_expires_at"), ["state", "expires_at"], unique=False
        )

    create_shop_table(
        "pending_count",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("location_id", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variant.shop_id", "variant.id"],
            name=op.f("fk_pending_count_shop_id_variant_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_pending_count")),
    )
    create_shop_table(
        "price_change",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variant.shop_id", "variant.id"],
            name=op.f("fk_price_change_shop_id_variant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_price_change")),
    )
    with op.batch_alter_table("price_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_price_change_shop_id_variant_id_since"),
            ["shop_id", "variant_id", "since"],
            unique=False,
        )

    create_shop_table(
        "stock_level",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("location_id", sa.BigInteger(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("low_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "reserved >= 0 AND on_hand >= reserved", name=op.f("ck_stock_level_never_below_zero")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "location_id"],
            ["stock_location.shop_id", "stock_location.id"],
            name=op.f("fk_stock_level_shop_id_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variant.shop_id", "variant.id"],
            name=op.f("fk_stock_level_shop_id_variant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_stock_level")),
        sa.UniqueConstraint(
            "shop_id", "variant_id", "location_id", name=op.f("uq_stock_level_shop_id_variant_id_location_id")
        ),
    )
    create_shop_table(
        "stock_movement",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("location_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("on_hand_change", sa.BigInteger(), nullable=False),
        sa.Column("reserved_change", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variant.shop_id", "variant.id"],
            name=op.f("fk_stock_movement_shop_id_variant_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_stock_movement")),
    )
    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stock_movement_shop_id_variant_id_id"),
            ["shop_id", "variant_id", "id"],
            unique=False,
        )

    create_shop_table(
        "refund",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("provider_ref", sa.String(length=120), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refund_amount")),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name=op.f("fk_refund_shop_id_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "payment_id"],
            ["payment.shop_id", "payment.id"],
            name=op.f("fk_refund_shop_id_payment_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_refund")),
        sa.UniqueConstraint("shop_id", "idempotency_key", name=op.f("uq_refund_shop_id_idempotency_key")),
    )
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refund_shop_id_order_id"), ["shop_id", "order_id"], unique=False)

    create_shop_table(
        "reservation",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("line_item_id", sa.BigInteger(), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("location_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("fulfilled", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "quantity > 0 AND fulfilled >= 0 AND fulfilled <= quantity", name=op.f("ck_reservation_quantity")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "line_item_id"],
            ["line_item.shop_id", "line_item.id"],
            name=op.f("fk_reservation_shop_id_line_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["orders.shop_id", "orders.id"],
            name=op.f("fk_reservation_shop_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "variant_id"],
            ["variant.shop_id", "variant.id"],
            name=op.f("fk_reservation_shop_id_variant_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_reservation")),
    )
    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reservation_shop_id_order_id"), ["shop_id", "order_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_reservation_shop_id_variant_id_state"),
            ["shop_id", "variant_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reservation_state_expires_at"), ["state", "expires_at"], unique=False
        )

    create_shop_table(
        "transaction",
        sa.Column("shop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_method_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("provider_ref", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "payment_id"],
            ["payment.shop_id", "payment.id"],
            name=op.f("fk_transaction_shop_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "payment_method_id"],
            ["payment_method.shop_id", "payment_method.id"],
            name=op.f("fk_transaction_shop_id_payment_method_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_transaction")),
        sa.UniqueConstraint(
            "shop_id",
            "payment_method_id",
            "kind",
            "provider_ref",
            name=op.f("uq_transaction_shop_id_payment_method_id_kind_provider_ref"),
        ),
    )
    with op.batch_alter_table("transaction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_transaction_shop_id_payment_id"), ["shop_id", "payment_id"], unique=False
        )

    create_search_index()
    grant_to_server()


def downgrade() -> None:
    drop_search_index()
    with op.batch_alter_table("transaction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transaction_shop_id_payment_id"))

    op.drop_table("transaction")
    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reservation_state_expires_at"))
        batch_op.drop_index(batch_op.f("ix_reservation_shop_id_variant_id_state"))
        batch_op.drop_index(batch_op.f("ix_reservation_shop_id_order_id"))

    op.drop_table("reservation")
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refund_shop_id_order_id"))

    op.drop_table("refund")
    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stock_movement_shop_id_variant_id_id"))

    op.drop_table("stock_movement")
    op.drop_table("stock_level")
    with op.batch_alter_table("price_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_price_change_shop_id_variant_id_since"))

    op.drop_table("price_change")
    op.drop_table("pending_count")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_state_expires_at"))
        batch_op.drop_index(batch_op.f("ix_payment_shop_id_order_id"))

    op.drop_table("payment")
    with op.batch_alter_table("line_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_item_shop_id_variant_id"))
        batch_op.drop_index(batch_op.f("ix_line_item_shop_id_order_id"))

    op.drop_table("line_item")
    op.drop_table("fulfillment")
    op.drop_table("cart_line")
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_variant_shop_id_product_id"))

    op.drop_table("variant")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_user_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("shop_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_address_shop_id"))

    op.drop_table("shop_address")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_user_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("product_image", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_image_shop_id_product_id_position"))

    op.drop_table("product_image")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_orders_state_answer_by"))
        batch_op.drop_index(batch_op.f("ix_orders_shop_id_mode_placed_at_id"))
        batch_op.drop_index(batch_op.f("ix_orders_shop_id_customer_id"))

    op.drop_table("orders")
    with op.batch_alter_table("option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_option_shop_id_product_id"))

    op.drop_table("option")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_user_id"))

    op.drop_table("membership")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_shop_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_identity_verified",
            sqlite_where=sa.text("verified_at IS NOT NULL"),
            postgresql_where=sa.text("verified_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_identity_value"))
        batch_op.drop_index(batch_op.f("ix_identity_user_id"))

    op.drop_table("identity")
    with op.batch_alter_table("delivery_zone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_zone_shop_id_method_id"))

    op.drop_table("delivery_zone")
    with op.batch_alter_table("conversation_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_entry_shop_id_conversation_id"))

    op.drop_table("conversation_entry")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_shop_id_customer_id"))

    op.drop_table("consent")
    with op.batch_alter_table("collection_product", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collection_product_shop_id_product_id"))

    op.drop_table("collection_product")
    op.drop_table("wizard_step")
    op.drop_table("user")
    op.drop_table("translation")
    op.drop_table("theme_setting")
    op.drop_table("theme_revision")
    op.drop_table("stock_location")
    op.drop_table("slug_redirect")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_name_hash_created_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_address_created_at"))

    op.drop_table("sign_in_attempt")
    op.drop_table("shop_version")
    op.drop_table("shop_settings")
    op.drop_table("shop_profile")
    op.drop_table("shop")
    op.drop_table("search_row")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_shop_id_resolved_at"))
        batch_op.drop_index(batch_op.f("ix_review_shop_id_order_id"))

    op.drop_table("review")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_shop_id_state_sold_count_id"))
        batch_op.drop_index(batch_op.f("ix_product_shop_id_state_position_id"))
        batch_op.drop_index(batch_op.f("ix_product_shop_id_state_from_price_id"))

    op.drop_table("product")
    op.drop_table("periodic_run")
    op.drop_table("payment_method")
    op.drop_table("page")
    with op.batch_alter_table("one_time_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_code_kind_value_purpose"))

    op.drop_table("one_time_code")
    op.drop_table("number_counter")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_shop_id_created_at"))

    op.drop_table("message")
    op.drop_table("menu")
    with op.batch_alter_table("link_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_token_shop_id_subject_id_purpose"))

    op.drop_table("link_token")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_due")

    op.drop_table("job")
    op.drop_table("installation")
    op.drop_table("imported")
    op.drop_table("id_node")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_shop_id_topic"))
        batch_op.drop_index(batch_op.f("ix_event_shop_id_subject_kind_subject_id"))

    op.drop_table("event")
    with op.batch_alter_table("endpoint_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_endpoint_token_shop_id"))

    op.drop_table("endpoint_token")
    with op.batch_alter_table("directory_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_directory_entry_unit_code"))
        batch_op.drop_index(batch_op.f("ix_directory_entry_trade"))

    op.drop_table("directory_entry")
    op.drop_table("delivery_method")
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_shop_id_folded_name"))

    op.drop_table("customer")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_shop_id_closed_at_last_at"))

    op.drop_table("conversation")
    op.drop_table("collection")
    op.drop_table("cart")
    with op.batch_alter_table("callback_inbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_callback_inbox_shop_id_received_at"))

    op.drop_table("callback_inbox")
    op.drop_table("asset")
