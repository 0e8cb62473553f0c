"""What becomes of every table and column of a shop in a copy: copied, reset or dropped, in this one place.

Graduation makes a real shop of a practice shop: goods, look and pages if wanted; never orders, money,
customers, messages, cards, callbacks, payment methods, counts, numbers or what the wizard was told. The whole
shop goes along when a class is carried home. A test and every copy check that nothing is left unsaid.
"""

from __future__ import annotations

from collections.abc import Mapping

from storefront.domain.transfer.rules import Anew, Part, Table

NOW, MADE, FIRST = Anew.NOW, {"created_at": Anew.NOW}, {"created_at": Anew.NOW, "revision": 1}
BASE, GOODS, LOOK, PAGES = Part.BASE, Part.GOODS, Part.LOOK, Part.PAGES
PICTURES = {"logo_asset_id": "asset", "hero_asset_id": "asset", "portrait_asset_id": "asset"}

SHOP = Table(
    "slug name trade locale currency theme_id",
    BASE,
    anew={"state": "draft", "opened_at": None, "created_at": NOW, "mode": "real"},
    never={"suspended_at": None, "demo": False},
    parts={"theme_id": LOOK},
)
"""The shop's own row, which is the platform's: a copy makes it as every new shop is made."""

PLATFORM_ROWS: Mapping[str, str] = {
    "shop_address": "made with the new shop, which takes over the practice shop's addresses",
    "shop_version": "made with the new shop, from 1",
    "membership": "made with the new shop: its owner, nobody else",
    "invitation": "never",
    "link_token": "never",
    "endpoint_token": "never",
    "callback_inbox": "never",
    "message": "never",
    "job": "never",
    "learner": "points to both shops",
    "practice_visit": "never",
    "model_shop": "never",
    "directory_entry": "written by a job once the new shop opens",
}
"""Tables of the platform that name a shop: what becomes of their rows in every copy."""

