"""Benchmarks against the real server, as ratios in one run. `make bench` runs them all."""
