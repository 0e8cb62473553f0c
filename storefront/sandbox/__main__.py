"""`python -m storefront.sandbox`: the practice gateway and bank as a process of its own."""

import argparse
import os

from storefront.sandbox.server import serve_sandbox


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="storefront sandbox", description="Practice gateway and practice bank."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--database", default="instance/sandbox.sqlite3")
    arguments = parser.parse_args()
    serve_sandbox(
        arguments.host,
        arguments.port,
        arguments.database,
        bootstrap_key=os.environ.get("STOREFRONT_SANDBOX_KEY", ""),
    )


if __name__ == "__main__":
    main()
