"""``evenkeel preview``: see one exercise in the browser while you write it."""

import argparse
from pathlib import Path

NAME = "preview"
HELP = "see one exercise in the browser while you write it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the exercise's file."""
    parser.add_argument("file", type=Path, metavar="FILE", help="such as exercises/quizzes/my-quiz.yml")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on (default: a free one)")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open nothing")


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl+C.

    Raises:
        EvenkeelError: the file is none of a course, or the port is taken.
    """
    import asyncio
    import webbrowser

    from evenkeel.languages import settle
    from evenkeel.preview import serve
    from evenkeel.preview.look import place_of
    from evenkeel.problems import EvenkeelError

    root, folder, exercise_id = place_of(arguments.file)
    settle(root)

    def ready(address: str) -> None:
        print(f"Preview: {address}\nSave the file and the page follows. Ctrl+C stops.", flush=True)
        if not arguments.no_browser:
            webbrowser.open(address)

    async def served() -> None:
        await serve.run(serve.Preview(root, folder, exercise_id), arguments.port, ready)

    try:
        asyncio.run(served())
    except KeyboardInterrupt:
        return 0
    except (OSError, OverflowError) as error:
        raise EvenkeelError(f"cannot listen on port {arguments.port}: {error}") from error
    return 0
