"""A visitor's choices are his own browser's; nonsense in a cookie counts as the default."""

import pytest

from portal.core.preferences import Preferences, preferences


@pytest.mark.parametrize(
    ("cookies", "chosen"),
    [
        ("", Preferences("zh", False, "")),
        ("language=en; text=large; profile=pram", Preferences("en", True, "pram")),
        ("language=klingon; text=huge", Preferences("zh", False, "")),
        ("profile=" + "x" * 500, Preferences("zh", False, "x" * 40)),
    ],
)
def test_choices_are_read_from_the_cookies(app, cookies, chosen):
    with app.test_request_context(headers={"Cookie": cookies}):
        assert preferences() == chosen
