"""A shop's rows taken from one shop and written into another: the same road for every kind of copy."""
