"""Questions from shoppers, and the owner's answers."""
