"""Carry home: a class taken from a laptop in one file, and brought into another installation from it."""
