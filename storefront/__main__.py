"""`python -m storefront COMMAND`."""

import importlib
import sys

OLDEST_PYTHON = (3, 11)


def main() -> int:
    """Run the command line; says in one line when this Python is too old to read the rest."""
    if sys.version_info < OLDEST_PYTHON:
        print("Python 3.11 or newer is needed, this is {}.{}.".format(*sys.version_info[:2]), file=sys.stderr)
        return 2
    return importlib.import_module("storefront.cli").run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
