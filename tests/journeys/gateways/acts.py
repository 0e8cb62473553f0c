"""What the payer does in each cell: the order's page, the company's page, a button there, and back."""

from __future__ import annotations

from playwright.sync_api import Locator

from storefront.adapters.gateways import gateway
from tests.browsing import Device
from tests.journeys.gateways.market import Bought, Market
from tests.journeys.gateways.table import End, Fault, outcome_of

SOON = "0.3"
"""Seconds between facts that come apart."""
THOUGHT = "0.5"
CHECK = "Kiểm tra ngay"


def weather(fault: Fault) -> str:
    """The shop whose gateway has this weather."""
    return {Fault.DOWN: "down", Fault.SLOW: "slow"}.get(fault, "fair")


def pay_there(phone: Device, market: Market, bought: Bought, code: str, fault: Fault) -> None:
    """Go to the company's page and press the fault's button."""
    go_to_company(phone, bought, code)
    press(phone, bought, outcome_of(gateway(code).capabilities, fault))


def refuse(phone: Device, market: Market, bought: Bought, code: str, fault: Fault) -> None:
    """Where a refusal is not told, the payer asks."""
    pay_there(phone, market, bought, code, fault)
    if gateway(code).capabilities.notify_failures:
        market.until(bought, lambda books: books.told != ())
    else:
        check(phone, bought)


def out_of_order(phone: Device, market: Market, bought: Bought, code: str, fault: Fault) -> None:
    """An old failure is heard of after the money, or the money after a failure that was asked for."""
    pay_there(phone, market, bought, code, fault)
    if gateway(code).capabilities.notify_failures:
        market.until(bought, lambda books: len(books.told) == 2)
    else:
        check(phone, bought)
        market.until(bought, lambda books: books.charges != ())


def twice(phone: Device, market: Market, bought: Bought, code: str, fault: Fault) -> None:
    pay_there(phone, market, bought, code, fault)
    told = market.until(bought, lambda books: len(books.told) == 2).told
    assert told == ("accepted", "duplicate")


def broken(phone: Device, market: Market, bought: Bought, code: str, fault: Fault) -> None:
    """A call that proves nothing changes nothing; asking finds the money."""
    pay_there(phone, market, bought, code, fault)
    books = market.until(bought, lambda books: books.told != ())
    assert (books.told[0], books.charges) == ("bad_signature", ())
    check(phone, bought)


def down(phone: Device, market: Market, bought: Bought, code: str, fault: Fault) -> None:
    """Nobody answers: at the company's page where only a link leads there, else already here.

    After a few tries in vain the shop leaves the company alone, and offers the others only.
    """
    change_weather(phone, bought, code, "down")
    phone.go(bought.path)
    start(phone, code)
    if gateway(code).capabilities.signed_link:
        assert "đang ngừng" in phone.text()
        check(phone, bought)
        assert "không trả lời" in phone.text() and button(phone, code).count() == 1
        return
    assert "không trả lời" in phone.text()
    start(phone, code)
    start(phone, code)
    assert "không trả lời" in phone.text() and button(phone, code).count() == 0


def slow(phone: Device, market: Market, bought: Bought, code: str, fault: Fault) -> None:
    change_weather(phone, bought, code, "slow")
    pay_there(phone, market, bought, code, fault)


PLAYS = {
    Fault.REFUSE: refuse,
    Fault.TWICE: twice,
    Fault.OUT_OF_ORDER: out_of_order,
    Fault.BROKEN: broken,
    Fault.DOWN: down,
    Fault.SLOW: slow,
}


def transfer(phone: Device, market: Market, bought: Bought, code: str, fault: Fault) -> None:
    """See the code and the account on the order's page, then pay, or not, at the practice bank."""
    phone.go(bought.path)
    assert phone.page.locator(".qr svg").count() == 1 and bought.stall.account in phone.text()
    if fault is Fault.ABANDON:
        return
    amount = bought.total // 2 if fault is Fault.WRONG_AMOUNT else bought.total
    memo = f"tien hang {bought.number}" if fault is Fault.WRONG_MEMO else f"CK {bought.memo} cam on"
    how = {Fault.TWICE: "twice", Fault.LATE: "late", Fault.BROKEN: "broken"}.get(fault, "once")
    phone.go("/sandbox/bank")
    phone.fill(account=bought.stall.account, amount=str(amount), memo=memo, payer="TRAN VAN B", seconds=SOON)
    phone.page.locator(f'input[name="how"][value="{how}"]').check()
    phone.press("Chuyển tiền thực hành")


def go_to_company(phone: Device, bought: Bought, code: str) -> None:
    """From the order's page to the company's."""
    phone.go(bought.path)
    start(phone, code)
    assert phone.path().startswith("/sandbox/"), phone.text()


def start(phone: Device, code: str) -> None:
    """Press the order page's button for this way of paying."""
    with phone.page.expect_navigation(wait_until="load"):
        button(phone, code).click()


def button(phone: Device, code: str) -> Locator:
    """The order page's button for this way of paying."""
    return phone.page.locator(f'main form:has(input[name="method"][value="{code}"]) button')


def press(phone: Device, bought: Bought, outcome: str) -> None:
    """Choose what happens on the company's page, and come back to the shop."""
    phone.fill(seconds=SOON, amount=str(bought.total // 2))
    phone.page.locator(f'button[value="{outcome}"]').click()
    phone.page.wait_for_url(f"**{bought.path}**")


def check(phone: Device, bought: Bought) -> None:
    """Let the shop ask the company now."""
    if not phone.path().startswith(bought.path):
        phone.go(bought.path)
    phone.press(CHECK)


def change_weather(phone: Device, bought: Bought, code: str, kind: str) -> None:
    """Stop or slow the shop's gateway on the page that the company's page links to."""
    phone.go(f"/sandbox/controls/{bought.stall.controls[code]}")
    phone.fill(seconds=THOUGHT)
    phone.page.locator(f'button[value="{kind}"]').click()


def assert_end(phone: Device, market: Market, bought: Bought, end: End | None) -> None:
    """The books hold what the cell promises, and the order's page says it."""
    assert end is not None
    books = market.until(
        bought, lambda b: (b.summary, b.charges, b.reviews) == (end.summary, end.charges, end.reviews)
    )
    assert (books.summary, books.charges, books.reviews) == (end.summary, end.charges, end.reviews), books
    if phone.path() != bought.path or missing(phone, end):
        phone.go(bought.path)
    assert missing(phone, end) == [], phone.text()


def missing(phone: Device, end: End) -> list[str]:
    """The words that the page does not say."""
    text = phone.text()
    return [words for words in end.words if words not in text]
