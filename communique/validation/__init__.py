"""Checks of articles and of the corpus. Every check is pure: it yields findings and changes nothing."""

from communique.validation.check import check_corpus, check_file, read_corpus
from communique.validation.corpus import Corpus
from communique.validation.findings import Finding, Rule, rules

__all__ = ["Corpus", "Finding", "Rule", "check_corpus", "check_file", "read_corpus", "rules"]
