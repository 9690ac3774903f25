"""HTML to PDF, with Chromium: tagged for screen readers, with an outline to move about in."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from evenkeel.problems import EvenkeelError

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SECONDS: Final = 180


class PdfError(EvenkeelError):
    """No PDF could be made; the message says what to do."""


def chromium() -> str:
    """The browser that prints: ``EVENKEEL_CHROMIUM``, or the first of the usual names that is installed.

    Raises:
        PdfError: there is none.
    """
    named = os.environ.get("EVENKEEL_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise PdfError(
            "a PDF is printed by Chromium or Chrome, and neither was found. Install one (Debian, Ubuntu:"
            " apt-get install chromium), or set EVENKEEL_CHROMIUM to its path."
        )
    return found


def print_to(html: Path, pdf: Path) -> None:
    """Print one HTML file.

    Raises:
        PdfError: Chromium is missing or did not write the file.
    """
    pdf.unlink(missing_ok=True)
    # The sandbox needs rights that a container's root lacks; the file is our own and runs no script.
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-background-networking"]
    command = [chromium(), *flags, "--generate-pdf-document-outline", f"--print-to-pdf={pdf}", html.as_uri()]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PdfError(f"{command[0]} could not print {html.name}: {error}") from error
    if done.returncode or not pdf.is_file():
        raise PdfError(f"{command[0]} could not print {html.name}: {done.stderr.strip()[-400:]}")
