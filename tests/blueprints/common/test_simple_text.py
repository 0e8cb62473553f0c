import pytest

from storefront.blueprints.common.simple_text import to_html, to_text

PAIRS = [
    ("Một\nhai\n\nBa", "<p>Một<br>hai</p><p>Ba</p>"),
    ("## Cách dùng\n\n- Pha ấm\n- Uống sáng", "<h2>Cách dùng</h2><ul><li>Pha ấm</li><li>Uống sáng</li></ul>"),
    ("1. Rửa\n2. Phơi", "<ol><li>Rửa</li><li>Phơi</li></ol>"),
    ("Rất **ngon** và *sạch*", "<p>Rất <strong>ngon</strong> và <em>sạch</em></p>"),
    ("3 < 4 & 5 > 2", "<p>3 &lt; 4 &amp; 5 &gt; 2</p>"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "markup"), PAIRS)
def test_what_is_typed_becomes_html_and_comes_back(text: str, markup: str) -> None:
    assert to_html(text) == markup
    assert to_text(markup) == text


def test_a_link_leads_there_and_comes_back() -> None:
    markup = to_html("Xem [trang của xã](https://example.vn/xa)")

    assert 'href="https://example.vn/xa"' in markup
    assert to_text(markup) == "Xem [trang của xã](https://example.vn/xa)"


def test_a_script_in_the_box_is_only_words() -> None:
    assert "<script>" not in to_html("Chào <script>alert(1)</script>")
    assert "javascript" not in to_html("[x](javascript:alert(1))").partition("href=")[2]


def test_what_the_box_cannot_say_is_shown_as_html_and_kept() -> None:
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"

    assert to_text(table) == table
    assert to_html(to_text(table)) == table


def test_signs_that_would_read_as_marks_are_not_lost() -> None:
    markup = "<p>- một dòng</p>"

    assert to_html(to_text(markup)) == markup
