"""`storefront workshop` and a learner in a network of their own that has nothing but loopback.

Run as `unshare --net python -m tests.faults.boxed FOLDER`; prints what happened as JSON.
"""

from __future__ import annotations

import fcntl
import json
import re
import socket
import struct
import sys
from pathlib import Path

from tests.class_learner import ClassLearner, Phone
from tests.serving import Server

WORKSHOP = ("-m", "storefront", "workshop")
SET_FLAGS, UP_AND_RUNNING = 0x8914, 0x41
SOMEWHERE = ("192.0.2.1", 80)


def main(folder: Path) -> dict[str, object]:
    raise_loopback()
    server = Server(folder, program=WORKSHOP).start("--address", "127.0.0.1", "--kit", "food")
    try:
        server.wait_ready()
        printed = server.log.read_text()
        code = re.findall(r"\b[34679ACDEFGHJKMNPRTUVWXY]{6}$", printed, re.M)[0]
        url = f"http://127.0.0.1:{server.port}"
        learner = ClassLearner(Phone(url), Phone(url), 1)
        return {"network": reach(), "printed": printed, **sell(learner, code)}
    finally:
        # how a server ends is tried elsewhere; here sizes of pictures may still be in the making
        server.kill_group()


def raise_loopback() -> None:
    """A new network's loopback is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        fcntl.ioctl(asking, SET_FLAGS, struct.pack("16sh14x", b"lo", UP_AND_RUNNING))


def reach() -> str:
    """What comes of calling somebody outside."""
    with socket.socket() as calling:
        calling.settimeout(2)
        try:
            calling.connect(SOMEWHERE)
        except OSError as error:
            return str(error.strerror)
    return "reached"


def sell(learner: ClassLearner, code: str) -> dict[str, object]:
    """Join, open the shop, order, pay; what the order's page says in the end."""
    learner.join(code)
    learner.m02()
    learner.m05(goods=1)
    learner.s04()
    learner.pay_by_gateway(learner.order("practice"))
    order = f"{learner.desk}/orders/{learner.orders['practice']}"
    paid = learner.phone.until(order, lambda text: "/refunds" in text)
    hosts = set(re.findall(r'(?:src|href|action)="https?://([^/":]+)', paid))
    return {"paid": "/refunds" in paid, "hosts": sorted(hosts - {"127.0.0.1"})}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
