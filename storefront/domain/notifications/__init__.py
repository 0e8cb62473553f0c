"""The one room every message to a person goes through."""
