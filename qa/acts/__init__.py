"""Speech acts: what a turn does, told from how it is said and what it answers."""
