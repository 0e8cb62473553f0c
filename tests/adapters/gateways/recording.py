"""What a gateway and its company said to each other, kept to be read again without a server.

python -m tests.adapters.gateways.recording CODE    plays every outcome against the sandbox and writes the
folder recordings/CODE, which test_recordings.py reads.
"""

import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import Callback, Charge, Gateway, GatewayEvent, Mode, Outcome
from storefront.adapters.gateways.testing import BOOTSTRAP_KEY, Shop, charge, facts, press
from storefront.infra import http
from storefront.infra.money import Money
from storefront.sandbox import create_sandbox, start_api_listener
from tests.adapters.gateways.counterparts import working_settings

FOLDER = Path(__file__).parent / "recordings"
OUTCOMES = {"paid": "charged", "refused": "failed", "cancelled": "cancelled"}
CHARGE = ("public_number", "memo", "description", "return_url", "callback_url", "channel")


class Tape:
    """Stands at the door for outgoing calls: passes them on and keeps them, or answers from memory."""

    def __init__(self, exchanges: list[dict[str, Any]] | None = None) -> None:
        self.kept: list[dict[str, Any]] = []
        self._known = list(exchanges or [])
        self._pass_on = http.request

    def record(self, method: str, url: str, **options: Any) -> http.HttpAnswer:
        answer = self._pass_on(method, url, **options)
        said = {"status": answer.status, "body": answer.body.decode()}
        self.kept.append({"method": method, "path": urlsplit(url).path, **said})
        return answer

    def play(self, method: str, url: str, **options: Any) -> http.HttpAnswer:
        known = self._known.pop(0)
        assert (known["method"], known["path"]) == (method, urlsplit(url).path)
        return http.HttpAnswer(known["status"], {}, known["body"].encode())


def told(event: GatewayEvent) -> dict[str, Any]:
    """A fact as it is kept; the time is left out, since not every company tells it."""
    return {
        "kind": event.kind.value,
        "ref": event.provider_ref,
        "amount": event.money.amount,
        "number": event.public_number,
        "reason": event.reason,
    }


def charge_of(kept: dict[str, Any]) -> Charge:
    """The charge that was recorded."""
    return Charge(
        **{name: kept[name] for name in CHARGE},
        money=Money(kept["amount"]),
        created_at=datetime.fromisoformat(kept["created_at"]),
        expires_at=datetime.fromisoformat(kept["expires_at"]),
        mode=Mode.TEST,
    )


def callback_of(kept: dict[str, Any]) -> Callback:
    """The call that was recorded."""
    return Callback(kept["method"], kept["headers"], kept["query"], kept["body"].encode())


def main(code: str) -> None:
    """Play every outcome on every channel and write one file each."""
    (FOLDER / code).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sandbox = create_sandbox(Path(folder) / "sandbox.sqlite3", bootstrap_key=BOOTSTRAP_KEY)
        server, port = start_api_listener(sandbox)
        http.allow_inner(f"http://127.0.0.1:{port}")
        for channel in gateway(code).capabilities.channels:
            for outcome in OUTCOMES:
                text = json.dumps(_played(code, channel.code, outcome), ensure_ascii=False, indent=1)
                (FOLDER / code / f"{channel.code}_{outcome}.json").write_text(text + "\n", encoding="utf-8")
        server.shutdown()
        server.server_close()


def _played(code: str, channel: str, outcome: str) -> dict[str, Any]:
    shop, tape = Shop(), Tape()
    settings = working_settings(code, shop)
    made = gateway(code)(settings)
    shop.usual = made.acknowledge([Outcome.ACCEPTED])
    mine = charge("https://shop.example", channel=channel)
    step = made.start(mine)
    back = press(http.inner_base(), step.url, outcome)
    call = shop.wait_for(1)[0]
    shop.close()
    return {
        "gateway": code,
        "outcome": outcome,
        "inner": http.inner_base(),
        "settings": settings,
        "charge": _charge(mine),
        "start": step.url,
        "callback": _callback(call) | {"told": [told(event) for event in made.read_callback(call)]},
        "answer": shop.usual.body.decode(),
        "return": dict(parse_qsl(urlsplit(back).query)),
        "query": {"told": _asked(made, mine, tape), "exchanges": tape.kept},
    }


def _asked(made: Gateway, mine: Charge, tape: Tape) -> list[dict[str, Any]]:
    http.request = tape.record
    try:
        return [told(event) for event in made.query(facts(mine))]
    finally:
        http.request = tape._pass_on


def _charge(mine: Charge) -> dict[str, Any]:
    times = {"created_at": mine.created_at.isoformat(), "expires_at": mine.expires_at.isoformat()}
    return {name: getattr(mine, name) for name in CHARGE} | {"amount": mine.money.amount} | times


def _callback(call: Callback) -> dict[str, Any]:
    headers = {name: value for name, value in call.headers.items() if name.startswith("X-")}
    return {"method": call.method, "headers": headers, "query": call.query, "body": call.body.decode()}


if __name__ == "__main__":
    main(sys.argv[1])
