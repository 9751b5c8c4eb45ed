"""Scikit-learn estimators for mentions, relations and stances."""
