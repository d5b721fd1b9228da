"""Slack as a surface: listeners, views, and the one way out."""
