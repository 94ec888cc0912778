"""`python -m crosswalk`: the same as the console script, for tests and for folders without it on the PATH."""

from crosswalk.cli import main

if __name__ == "__main__":
    main()
