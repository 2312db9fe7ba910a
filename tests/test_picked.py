"""Rows picked by typing: what is no key of any row is a wrong answer, and no fault of the site."""

import pytest

from tests.cast import make_cast
from tests.factories import make_language
from tests.workbench import address, at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["abc", "' or 1=1", "\0", "0" * 400])
@pytest.mark.parametrize("kind", ["advice", "exercise", "programme", "screening", "template"])
def test_what_is_no_key_of_any_row_is_refused_beside_the_field(kind: str, key: str):
    make_language()
    client, url = at(make_cast().olga), address(f"{kind}_add")
    sent = dict.fromkeys(("patient", "sources", "replaced_by", "not_for_flags"), key)
    assert client.get(url, sent).status_code == 200
    assert client.post(url, sent).status_code == 200
