"""Payments: methods switched on, attempts to collect, what was recorded, refunds, and what needs a look."""
