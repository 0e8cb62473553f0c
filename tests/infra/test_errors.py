from storefront.infra.errors import AppError, Conflict, Forbidden, Invalid, NotFound


class BoxIsShut(Conflict):
    code = "box_is_shut"
    message = "The box is shut."


def test_a_named_error_says_its_code_and_its_sentence():
    error = BoxIsShut()

    assert isinstance(error, AppError)
    assert str(error) == "box_is_shut: The box is shut."


def test_details_stay_with_the_error():
    error = NotFound(number=1042)

    assert error.details == {"number": 1042}


def test_a_sentence_given_replaces_the_usual_one():
    error = Forbidden("Ask the owner.")

    assert (error.code, error.message) == ("forbidden", "Ask the owner.")
    assert Forbidden.message != "Ask the owner."


def test_invalid_keeps_sentences_per_field():
    error = Invalid({"name": ["Too long."], "price": ["Missing.", "Odd."]})

    assert error.errors == {"name": ["Too long."], "price": ["Missing.", "Odd."]}


def test_one_wrong_field_speaks_for_the_whole():
    error = Invalid.field("phone", "No such number.")

    assert error.errors == {"phone": ["No such number."]}
    assert str(error) == "invalid: No such number."
