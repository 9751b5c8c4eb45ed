"""``python -m communique``."""

from communique.cli import console

console()
