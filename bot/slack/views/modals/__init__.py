"""The forms and windows: each module builds one, and reads back what was submitted."""
