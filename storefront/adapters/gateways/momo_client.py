"""Signed calls to MoMo's gateway; every one names its request, so that it may be repeated."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from storefront.adapters.gateways import momo_codes as codes
from storefront.adapters.gateways import momo_signing as signing
from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.adapters.gateways.calls import Said, post_json
from storefront.adapters.gateways.environment import PRODUCTION, TEST, practice_api

HOSTS = {PRODUCTION: "https://payment.momo.vn", TEST: "https://test-payment.momo.vn"}


@dataclass(frozen=True, slots=True)
class Reply:
    """MoMo's result code and what came with it."""

    code: int
    said: Said


@dataclass(frozen=True, slots=True)
class MomoClient:
    environment: str
    partner: str
    access_key: str
    secret: str

    def create(self, fields: Mapping[str, object]) -> Reply:
        return self._post("create", signing.CREATE, fields)

    def refund(self, fields: Mapping[str, object]) -> Reply:
        return self._post("refund", signing.REFUND, fields)

    def confirm(self, fields: Mapping[str, object]) -> Reply:
        return self._post("confirm", signing.CONFIRM, fields)

    def query(self, order: str) -> Reply:
        return self._ask("query", order)

    def query_refund(self, order: str) -> Reply:
        return self._ask("refund/query", order)

    def _ask(self, operation: str, order: str) -> Reply:
        fields = {"orderId": order, "requestId": secrets.token_hex(16), "lang": "vi"}
        return self._post(operation, signing.QUERY, fields)

    def _post(self, operation: str, names: tuple[str, ...], fields: Mapping[str, object]) -> Reply:
        """Raises GatewayUnavailable when no result code came. HTTP 422 means that a request is in work."""
        host = HOSTS.get(self.environment) or practice_api("momo")
        signed = {"partnerCode": self.partner, **fields}
        signature = signing.signature(names, signed, access_key=self.access_key, secret=self.secret)
        said = post_json(f"{host}/v2/gateway/api/{operation}", {**signed, "signature": signature})
        code = said.whole("resultCode")
        if code is None and said.status == 422:
            raise GatewayUnavailable("an earlier request is still in work")
        if code is None:
            raise GatewayUnavailable(f"status {said.status} without a result code")
        return Reply(code, said)


def settled(reply: Reply) -> Reply:
    """The reply to a command, once it says for certain what happened. Raises GatewayUnavailable else."""
    if reply.code in codes.OPEN or reply.code not in codes.KNOWN:
        raise GatewayUnavailable(str(reply.code))
    return reply
