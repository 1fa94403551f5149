"""Many calls: which there are, which are done, and the folder their scorecards go to."""
