"""Themes: folders of data that draw a shop's public pages from drops."""
