"""What the law and buyers want to know of a product beside its price (consumer law art. 37, goods labels)."""

from flask_babel import lazy_gettext

from storefront.infra.errors import Sentence

FACTS: dict[str, Sentence] = {
    "ingredients": lazy_gettext("Ingredients"),
    "allergens": lazy_gettext("Allergens"),
    "quality": lazy_gettext("Quality standard"),
    "expiry": lazy_gettext("Best before"),
    "storage": lazy_gettext("How to keep it"),
    "usage": lazy_gettext("How to use it"),
    "warning": lazy_gettext("Warning"),
    "material": lazy_gettext("Material"),
    "dimensions": lazy_gettext("Dimensions"),
    "weight": lazy_gettext("Weight"),
    "warranty": lazy_gettext("Warranty"),
    "lead_time": lazy_gettext("Made within"),
    "registration": lazy_gettext("Product declaration number"),
    "trace_code": lazy_gettext("Traceability code"),
    "ocop_valid_to": lazy_gettext("OCOP valid until"),
    "standard": lazy_gettext("Standard"),
    "materials": lazy_gettext("Materials"),
    "care": lazy_gettext("How to care for it"),
    "technique": lazy_gettext("How it is made"),
    "making_time": lazy_gettext("Time to make"),
    "handmade": lazy_gettext("Made by hand"),
    "moq": lazy_gettext("Smallest order"),
    "carton": lazy_gettext("Carton"),
    "duration": lazy_gettext("Duration"),
    "included": lazy_gettext("The price includes"),
    "excluded": lazy_gettext("The price does not include"),
    "cancellation": lazy_gettext("Changing and cancelling"),
    "capacity": lazy_gettext("Most guests"),
    "meeting_point": lazy_gettext("Where to meet"),
    "check_in": lazy_gettext("Check-in"),
    "check_out": lazy_gettext("Check-out"),
}
"""Names used in `Product.facts`, with their words, in the order pages show them; owners may add their own."""
