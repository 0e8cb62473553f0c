"""A practice gateway and a practice bank: somebody else's computer, for learners and for tests.

It imports nothing of the storefront and is reached over HTTP only. The protocol is in docs/sandbox.md.
"""

from storefront.sandbox.app import Sandbox, create_sandbox
from storefront.sandbox.server import serve_sandbox, start_api_listener

__all__ = ["Sandbox", "create_sandbox", "serve_sandbox", "start_api_listener"]
