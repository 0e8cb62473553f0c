"""Vectors of Casso."""

import json
import re
from datetime import UTC, datetime

from storefront.adapters.bank_feeds.casso import V2, Casso, webhook_signatures
from storefront.adapters.gateways.base import BadSignature, Callback, Unreadable
from storefront.cli.vectors.checks import Check, Vector, accepted, expect


def webhook_v2(vector: Vector) -> None:
    """A signed call, read at the vector's moment or, where it has none, when it was signed."""
    given = vector["input"]
    header = next(value for name, value in given["headers"].items() if name.lower() == "x-casso-signature")
    stamp = re.findall(r"t=(\d+)", header)[0]
    now = given.get("now", int(stamp) / 1000)
    raw = given["raw_body"] if "raw_body" in given else json.dumps(given["body"], ensure_ascii=False)
    call = Callback("POST", given["headers"], {}, raw.encode(), datetime.fromtimestamp(now, UTC))
    try:
        Casso({"version": V2, "secret": vector["secret"]}).read_callback(call)
    except Unreadable:
        accepted(vector, True)
    except BadSignature as error:
        accepted(vector, False, str(error))
    else:
        accepted(vector, True)
    plain, escaped = webhook_signatures(vector["secret"], stamp, json.loads(raw))
    expect({"v1": escaped if escaped in header.lower() else plain}, vector["expected"])


CHECKS: dict[tuple[str, str], Check] = {("casso", "webhook_v2"): webhook_v2}
