"""Drops made from what the rooms below know: the only place where models become what a theme sees."""
