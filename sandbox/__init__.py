"""A throw-away workspace on this machine that speaks Slack's own protocols, for demos and for tests."""
