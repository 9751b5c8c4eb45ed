"""Counts first, ratios last: arrays in, sums of counts per article out."""
