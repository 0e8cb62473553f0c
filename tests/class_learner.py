"""A learner of a class over HTTP alone: every form and token taken from the pages, no JavaScript."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pyotp
from PIL import Image

from tests.buyers import ADDRESS, SAME_ORIGIN
from tests.forms import Form, form_to, forms, has_form

PATIENCE = 90.0
"""Seconds until jobs must have done what a page waits for."""
TYPING = 3.5
"""Seconds; what is written faster than people write is taken for a machine's."""
OWNER = {
    "legal_type": "household",
    "legal_name": "Hộ kinh doanh Lê Thị Ba",
    "representative": "Lê Thị Ba",
    "tax_id": "2899999119",
    "province": "38",
    "commune": "14797",
    "street": "12 Lê Lợi",
    "phone": "0912 000 111",
}
OWN_WORDS = "Nhà tôi giữ lời với khách quen cũng như khách lạ. " * 12
MOBILE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"


class NotServed(RuntimeError):
    """An answer was not the one that was due, or a page never showed what it should."""


@dataclass
class Asked:
    """One request: when it was answered, how long that took, and the status."""

    what: str
    status: int
    seconds: float
    at: float


@dataclass
class Phone:
    """One browser; `asked` is every request it made."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    thinks: float = 0.0
    """Seconds before a form is sent: people read and type."""

    def __post_init__(self) -> None:
        # plain http on this machine; a TLS context for each would cost 20 ms of the processor
        self._client = httpx.Client(
            base_url=self.url,
            headers={**SAME_ORIGIN, "User-Agent": MOBILE},
            timeout=60,
            trust_env=False,
            verify=False,
        )

    def close(self) -> None:
        self._client.close()

    def get(self, path: str, due: int = 200) -> httpx.Response:
        """A page. Raises NotServed."""
        return self.ask("GET", path, (due,))

    def send(self, page: str, end: str = "", *, files: Any = None, due: int = 303, **typed: str) -> str:
        """Fill in the form of a page; the path that the answer leads to. Raises NotServed."""
        shown = self.get(page).text
        form = form_to(shown, end) if end else _own_form(shown, page)
        return self.send_form(form, page, files=files, due=due, **typed)

    def send_form(self, form: Form, page: str, *, files: Any = None, due: int = 303, **typed: str) -> str:
        """Send one form."""
        time.sleep(self.thinks)
        data = {name: value for name, value in {**form.values, **typed}.items() if "NUMBER" not in name}
        answer = self.ask("POST", form.action or page, (due,), data=data, files=files)
        return _path(answer.headers.get("Location", ""))

    def post(self, path: str, due: int, **typed: str) -> httpx.Response:
        """What a page's script sends."""
        return self.ask("POST", path, (due,), data=typed)

    def until(self, path: str, shows: Callable[[str], bool]) -> str:
        """Look again until the page shows it; jobs work beside. Raises NotServed."""
        deadline = time.monotonic() + PATIENCE
        while not shows(text := self.get(path).text):
            if time.monotonic() > deadline:
                raise NotServed(f"{path} never showed what was due")
            time.sleep(0.5)
        return text

    def ask(self, method: str, path: str, due: tuple[int, ...], **sent: Any) -> httpx.Response:
        """One request; its answer must have one of these statuses. Raises NotServed."""
        began = time.perf_counter()
        answer = self._client.request(method, path, **sent)
        self.asked.append(
            Asked(f"{method} {path}", answer.status_code, time.perf_counter() - began, time.time())
        )
        if answer.status_code not in due:
            words = re.sub(r"<[^>]+>", " ", answer.text)[-600:] if answer.status_code < 500 else ""
            raise NotServed(f"{method} {path}: {answer.status_code}, not {due}. {' '.join(words.split())}")
        return answer


