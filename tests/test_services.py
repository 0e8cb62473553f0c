"""The services the rest of the suite stands on are what they claim to be."""

import psycopg
import pytest
import redis

from tests import services


@pytest.mark.postgres
def test_neither_role_is_superuser_or_passes_row_security_by():
    server = services.postgres_server()
    roles = (
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname LIKE 'storefront%'"
    )

    with psycopg.connect(server.url("postgres")) as connection:
        found = connection.execute(roles).fetchall()

    assert sorted(found) == [
        ("storefront_app", False, False, False),
        ("storefront_owner", False, False, False),
    ]


@pytest.mark.postgres
def test_a_database_is_a_copy_of_its_template_and_the_app_owns_nothing_in_it():
    server = services.postgres_server()
    template = server.template("services_template", fill)

    server.create_database("services_copy", template)

    with psycopg.connect(server.url("services_copy", services.OWNER_ROLE)) as owner:
        assert owner.execute("SELECT words FROM note").fetchone() == ("xin chào",)
    with (
        psycopg.connect(server.url("services_copy")) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("SELECT words FROM note")
    server.drop_database("services_copy")


def test_redis_keeps_its_databases_apart():
    server = services.redis_server()
    first, second = (redis.Redis.from_url(server.url(number)) for number in (14, 15))

    first.set("services", "one")

    assert (first.get("services"), second.get("services")) == (b"one", None)


def fill(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE note (words text)")
        connection.execute("INSERT INTO note VALUES ('xin chào')")
