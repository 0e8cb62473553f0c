from pathlib import Path

import pytest

from tools import templates


def findings(folder: Path, source: str, name: str = "page.html") -> list[str]:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return templates.problems(path)


@pytest.mark.parametrize(
    "source",
    [
        '<h1 class="{% if a == "b" %}wide{% endif %}">{{ _("Cart") }}</h1>',
        "<{{ tag }} class='x'>{{ text }}</{{ tag }}>",
        "{# a comment with words #}<p>{{ a }} &middot; {{ b }}: 24</p>",
        "{% trans count=n %}{{ count }} piece{% pluralize %}{{ count }} pieces{% endtrans %}",
        '<img src="{{ u }}" alt="" width="{{ w }}" height="{{ h }}">',
        '<a href="/en/" hreflang="en" lang="en">English</a>',
        "{% block body_class %}desk{% endblock %}",
        '{% macro attributes(f) %} id="{{ f }}"{% if f %} required{% endif %}{% endmacro %}<p>{{ a }}</p>',
        '<html {% block attributes %}data-a="b"{% endblock %}><p>{{ a }}</p>',
        '<script src="{{ asset("app.js") }}" defer></script>',
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
        '<input type="text" name="q" value="" placeholder="{{ _("Search") }}">',
    ],
)
def test_clean_markup_has_no_findings(tmp_path: Path, source: str) -> None:
    assert findings(tmp_path, source) == []


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ("<p>\n{{ x }} piece</p>", "2: hard-wired text '\ufffc piece'"),
        ("{#\n\n#}<p>Giỏ hàng</p>", "3: hard-wired text 'Giỏ hàng'"),
        ("{%- if a -%}\n\n<p>Cart</p>{% endif %}", "3: hard-wired text 'Cart'"),
        ("{% trans %}Cart{% endtrans %}<p>Cart</p>", "1: hard-wired text 'Cart'"),
        ('<input placeholder="Name">', "1: placeholder=: hard-wired text 'Name'"),
        ('<button aria-label="Close">x</button>', "1: aria-label=: hard-wired text 'Close'"),
        ('<input type="submit" value="Send">', "1: value=: hard-wired text 'Send'"),
        ('{% block attributes %}title="Cart"{% endblock %}', "1: title=: hard-wired text 'Cart'"),
        ("{% block body_class %}desk{% endblock %}Cart", "1: hard-wired text 'Cart'"),
        ("<script>go()</script>", "1: inline <script>"),
        ("<style>p { color: red }</style>", "1: inline <style>"),
        ('<p style="color: red"></p>', "1: style= on <p>"),
        ('<p onclick="go()"></p>', "1: onclick= on <p>"),
        ('<img src="a" alt="" width="1">', "1: <img> without height"),
    ],
)
def test_what_breaks_a_rule_is_named_with_its_line(tmp_path: Path, source: str, finding: str) -> None:
    assert finding in findings(tmp_path, source)


def test_a_mail_may_carry_its_styles_inline(tmp_path: Path) -> None:
    source = '<p style="margin: 0">{{ _("Hello") }}</p>'

    found = findings(tmp_path, source, "email/hello.html")

    assert found == []


def test_a_text_mail_is_held_to_the_same_words(tmp_path: Path) -> None:
    source = '{{ _("Hello") }}\n\nBye'

    found = findings(tmp_path, source, "email/hello.txt")

    assert found == ["3: hard-wired text 'Bye'"]
