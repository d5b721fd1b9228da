"""Brief and passages in, draft out: with a vLLM model, or with the house writer when there is none."""
