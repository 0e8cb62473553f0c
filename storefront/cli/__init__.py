"""The command line: every subcommand of `python -m storefront` in a file of its own."""
