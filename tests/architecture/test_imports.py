"""What may be written where; the arrows between floors are import-linter's (`make check`)."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, Source, sources

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
# Heavy, and only some use them: a server without Stripe or certificates never pays what importing them costs.
MAY_BE_IMPORTED_LATE = {"stripe", "pyhanko", "pyhanko_certvalidator", "asn1crypto"}
# Who may look across shops; everyone else stays behind the tenancy guard.
SEES_ALL_SHOPS = (
    "storefront/infra/",
    "storefront/jobs/",
    "storefront/cli/",
    "storefront/cli.py",
    "storefront/blueprints/programme/",
    "storefront/migrations/",
)
# The guard cannot see raw SQL and bare tables, so only the floor that holds the guard may write them.
WRITES_SQL = ("storefront/infra/", "storefront/migrations/")
RAW_SQL = {"sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.sql.expression.text"}
PARTS_OF_A_TABLE = {"server_default", "sqlite_where", "postgresql_where"}
# A handler may fail in any way; the worker alone counts it, parks it and goes on.
MAY_CATCH_ANYTHING = ("storefront/jobs/worker.py",)
SHOPPER_CODE = ("storefront/blueprints/shopper/", "storefront/themes/")
WAYS_TO_SKIP = ("skip", "skipif", "xfail", "importorskip", "skipTest", "expectedFailure")


def test_nothing_is_imported_inside_a_function():
    assert late_imports(sources("storefront")) == []


def test_raw_sql_and_bare_tables_stay_in_infra():
    assert raw_sql(sources("storefront")) == []


def test_only_those_who_may_look_across_shops():
    assert unlisted_mentions(sources("storefront"), "all_shops", SEES_ALL_SHOPS) == []


def test_shopper_pages_make_links_by_their_own_function():
    shopper = [s for s in sources("storefront") if s.is_in(*SHOPPER_CODE)]
    templates = sorted((ROOT / "storefront/themes").rglob("*.html"))

    assert unlisted_mentions(shopper, "url_for") == []
    assert [
        str(path.relative_to(ROOT)) for path in templates if "url_for" in path.read_text(encoding="utf-8")
    ] == []


def test_only_the_worker_catches_everything():
    assert catch_alls(s for s in sources("storefront") if not s.is_in(*MAY_CATCH_ANYTHING)) == []


def test_no_test_may_be_skipped():
    assert skips(sources("tests")) == []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("late_imports", "def f():\n    import json"),
        ("late_imports", "def f():\n    from os import path"),
        ("raw_sql", "from sqlalchemy import text\ntext('select 1')"),
        ("raw_sql", "import sqlalchemy as sa\nsa.text('select 1')"),
        ("raw_sql", "rows = Order.__table__"),
        ("catch_alls", "try:\n    f()\nexcept Exception:\n    g()"),
        ("catch_alls", "try:\n    f()\nexcept:\n    g()"),
        ("catch_alls", "try:\n    f()\nexcept (ValueError, BaseException):\n    g()"),
        ("skips", "@pytest.mark.skipif(True)\ndef test_a(): ..."),
        ("skips", "def test_a():\n    pytest.skip('later')"),
    ],
)
def test_each_rule_can_be_broken(tmp_path: Path, rule: str, source: str):
    assert len(globals()[rule]([parsed(tmp_path, source)])) == 1


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("late_imports", "def f():\n    import stripe"),
        ("raw_sql", "answer.text\nform.text('x')"),
        ("raw_sql", "from sqlalchemy import text\nIndex(sqlite_where=text('a'))"),
        ("catch_alls", "try:\n    f()\nexcept ValueError:\n    g()"),
        ("catch_alls", "try:\n    f()\nexcept BaseException:\n    undo()\n    raise"),
        ("skips", "reader.skip(3)"),
    ],
)
def test_no_rule_hits_what_is_allowed(tmp_path: Path, rule: str, source: str):
    assert globals()[rule]([parsed(tmp_path, source)]) == []


@pytest.mark.parametrize(
    "source",
    [
        "from storefront.infra.tenancy import all_shops",
        "with tenancy.all_shops():\n    f()",
        "session.execute(query, execution_options(all_shops=True))",
    ],
)
def test_looking_across_shops_is_seen_in_each_form(tmp_path: Path, source: str):
    assert len(unlisted_mentions([parsed(tmp_path, source)], "all_shops", SEES_ALL_SHOPS)) == 1


def late_imports(found: Iterable[Source]) -> list[str]:
    late = set()
    for source in found:
        for function in source.nodes(*FUNCTIONS):
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Import | ast.ImportFrom)
                    and imported_roots(node) - MAY_BE_IMPORTED_LATE
                ):
                    late.add(f"{source.place}:{node.lineno}: import inside a function")
    return sorted(late)


def imported_roots(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {(node.module or ".").partition(".")[0]}
    return {alias.name.partition(".")[0] for alias in node.names}


def raw_sql(found: Iterable[Source]) -> list[str]:
    lines = []
    for source in found:
        if not source.is_in(*WRITES_SQL):
            lines += [f"{source.place}:{line}: __table__" for line in source.mentions("__table__")]
            lines += [f"{source.place}:{call.lineno}: text()" for call in texts(source)]
    return lines


def texts(source: Source) -> list[ast.Call]:
    """Calls of SQLAlchemy's text(), but for the constants in a table's own definition."""
    definitions = {id(node.value) for node in source.nodes(ast.keyword) if node.arg in PARTS_OF_A_TABLE}
    calls = [call for call in source.nodes(ast.Call) if id(call) not in definitions]
    by_name = bool(source.imported_names() & RAW_SQL)
    return [call for call in calls if is_text(call.func, by_name)]


def is_text(function: ast.expr, by_name: bool) -> bool:
    match function:
        case ast.Attribute(attr="text", value=ast.Name(id="sa" | "sqlalchemy" | "db" | "sql")):
            return True
        case ast.Name(id="text"):
            return by_name
        case _:
            return False


def unlisted_mentions(found: Iterable[Source], name: str, allowed: tuple[str, ...] = ()) -> list[str]:
    outside = [source for source in found if not source.is_in(*allowed)]
    return [f"{source.place}:{line}: {name}" for source in outside for line in source.mentions(name)]


def catch_alls(found: Iterable[Source]) -> list[str]:
    handlers = [(source, node) for source in found for node in source.nodes(ast.ExceptHandler)]
    return [
        f"{source.place}:{node.lineno}: catches everything" for source, node in handlers if is_catch_all(node)
    ]


def is_catch_all(handler: ast.ExceptHandler) -> bool:
    """`except BaseException` that undoes its own work and ends with a bare `raise` swallows nothing."""
    if handler.type is None:
        return True
    names = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    return "Exception" in names or ("BaseException" in names and not raises_on(handler.body[-1]))


def raises_on(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Raise) and statement.exc is None


def skips(found: Iterable[Source]) -> list[str]:
    return [
        f"{source.place}:{node.lineno}: {node.attr}"
        for source in found
        for node in source.nodes(ast.Attribute)
        if node.attr in WAYS_TO_SKIP and leads_to(node.value, {"pytest", "unittest", "self"})
    ]


def leads_to(node: ast.AST, roots: set[str]) -> bool:
    """Whether an attribute chain such as `pytest.mark` begins with one of these names."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in roots


def parsed(folder: Path, source: str) -> Source:
    path = folder / "sample.py"
    path.write_text(source)
    return Source(path, folder)
