"""The one error of the sandbox: an HTTP status and a stable word."""


class Refused(Exception):
    """The sandbox will not do what was asked; `code` says why."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
