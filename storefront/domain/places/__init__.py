"""Provinces and communes with their dates, old names, and addresses made of them."""
