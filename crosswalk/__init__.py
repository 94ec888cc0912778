"""The two regimes side by side: run order, command line, comparison, site. Meets the stages in the tables of `kb`."""
