"""Parts of one admin page keep out of each other's way."""

from collections import defaultdict

import pytest

from programmes.admin.site import workbench


@pytest.mark.parametrize("model", list(workbench._registry), ids=lambda model: model.__name__)
def test_no_two_parts_of_a_page_have_a_private_method_of_the_same_name(model: type):
    """One would be called in the place of the other, on the pages of both."""
    parts = defaultdict(list)
    for part in type(workbench._registry[model]).__mro__:
        if part.__module__.startswith("programmes."):
            for name, value in vars(part).items():
                if name.startswith("_") and not name.startswith("__") and callable(value):
                    parts[name].append(part.__name__)
    assert {name: names for name, names in parts.items() if len(names) > 1} == {}
