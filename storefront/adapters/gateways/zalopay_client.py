"""Signed calls to ZaloPay's open interface, version 2."""

from collections.abc import Mapping
from dataclasses import dataclass

from storefront.adapters.gateways import zalopay_signing as signing
from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.adapters.gateways.calls import Said, post_json
from storefront.adapters.gateways.environment import PRODUCTION, TEST, practice_api
from storefront.infra import clock

HOSTS = {PRODUCTION: "https://openapi.zalopay.vn", TEST: "https://sb-openapi.zalopay.vn"}


@dataclass(frozen=True, slots=True)
class Reply:
    """ZaloPay's return code, its sub-code (0 when there was none), and what came with them."""

    code: int
    sub: int
    said: Said


@dataclass(frozen=True, slots=True)
class ZaloPayClient:
    environment: str
    app_id: int
    key1: str

    def create(self, fields: Mapping[str, object]) -> Reply:
        signed = {"app_id": self.app_id, **fields}
        return self._post("create", signed, signing.fields_mac(signing.CREATE, signed, self.key1))

    def query(self, payment: str) -> Reply:
        signed = {"app_id": self.app_id, "app_trans_id": payment}
        return self._post("query", signed, signing.query_mac(signed, self.key1))

    def refund(self, fields: Mapping[str, object]) -> Reply:
        signed = {"app_id": self.app_id, "timestamp": _now(), **fields}
        return self._post("refund", signed, signing.fields_mac(signing.REFUND, signed, self.key1))

    def query_refund(self, refund: str) -> Reply:
        signed = {"app_id": self.app_id, "m_refund_id": refund, "timestamp": _now()}
        return self._post("query_refund", signed, signing.fields_mac(signing.QUERY_REFUND, signed, self.key1))

    def _post(self, operation: str, fields: Mapping[str, object], mac: str) -> Reply:
        """Raises GatewayUnavailable when no return code came."""
        host = HOSTS.get(self.environment) or practice_api("zalopay")
        said = post_json(f"{host}/v2/{operation}", {**fields, "mac": mac})
        code = said.whole("return_code")
        if code is None:
            raise GatewayUnavailable(f"status {said.status} without a return code")
        return Reply(code, said.whole("sub_return_code") or 0, said)


def _now() -> int:
    """Milliseconds: every request of a refund is signed at its own moment."""
    return int(clock.now().timestamp() * 1000)
