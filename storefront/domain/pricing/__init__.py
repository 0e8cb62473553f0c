"""What a thing costs: price, discount, tax, totals."""
