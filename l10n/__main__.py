"""The door of `diglot` and of `python -m l10n`. Ctrl-C while the command line is loaded ends it without a word."""

import signal

_IS_OURS = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # nohup and the like ignore it: so do we
if _IS_OURS:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> None:
    """Run the command line; from here on Ctrl-C tells what was kept."""
    from .cli import main as run

    if _IS_OURS:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


if __name__ == "__main__":
    main()
