"""Scorecards for people: pages, tables and terminal views.

Every function here is pure: scorecards in, text out. Nothing is scored, printed or written.
"""
