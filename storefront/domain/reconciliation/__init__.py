"""The four-way money match: orders, what gateways report, what the bank booked, what couriers hand over."""
