"""Sound to words and people: speech recognition, mono diarization, roles."""
