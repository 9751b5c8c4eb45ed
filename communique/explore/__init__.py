"""A static site to look at the dataset: articles, evidence, who stands where, passes and predictions beside the adjudicated version."""

from communique.explore.site import write_site

__all__ = ["write_site"]
