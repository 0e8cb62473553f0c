"""How each vector of a payment scheme is checked: (key, operation) -> check, a module a key."""

from storefront.cli.vectors import casso, momo, payos, practice, sepay, vietqr
from storefront.cli.vectors.checks import Check

CHECKS: dict[tuple[str, str], Check] = {
    **casso.CHECKS,
    **momo.CHECKS,
    **payos.CHECKS,
    **practice.CHECKS,
    **sepay.CHECKS,
    **vietqr.CHECKS,
}