TABLES: Mapping[str, Table] = {
    # pictures: only those that something copied shows; the files are written again under the new shop
    "asset": Table(
        "content_hash key media_type width height bytes colour alt file_name",
        BASE,
        anew=MADE,
        never={"widths": [], "rendered_at": None},
        natural=("content_hash",),
    ),
    # goods
    "product": Table(
        "slug name summary description state kind origin net_content maker ocop_stars ocop_decision facts"
        " tags seo_title seo_description on_sale_from on_sale_until position is_sample from_price to_price"
        " in_stock",
        GOODS,
        anew={"compare_at_price": None, "sold_count": 0, "archived_at": None, **FIRST},
        only={"archived_at": (None,)},
    ),
    "option": Table("product_id name values position", GOODS, refs={"product_id": "product"}),
    "variant": Table(
        "product_id sku option_values price unit step minimum maximum weight_g tax_class stock_tracked"
        " position",
        GOODS,
        anew={"compare_at_price": None, "retired_at": None, "revision": 1},
        refs={"product_id": "product"},
        only={"retired_at": (None,)},
    ),
    "product_image": Table(
        "product_id asset_id alt position", GOODS, refs={"product_id": "product", "asset_id": "asset"}
    ),
    "collection": Table(
        "slug name description asset_id published position seo_title seo_description",
        GOODS,
        anew=FIRST,
        refs={"asset_id": "asset"},
    ),
    "collection_product": Table(
        "collection_id product_id position",
        GOODS,
        refs={"collection_id": "collection", "product_id": "product"},
    ),
    # a real shop's prices have no history: each begins with the price it opens with
    "price_change": Table("variant_id price since", refs={"variant_id": "variant"}),
    "search_row": Table(
        whole=False, never={"product_id": None, "name": "", "folded_name": "", "folded_rest": ""}
    ),
    # pages; policies are written anew from real answers
    "page": Table(
        "slug title body kind published law position seo_description",
        PAGES,
        anew={"edition": 1, "effective_from": None, **FIRST},
        only={"kind": ("free", "about")},
    ),
    "menu": Table("place items", BASE, anew={"revision": 1}, natural=("place",)),
    "translation": Table("entity entity_id field lang words", BASE, refs={"entity_id": "@entity"}),
    "slug_redirect": Table("entity slug entity_id", BASE, anew=MADE, refs={"entity_id": "@entity"}),
    # look
    "theme_setting": Table(
        "theme_id template draft published published_at",
        LOOK,
        anew={"revision": 1},
        natural=("theme_id", "template"),
    ),
    "theme_revision": Table("theme_id settings created_at"),
    # who the seller is: the law wants the real one, asked for by the new shop's wizard
    "shop_profile": Table(
        "opening_hours tagline story logo_asset_id hero_asset_id portrait_asset_id",
        anew={
            **dict.fromkeys(
                (
                    *("legal_type", "legal_name", "representative", "tax_id", "tax_id_masked"),
                    *("registration_number", "registered_on", "registered_at", "phone", "email", "zalo"),
                    *("street", "unit_code", "notification_number", "notification_url"),
                    *("notification_file_code", "notification_submitted_on", "notification_confirmed_on"),
                    "notification_remark",
                )
            ),
            "tax_method": "direct",
            "notification_state": "none",
            "licences": [],
            "revision": 1,
        },
        refs=PICTURES,
        parts={
            **dict.fromkeys(("opening_hours", "tagline", "story"), PAGES),
            **dict.fromkeys(PICTURES, LOOK),
        },
        natural=(),
    ),
    "shop_settings": Table(
        part=BASE,
        anew={
            "gateway_minutes": 30,
            "transfer_hours": 24,
            "answer_hours": 48,
            "deposit_percent": 0,
            "cancel_until": "fulfilled",
            "complaint_answer_days": 3,
            "complaint_resolve_days": 15,
            "return_days": 7,
            "revision": 1,
        },
        never={"redirect_to_canonical": False},
        natural=(),
    ),
    # every new shop is made with one place for its stock, and nothing in it
    "stock_location": Table("name is_default created_at", natural=("is_default",)),
    "stock_level": Table(
        "variant_id location_id on_hand reserved low_at",
        refs={"variant_id": "variant", "location_id": "stock_location"},
    ),
    "pending_count": Table(
        "variant_id location_id counted settled_at created_at",
        refs={"variant_id": "variant", "location_id": "stock_location"},
    ),
    # delivery and payment are asked for by the wizard; keys of gateways and banks stay where they are
    "delivery_method": Table("kind name promise enabled position created_at revision"),
    "delivery_zone": Table(
        "method_id name codes fee free_above position", refs={"method_id": "delivery_method"}
    ),
    "payment_method": Table(
        "gateway mode position conditions capture_later created_at revision",
        never={"enabled": False, "options": {}, "secrets": None},
        natural=("gateway",),
    ),
    # people and what was agreed with them
    "customer": Table(
        "phone name folded_name email locale note order_count last_order_at erased_at created_at"
    ),
    "consent": Table(
        "customer_id purpose text_version channel address given_at withdrawn_at",
        refs={"customer_id": "customer"},
    ),
    "conversation": Table(
        "name phone email subject locale last_at read_at closed_at retain_until created_at"
    ),
    "conversation_entry": Table(
        "conversation_id by_shop user_id body created_at",
        refs={"conversation_id": "conversation", "user_id": "user"},
    ),
    "cart": Table(
        whole=False,
        never=dict.fromkeys(
            (
                *("token_hash", "idempotency_key", "checkout", "test_order", "order_id"),
                *("retain_until", "created_at"),
            )
        ),
    ),
    "cart_line": Table(whole=False, never=dict.fromkeys(("cart_id", "variant_id", "quantity", "seen_price"))),
    "orders": Table(
        "number mode self_test state idempotency_key customer_id locale currency subtotal discount"
        " shipping_fee total deposit tax_lines seller buyer delivery payment_choice invoice_request"
        " customer_note owner_note terms contract_hash placed_at accepted_at declined_at answer_by"
        " lapsed_at completed_at cancelled_at cancel_reason paid refunded held payment_summary"
        " fulfillment_summary retain_until created_at",
        never={"token_hash": Anew.ORDER_TOKEN},
        refs={"customer_id": "customer"},
    ),
    "line_item": Table(
        "order_id position product_id variant_id product_name variant_title sku unit unit_price quantity"
        " amount tax_class tax_rate image_key stock_tracked fulfilled returned",
        refs={"order_id": "orders", "product_id": "product", "variant_id": "variant"},
    ),
    "fulfillment": Table(
        "order_id idempotency_key carrier tracking_number tracking_url lines sent_at delivered_at returned_at"
        " created_at",
        refs={"order_id": "orders"},
    ),
    "document_exemption": Table(
        "order_id reason noted_by created_at", refs={"order_id": "orders", "noted_by": "user"}
    ),
    "complaint": Table(
        "code order_id kind name phone email body state answer resolution locale answer_by resolve_by"
        " answered_at closed_at retain_until created_at",
        never={"token_hash": Anew.COMPLAINT_TOKEN},
        refs={"order_id": "orders"},
    ),
    "reservation": Table(
        "order_id line_item_id variant_id location_id quantity fulfilled state expires_at created_at",
        refs={
            "order_id": "orders",
            "line_item_id": "line_item",
            "variant_id": "variant",
            "location_id": "stock_location",
        },
    ),
    "stock_movement": Table(
        "variant_id location_id kind on_hand_change reserved_change order_id note form_key created_at",
        refs={"variant_id": "variant", "location_id": "stock_location", "order_id": "orders"},
    ),
    # money
    "fleet_account": Table("name tax_code contact phone email closed_at created_at revision"),
    "stored_card": Table(
        "kind mode code_hash last_four pin_hash holder plate fleet_account_id currency balance held"
        " daily_limit single_limit expires_at blocked_at created_at revision",
        refs={"fleet_account_id": "fleet_account"},
    ),
    "payment": Table(
        "order_id payment_method_id gateway channel stored_card_id mode state amount captured taking currency"
        " memo_code provider_ref next_step expires_at hold_until reason polls ended_at created_at",
        never={"public_number": Anew.PUBLIC_NUMBER},
        refs={
            "order_id": "orders",
            "payment_method_id": "payment_method",
            "stored_card_id": "stored_card",
        },
    ),
    "transaction": Table(
        "payment_id payment_method_id kind provider_ref amount currency happened_at counted note created_at",
        refs={"payment_id": "payment", "payment_method_id": "payment_method"},
    ),
    "refund": Table(
        "payment_id order_id amount currency reason origin channel payout state idempotency_key provider_ref"
        " ended_at created_at",
        refs={"payment_id": "payment", "order_id": "orders"},
    ),
    "card_entry": Table(
        "card_id payment_id kind amount held balance_after key note created_at",
        refs={"card_id": "stored_card", "payment_id": "payment"},
    ),
    "review": Table(
        "cause order_id payment_id variant_id facts fingerprint month resolved_at resolution created_at",
        refs={"order_id": "orders", "payment_id": "payment", "variant_id": "variant"},
    ),
    "bank_feed": Table(
        "provider mode account balance last_line_at created_at revision",
        never={"enabled": False, "options": {}, "secrets": None},
    ),
    "statement_mapping": Table("kind name heading columns created_at revision"),
    "statement": Table(
        "kind source account file_name content_hash mapping_id opening closing lines created_at",
        refs={"mapping_id": "statement_mapping"},
    ),
    "statement_line": Table(
        "statement_id row kind reference provider_ref amount fee net currency happened_at facts created_at",
        refs={"statement_id": "statement"},
    ),
    "bank_line": Table(
        "bank_feed_id statement_id provider provider_id reference fingerprint account mode amount currency"
        " balance memo counterparty happened_at state verdict payment_id created_at",
        refs={"bank_feed_id": "bank_feed", "statement_id": "statement", "payment_id": "payment"},
    ),
    "month_close": Table("month closed_by totals reopened_at created_at", refs={"closed_by": "user"}),
    # the shop's own bookkeeping
    "number_counter": Table("kind last", natural=("kind",)),
    "wizard_step": Table(
        "step answers done_at created_at", closed={"answers": ("typed", "sealed")}, natural=("step",)
    ),
    "event": Table(
        "topic subject_kind subject_id actor_kind actor_id on_behalf_of at facts",
        refs={"subject_id": "@subject_kind", "actor_id": "user", "on_behalf_of": "user"},
    ),
    "imported": Table(
        whole=False, never=dict.fromkeys(("origin_installation", "entity", "origin_id", "new_id"))
    ),
}
"""Parents before their children: rows are read, and written, in this order."""
