"""A language model the user runs, asked about a call: optional, and off unless it is named."""
