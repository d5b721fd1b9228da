"""What must happen while Slack waits: acknowledge, check a form, open a window. The rest is a job."""
