"""Trials: one question each, asked before something is built on the answer."""
