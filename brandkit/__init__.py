"""The language of brand copy, and what a brand allows."""
