"""Slack's Web API: every method under /api/, one module for each family."""
