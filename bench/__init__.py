"""How much a page and an order cost, beside what this machine can do at all; see docs/benchmarks.md."""
