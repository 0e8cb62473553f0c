"""What this machine can do at all, measured beside the product: ceilings (a), (b) and (c)."""
