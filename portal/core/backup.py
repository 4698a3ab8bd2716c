"""Placeholder until the backup is written."""

import click

backup = click.Command("backup")
restore = click.Command("restore")
