"""What a theme from outside may not do."""

from pathlib import Path

import pytest
from jinja2 import TemplateError

from storefront.domain.theming.packages import load_theme
from storefront.domain.theming.render import Renderer
from storefront.domain.theming.samples import sample_contexts

MANIFEST = 'id = "evil"\nversion = "1.0.0"\napi = "1"\nparent = "que"\n[name]\nvi = "Xấu"\n'
ATTACKS = {
    "the class of a drop": "{{ shop.__class__.__mro__ }}",
    "a function's globals": "{{ t.__globals__ }}",
    "an attribute by filter": "{{ shop | attr('__class__') }}",
    "marking text as safe": "{{ shop.name | safe }}",
    "a list that grows": "{% set _ = blocks.append(1) %}",
    "format strings": "{{ '{0.__class__.__init__.__globals__}'.format(shop) }}",
    "a file outside": "{% include '../../../etc/passwd' %}",
}


@pytest.mark.parametrize("markup", ATTACKS.values(), ids=ATTACKS.keys())
def test_the_sandbox_refuses(markup: str, tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text(MANIFEST)
    section = tmp_path / "sections/error"
    section.mkdir(parents=True)
    (section / "section.html").write_text(f"<h1>x</h1>{markup}")
    renderer = Renderer(load_theme(tmp_path, trusted=False), strict=True)

    with pytest.raises(TemplateError):
        renderer.render_page("404", sample_contexts("full")["404"])


def test_an_untrusted_theme_runs_in_the_sandbox_unasked(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text(MANIFEST)

    renderer = Renderer(load_theme(tmp_path, trusted=False))

    assert renderer.sandboxed
