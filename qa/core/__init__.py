"""The words everyone in this project speaks: time, calls, scorecards and errors."""
