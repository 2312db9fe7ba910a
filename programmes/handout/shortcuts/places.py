"""Where WeasyPrint's modules hold a function that they imported from one another by name."""

import sys
from collections.abc import Callable
from typing import Any


def replace(old: Callable[..., Any], new: Callable[..., Any]) -> None:
    """Put *new* wherever a module of WeasyPrint holds *old*."""
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] == "weasyprint"]:
        for name in [name for name, value in vars(module).items() if value is old]:
            setattr(module, name, new)
