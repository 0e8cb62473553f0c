"""The wizard: from nothing to an open shop."""
