import re

import pytest
from flask import Flask

from storefront.domain.notifications.messages import sent_messages


@pytest.fixture
def last_code(context: Flask):
    """The code in the newest message, as its reader would copy it."""

    def read() -> str:
        return re.findall(r"\b\d{6}\b", sent_messages()[0].body)[0]

    return read
