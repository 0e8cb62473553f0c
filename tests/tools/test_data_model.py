from storefront.infra.db import Base
from tools import data_model


def test_the_page_of_the_data_model_is_what_the_models_say() -> None:
    """Mend by `python tools/data_model.py`."""
    assert data_model.PAGE.read_text(encoding="utf-8") == data_model.page()


def test_every_table_stands_on_the_page() -> None:
    page = data_model.page()

    assert [name for name in Base.metadata.tables if f"| `{name}` |" not in page] == []
