#!/usr/bin/env python
"""The command line of the site. DEBUG is on here unless the environment says otherwise."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehab.settings")
    os.environ.setdefault("DEBUG", "true")
    os.environ.setdefault("LOG_TO", "stderr")  # what a command prints may be read by a program
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
