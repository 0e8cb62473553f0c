"""A shop's record of its shoppers, and what they agreed to."""
