"""The demo province: firms, people and months of trade, made by the product's own verbs."""
