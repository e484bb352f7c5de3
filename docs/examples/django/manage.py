#!/usr/bin/env python3
"""Django's commands. Migrations are headstart's: `make new` takes the place of makemigrations, the start that of migrate."""
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
