import pytest

from storefront.infra.html import clean_html, plain_text


@pytest.mark.parametrize(
    ("dirty", "safe"),
    [
        ("<p>Ngon<script>alert(1)</script></p>", "<p>Ngon</p>"),
        ('<p style="color:red" onclick="x()">Ngon</p>', "<p>Ngon</p>"),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener nofollow">x</a>'),
        ('<img src="https://elsewhere.example/x.png" alt="x">', '<img alt="x">'),
        ('<img src="/media/shop/1/a/240.jpg" alt="x">', '<img src="/media/shop/1/a/240.jpg" alt="x">'),
        ("<svg><script>1</script></svg>", ""),
        ("<iframe src=/x></iframe>", ""),
    ],
)
def test_only_harmless_markup_stays(dirty: str, safe: str) -> None:
    assert clean_html(dirty) == safe


def test_plain_lines_become_paragraphs() -> None:
    assert clean_html("Một & hai\nba\n\nbốn") == "<p>Một &amp; hai<br>ba</p><p>bốn</p>"


def test_cleaning_twice_changes_nothing() -> None:
    once = clean_html("A & B\n\nC")

    assert clean_html(once) == once


def test_words_are_taken_out_of_markup() -> None:
    assert plain_text("<p>Một</p><p>hai &amp; <b>ba</b></p>") == "Một hai & ba"
