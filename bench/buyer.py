"""A guest's way from the product page to the order's, every form and token taken from the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bench.browser import Answer, Browser, NotServed
from bench.shop import BenchShop
from tests.buyers import ADDRESS
from tests.forms import Form, form_to

FORM = re.compile(r"<form\b.*?</form>", re.S)
REQUESTS = 8
"""Product page, adding, cart, checkout, answers, review, confirming, order page."""


@dataclass
class Buyer:
    """One shopper at a time; `forget()` of the browser makes it another one."""

    browser: Browser
    shop: BenchShop

    def buy(self) -> None:
        """The whole way. Raises NotServed."""
        self.browser.forget()
        self.add(self.product_form())
        self._page("/cart")
        self.browser.get(self.place(self.answer())).due(200)

    def product_form(self) -> Form:
        """The form that puts the goods into a cart."""
        return self._form(self._page(f"/products/{self.shop.product}"), "/cart/lines")

    def add(self, form: Form) -> None:
        """Put one piece into the cart."""
        self.browser.post(form.action, form.filled(quantity="1")).due(303)

    def answer(self) -> Form:
        """Fill in the one page of checkout; the form of the review that confirms it."""
        form = self._form(self._page("/checkout"), "/checkout")
        self.browser.post(form.action, form.filled(**ADDRESS)).due(303)
        return self._form(self._page("/checkout/review"), "/checkout/review")

    def place(self, review: Form) -> str:
        """Place the order; the path of its page."""
        location = self.browser.post(review.action, review.filled()).due(303).location
        path = re.sub(r"^https?://[^/]+", "", location)
        if "/orders/" not in path:
            raise NotServed(f"sent on to {path}")
        return path

    def _page(self, path: str) -> Answer:
        return self.browser.get(self.shop.path + path).due(200)

    def _form(self, page: Answer, path_end: str) -> Form:
        """Read only the forms, as the rest of the page is large and this machine also serves it."""
        return form_to("".join(FORM.findall(page.body.decode())), path_end)
