"""Who signs in, with what number and what rights."""
