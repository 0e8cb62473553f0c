"""How each vector of a payment scheme is checked: (key, operation) -> check, a module a key."""

from storefront.cli.vectors import (
    casso,
    momo,
    onepay,
    other,
    payos,
    practice,
    sepay,
    stripe,
    vietqr,
    vnpay,
    zalopay,
)
from storefront.cli.vectors.checks import Check

CHECKS: dict[tuple[str, str], Check] = {
    **casso.CHECKS,
    **momo.CHECKS,
    **onepay.CHECKS,
    **other.CHECKS,
    **payos.CHECKS,
    **practice.CHECKS,
    **sepay.CHECKS,
    **stripe.CHECKS,
    **vietqr.CHECKS,
    **vnpay.CHECKS,
    **zalopay.CHECKS,
}
