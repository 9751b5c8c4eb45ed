"""Recipes that train, predict and score; each reads from top to bottom as an example for one's own model."""
