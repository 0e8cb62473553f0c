"""Every template keeps the rules of tools/templates.py; tests/tools/test_templates.py tries the rules."""

from tools import templates


def test_templates_hold_no_words_no_inline_code_and_no_unsized_images():
    found = {
        templates.shown(path): templates.problems(path) for path in templates.all_templates(templates.ROOT)
    }

    assert {path: lines for path, lines in found.items() if lines} == {}
