"""`python -m l10n` is `diglot`."""

from .cli import main

if __name__ == "__main__":
    main()
