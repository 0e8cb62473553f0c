"""The demo province: firms, people and months of trade, made by the product's own verbs."""

UNFINISHED = "demo.unfinished"
"""A file in the instance while the demo is being loaded; one that is left tells of a load cut short."""
