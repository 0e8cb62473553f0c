"""Settings that work, for each built-in gateway."""

from storefront.adapters.gateways.testing import Shop, merchant_settings


def practice_settings() -> dict[str, str]:
    return merchant_settings("practice")


def bank_settings() -> dict[str, str]:
    return {"bank_bin": "970436", "account": "0011012345678", "holder": "NGUYEN THI HOA"}


OFFLINE_SETTINGS: dict[str, dict[str, str]] = {
    "cod": {},
    "bank_transfer": bank_settings(),
    "counter_card": {},
    "mobile_money": {"operator": "viettel", "number": "0912 345 678", "holder": "LE THI MAI"},
    "prepaid_card": {},
}


def working_settings(code: str, shop: Shop) -> dict[str, str]:
    """Settings that work, written here or issued by the sandbox."""
    if code in OFFLINE_SETTINGS:
        return OFFLINE_SETTINGS[code]
    return merchant_settings(code, f"{shop.base}/hooks/gateways/{code}/token")
