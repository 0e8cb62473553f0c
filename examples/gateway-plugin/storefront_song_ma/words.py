"""Words for people in the two languages of the shops, without a catalogue to compile."""

from flask_babel import LazyString, get_locale


def both(vietnamese: str, english: str) -> LazyString:
    """The one that the reader's page is in; Vietnamese where there is no page."""
    return LazyString(lambda: english if str(get_locale()) == "en" else vietnamese)
