"""Sound in: decode a recording, hear who speaks when on each channel, say what is wrong with it."""
