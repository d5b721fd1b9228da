"""What people see in Slack: pure builders from view models to Block Kit, and the forms read back."""
