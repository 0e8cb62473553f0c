"""The rules: verbs on the shop's nouns, one room a feature."""
