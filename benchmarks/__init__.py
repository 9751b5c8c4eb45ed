"""Speed and memory, measured as ratios against peers in one run: ``make speed``."""
