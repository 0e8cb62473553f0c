"""Being paid: cash on delivery, transfers to the firm's own account, and practice money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.adapters.gateways import vietqr
from storefront.adapters.gateways.bank_transfer import BankTransfer
from storefront.adapters.gateways.banks import PRACTICE_BIN, Bank, find_bank, search_banks
from storefront.domain.payments.methods import switch_off, switch_on
from storefront.domain.payments.practice import PRACTICE, Connection, connect
from storefront.infra import events
from storefront.infra.db import begin_write, db
from storefront.infra.errors import Invalid
from storefront.infra.text import clean, fold
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod
from storefront.models.shop import Shop

COD = "cod"
TRANSFER = "bank_transfer"
ASKED_HERE = frozenset({COD, TRANSFER, PRACTICE})
"""What the step itself switches on and off; other ways are added with the assistant of the desk."""
NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class PaymentData:
    """The whole form; `bank` as typed or chosen: a name, a short name or a BIN."""

    cod: bool
    transfer: bool
    bank: str = ""
    account: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class CheckCode:
    """The owner's own account as a code, to be compared on a phone and never paid."""

    svg: str
    bank: Bank
    account: str
    holder: str


def payment_now() -> PaymentData:
    """The answers that are in force."""
    cod, transfer = method(COD), method(TRANSFER)
    options = transfer.options if transfer else {}
    bank = find_bank(options.get("bank_bin", ""))
    return PaymentData(
        cod=cod is None or cod.enabled,
        transfer=bool(transfer and transfer.enabled),
        bank=bank.short_name if bank else "",
        account=options.get("account", "") if bank else "",
        holder=options.get("holder", "") if bank else "",
    )


def save_payment(shop: Shop, data: PaymentData, *, practice: Connection | None, by: events.Actor) -> None:
    """Switch the ways of paying on and off; `practice` connects a practice shop to its gateway.

    Raises Invalid.
    """
    if not data.cod and not data.transfer and not shop.is_practice:
        raise Invalid.field("cod", lazy_gettext("Choose at least one way of being paid."))
    transfer = _transfer_values(data) if data.transfer and not _keeps_practice_account(data) else None
    keeps = data.transfer and transfer is None
    begin_write()
    _switch(shop, COD, {} if data.cod else None, by=by)
    if not keeps:
        _switch(shop, TRANSFER, transfer, by=by)
    if shop.is_practice and practice:
        connect(shop, practice, by=by)


def switch_on_for_tests(shop: Shop, practice: Connection, *, by: events.Actor) -> None:
    """Let test orders of a real shop be paid at the practice gateway; shoppers never see it."""
    connect(shop, practice, by=by, mode=Mode.TEST)


def check_code() -> CheckCode | None:
    """The code of the account that is in force; None before there is one. For the desk only."""
    transfer = method(TRANSFER)
    if transfer is None or not transfer.enabled:
        return None
    options = transfer.options
    bank = find_bank(options["bank_bin"])
    if bank is None:
        return None
    code = BankTransfer({name: str(value) for name, value in options.items()}).check_qr()
    return CheckCode(vietqr.svg(code), bank, options["account"], options["holder"])


def method(gateway: str) -> PaymentMethod | None:
    """The method of a gateway, switched on or off."""
    return db.session.scalars(select(PaymentMethod).where(PaymentMethod.gateway == gateway)).one_or_none()


def bank_of(text: str) -> Bank:
    """The one bank that was meant. Raises Invalid, which names those it may be."""
    wanted = clean(text)
    exact = [b for b in search_banks("") if fold(wanted) in map(fold, (b.bin, b.code, b.short_name, b.name))]
    found = exact or (search_banks(wanted) if wanted else [])
    if len(found) == 1:
        return found[0]
    if not found:
        raise Invalid.field("bank", lazy_gettext("We do not know this bank. Type a part of its name."))
    names = ", ".join(bank.short_name for bank in found[:NAMED_AT_MOST])
    raise Invalid.field("bank", lazy_gettext("Which one do you mean: %(names)s?", names=names))


def _keeps_practice_account(data: PaymentData) -> bool:
    """Whether a class's shop goes on with the practice bank's account: nobody typed one of their own."""
    known = method(TRANSFER)
    issued = known is not None and known.enabled and known.options.get("bank_bin") == PRACTICE_BIN
    return issued and not (data.bank or data.account or data.holder)


def _transfer_values(data: PaymentData) -> dict[str, str]:
    values = {
        "bank_bin": bank_of(data.bank).bin,
        "account": data.account.replace(" ", ""),
        "holder": clean(data.holder),
    }
    problems = {problem.field: [problem.message] for problem in BankTransfer(values).check()}
    if problems:
        raise Invalid(problems)
    return values


def _switch(shop: Shop, gateway: str, values: Mapping[str, str] | None, *, by: events.Actor) -> None:
    if values is not None:
        switch_on(shop, gateway, values, by=by)
        return
    known = method(gateway)
    if known is not None and known.enabled:
        switch_off(known, by=by)
