"""What the shop sells, how it is grouped, and how it is listed."""