@dataclass
class ClassLearner:
    """Joins a class and does its missions, each in a method of its code."""

    phone: Phone
    shopper: Phone
    number: int
    home: str = ""
    desk: str = ""
    orders: dict[str, str] = field(default_factory=dict)

    def join(self, code: str) -> None:
        """Come in with the code; the practice shop stands when this returns."""
        self.home = self.phone.send(f"/join/{code}", "/join", nickname=self.nickname)
        self._find_desk()

    def _find_desk(self) -> None:
        found = re.search(r'href="(/admin/[^/"]+)/', self.phone.get(self.home).text)
        if not found:
            raise NotServed("no practice shop")
        self.desk = found[1]

    @property
    def nickname(self) -> str:
        """What the class calls them."""
        return f"Học viên {self.number}"

    @property
    def shop(self) -> str:
        """The path of the shop as shoppers have it."""
        return f"/s/{self.desk.rpartition('/')[2]}"

    def m01(self) -> None:
        """A phone proved on the practice phone, and the authenticator app."""
        self.phone.send("/account", "/account/identities", name=f"0912 {self.number:06}")
        box = _words(self.phone.get(f"{self.desk}/practice-phone/").text)
        self.phone.send("/account/practice-phone", code=re.findall(r"\b\d{6}\b", box)[0])
        self.phone.send("/account", "/account/app")
        shown = _words(self.phone.get("/account/app").text)
        secret = re.findall(r"\b[A-Z2-7]{32}\b", shown)[0]
        self.phone.send("/account/app", "/confirmation", code=pyotp.TOTP(secret).now(), due=200)

    def m02(self) -> None:
        """Name and address of the shop, and who sells (M03)."""
        self.phone.send(f"{self.desk}/setup/who", **OWNER)
        slug = f"mat-ong-ban-{self.number}"
        self.phone.send(f"{self.desk}/setup/address", name=f"Mật ong bản {self.number}", slug=slug)
        self._find_desk()

    def m05(self, goods: int = 5) -> None:
        """Goods with pictures, price, unit, origin and stock: five, with S01 on the way."""
        for number in range(1, goods + 1):
            self.phone.send(
                f"{self.desk}/products/new",
                "/products/",
                files={"pictures": (f"anh{number}.jpg", _picture(self.number * 10 + number), "image/jpeg")},
                do="publish",
                name=f"Mật ong {number}",
                unit="chai",
                origin="Thanh Hóa",
                stock_tracked="y",
                **{"variants-0-price": "90.000", "variants-0-stock": "50"},
            )

    def s02(self) -> None:
        """A count with its reason."""
        found = re.search(rf"{self.desk}/stock/\d+", self.phone.get(f"{self.desk}/stock/").text)
        if not found:
            raise NotServed("no stock to count")
        self.phone.send(found[0], "/counts", counted="48", count_note="Vỡ hai chai")

    def m04(self) -> None:
        """Own words in every policy."""
        self.phone.send(f"{self.desk}/setup/pages")
        steps = self.phone.get(f"{self.desk}/setup/pages").text
        pages = dict.fromkeys(re.findall(rf"{self.desk}/setup/pages/\d+", steps))
        for path in pages:
            form = _own_form(self.phone.get(path).text, path)
            self.phone.send_form(form, path, words=f"{form.values['words']}\n\n{OWN_WORDS}")

    def m09(self) -> None:
        """The file of the notification."""
        self.phone.send(f"{self.desk}/notification/", "/preparation")

    def m07(self) -> None:
        """The fee for three communes."""
        self.phone.send(f"{self.desk}/setup/delivery")
        for commune in ("14797", "14812", "14758"):
            self.phone.send(f"{self.desk}/delivery-check/", province="38", commune=commune)

    def s03(self) -> None:
        """Transfers to the owner's account."""
        own = {"bank": "Vietcombank", "account": "0011004000123", "holder": "LE THI BA"}
        self.phone.send(f"{self.desk}/setup/payment", transfer="y", **own)

    def s04(self) -> None:
        """Open the shop."""
        self.phone.send(f"{self.desk}/setup/review")

    def m08(self) -> None:
        """Somebody else's phone comes by a link (M10)."""
        self.shopper.get(f"{self.shop}/?c=zalo")
        self.shopper.post(f"{self.shop}/visits", 204, c="zalo")

    def order(self, payment: str) -> str:
        """A shopper orders one of the goods; where that leads: the order's page, or a gateway's."""
        phone, goods = self.shopper, f"{self.shop}/products/mat-ong-1"
        phone.send(goods, "/cart/lines", quantity="1")
        # a job connects the practice money of a new shop
        phone.until(f"{self.shop}/checkout", lambda text: f'value="{payment}"' in text)
        phone.send(f"{self.shop}/checkout", "/checkout", **ADDRESS, payment=payment)
        led_to = phone.send(f"{self.shop}/checkout/review", "/checkout/review")
        listed = self.phone.get(f"{self.desk}/orders/").text
        self.orders[payment] = max(re.findall(rf"{self.desk}/orders/(\d+)", listed), key=int)
        return led_to

    def pay_by_gateway(self, away: str) -> None:
        """Pay at the practice gateway's own page, and come back."""
        form = next(form for form in forms(self.shopper.get(away).text) if "/pay/" in form.action)
        self.shopper.get(self.shopper.send_form(form, away, outcome="paid"))

    def pay_by_transfer(self, page: str) -> None:
        """Send what the order's page asks for from the practice bank."""
        found = re.search(r'href="([^"]*/sandbox/bank\?[^"]*)"', self.shopper.get(page).text)
        if not found:
            raise NotServed(f"{page} leads to no practice bank")
        self.shopper.send(_path(found[1].replace("&amp;", "&")), "/bank", due=200)

    def accept(self, payment: str) -> None:
        """Say yes to the order (S05, M11)."""
        self.phone.send(f"{self.desk}/orders/{self.orders[payment]}", "/acceptance")

    def send_parcel(self, payment: str) -> None:
        """Send the goods (S06), and say why there is no invoice (M13)."""
        order = f"{self.desk}/orders/{self.orders[payment]}"
        self.phone.send(order, "/fulfillments")
        form = form_to(self.phone.get(order).text, "/exemption")
        reasons = [one for one in form.offered.get("reason", []) if one]
        self.phone.send_form(form, order, reason=reasons[0] if reasons else "Hộ kê khai")

    def refund(self, payment: str) -> None:
        """Give back what the gateway took (S07)."""
        order = f"{self.desk}/orders/{self.orders[payment]}"
        self.phone.until(order, lambda text: has_form(text, "/refunds"))
        self.phone.send(order, "/refunds", amount="10.000", reason="Khách đổi ý")

    def m14(self) -> None:
        """A complaint heard and answered."""
        page = f"{self.shop}/complaints"
        form = form_to(self.shopper.get(page).text, "/complaints")
        time.sleep(TYPING)
        self.shopper.send_form(
            form,
            page,
            kind="goods",
            name="Nguyễn Thị Đào",
            phone="0912 345 678",
            body="Chai mật bị rò ra hộp, tôi muốn đổi.",
        )
        found = re.search(rf"{self.desk}/complaints/\d+", self.phone.get(f"{self.desk}/complaints/").text)
        if not found:
            raise NotServed("no complaint at the desk")
        self.phone.send(found[0], "/resolution", resolution="Tôi đã gửi chai khác cho khách.")


def _own_form(html: str, page: str) -> Form:
    """The form that goes back to its page."""
    return next(form for form in forms(html) if form.action in ("", page) and form.method == "post")


def _names(form: Form) -> set[str]:
    return {*form.values, *form.offered}


def _path(location: str) -> str:
    return re.sub(r"^https?://[^/]+", "", location).partition("#")[0]


def _words(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def _picture(number: int) -> bytes:
    """A photo of its own, as a phone takes it."""
    image = Image.effect_noise((50, 38), 60 + number % 40).resize((1000, 760)).convert("RGB")
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80)
    return target.getvalue()
