"""10,000 bank lines matched against 2,000 open orders: the matcher alone, and all of a statement's way.

`python -m bench.matching` prints both, in an instance of its own.
"""

from __future__ import annotations

import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select

from bench.shop import settings_of
from storefront import create_app
from storefront.adapters.bank_feeds.base import Movement
from storefront.domain.payments.matching import Book, Told, Verdict, match
from storefront.domain.settlement.bank_lines import receive_statement
from storefront.infra import clock, ids, migrate, tokens
from storefront.infra.db import db
from storefront.infra.money import Money
from storefront.infra.tenancy import enter_shop
from storefront.models.bank import Statement, StatementKind
from storefront.models.order import Mode, Order
from storefront.models.payment import Payment, PaymentState
from tests.factories import make_order, make_payment_method, make_shop

ACCOUNT = "0011004000123"
MANGLED = 0.05
"""Share of the orders' lines whose code has one wrong character."""


@dataclass(frozen=True)
class Matching:
    """What was measured. `matched` lines of the pure matcher, `settled` orders of the whole way; seconds."""

    lines: int
    orders: int
    matched: int
    seconds: float
    settled: int
    whole_seconds: float

    @property
    def per_second(self) -> float:
        """Lines the matcher reads in a second."""
        return self.lines / self.seconds


def measure(folder: Path, *, lines: int = 10_000, orders: int = 2_000, seed: int = 1) -> Matching:
    """Match, then take a statement in, in an empty folder with a SQLite database."""
    url = f"sqlite:///{folder}/storefront.sqlite3"
    migrate.upgrade(url, url)
    app = create_app(settings_of(folder, database_url=url, jobs=False, sandbox=False))
    with app.app_context():
        shop = make_shop()
        with enter_shop(shop.id):
            codes = _open_orders(orders)
            movements = _movements(codes, lines, random.Random(seed))
            db.session.commit()
            matched, seconds = _pure(movements)
            settled, whole = _whole(movements)
        db.session.expunge_all()
    return Matching(lines, orders, matched, seconds, settled, whole)


def _open_orders(number: int) -> list[tuple[str, int]]:
    """(code, sum) of payments that wait, copied from one order placed by the product's verbs."""
    make_payment_method("bank_transfer", bank_bin="970436", account=ACCOUNT, holder="HTX")
    first = make_order(payment="bank_transfer")
    payment = db.session.scalars(select(Payment)).one()
    order_row, payment_row = _row(first), _row(payment)
    codes = [(tokens.payment_code(), 50_000 + 500 * at) for at in range(number)]
    order_ids = [ids.new_id() for _ in codes]
    db.session.execute(
        insert(Order),
        [
            {
                **order_row,
                "id": order_id,
                "number": f"B{at}",
                "total": total,
                "idempotency_key": tokens.new_token(),
                "token_hash": tokens.token_hash(tokens.new_token()),
            }
            for at, (order_id, (_, total)) in enumerate(zip(order_ids, codes, strict=True))
        ],
    )
    db.session.execute(
        insert(Payment),
        [
            {
                **payment_row,
                "id": ids.new_id(),
                "order_id": order_id,
                "memo_code": code,
                "amount": total,
                "public_number": 10**12 + at,
            }
            for at, (order_id, (code, total)) in enumerate(zip(order_ids, codes, strict=True))
        ],
    )
    return codes


def _row(entity: Order | Payment) -> dict[str, object]:
    return {column.key: getattr(entity, column.key) for column in entity.__mapper__.column_attrs}


def _movements(codes: list[tuple[str, int]], lines: int, chance: random.Random) -> list[Movement]:
    """A line for each order, some with a mistyped code, among strangers' money."""
    now, found = clock.now(), []
    for at in range(lines):
        code, amount = codes[at] if at < len(codes) else ("", chance.randrange(10, 900) * 1_000)
        if code and chance.random() < MANGLED:
            code = code[:3] + "0" + code[4:]
        memo = f"MBVCB.{chance.randrange(10**9)}.{code} CT tu 0011 NGUYEN VAN A toi 0022 HTX"
        found.append(Movement(f"L{at}", ACCOUNT, Money(amount), now, memo, f"FT{at}"))
    chance.shuffle(found)
    return found


def _pure(movements: list[Movement]) -> tuple[int, float]:
    told = [Told(one.money.amount, one.memo, one.happened_at) for one in movements]
    begin = time.perf_counter()
    book = Book.load(Mode.LIVE, told)
    verdicts = [match(one, book).verdict for one in told]
    seconds = time.perf_counter() - begin
    return sum(one in (Verdict.CODE, Verdict.NEAR_CODE) for one in verdicts), seconds


def _whole(movements: list[Movement]) -> tuple[int, float]:
    statement = Statement(
        kind=StatementKind.BANK, source="", account=ACCOUNT, file_name="b", content_hash="b"
    )
    db.session.add(statement)
    db.session.flush()
    begin = time.perf_counter()
    receive_statement(statement, movements, Mode.LIVE)
    db.session.commit()
    seconds = time.perf_counter() - begin
    paid = select(Payment.id).where(Payment.state == PaymentState.SUCCEEDED)
    return len(db.session.scalars(paid).all()), seconds


def main() -> None:
    """Print what was measured."""
    with tempfile.TemporaryDirectory(prefix="storefront-matching-") as folder:
        found = measure(Path(folder))
    print(
        f"{found.lines} bank lines, {found.orders} open orders: {found.matched} matched in "
        f"{found.seconds:.2f} s ({found.per_second:.0f} lines/s); "
        f"a statement taken in whole, {found.settled} orders paid in {found.whole_seconds:.1f} s"
    )


if __name__ == "__main__":
    main()
