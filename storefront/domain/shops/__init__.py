"""The shop itself: opening one, its addresses, settings, pages and life cycle."""
