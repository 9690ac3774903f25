"""How long ``evenkeel import`` takes on a bank of 500 questions, interpreter start included.

Run ``python -m tests.benchmarks.import_speed [questions]``. Prints one JSON line a format: the best and the median of
five runs in seconds, the processor time of the best, and whether the bar was met (500 questions in 5 s).
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BAR = 5.0
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def gift(number: int) -> str:
    """A bank in GIFT, of all the kinds that come over."""
    kinds = (
        "::Q{n}:: A caller waits {n} minutes. What comes first? {{=Say sorry#It counts. ~Ask for the number#Later.}}",
        "::Q{n}:: [html]<p>Which <b>two</b> calm down, case {n}?</p> {{~%50%A pause ~%-50%A shout ~%50%A name}}",
        "::Q{n}:: Case {n}: hanging up is the last resort. {{T#Think again.#Yes.####Say why first.}}",
        "::Q{n}:: How many minutes for case {n}? {{#{n}:2#Right.}}",
        "::Q{n}:: The word for case {n} is {{=sorry =an apology}}",
        "::Q{n}:: Match the case {n}. {{=anger -> fear =silence -> shame =tears -> relief}}",
    )
    return "\n\n".join(kinds[n % len(kinds)].format(n=n) for n in range(1, number + 1))


def moodle_xml(number: int) -> str:
    """A bank in Moodle XML, every tenth question with a picture."""
    return "<quiz>" + "".join(_question(n) for n in range(1, number + 1)) + "</quiz>"


def _question(n: int) -> str:
    image = '&lt;img src="@@PLUGINFILE@@/a.png" alt="A desk"&gt;' if n % 10 == 0 else ""
    file = f'<file name="a.png" encoding="base64">{PICTURE}</file>' if image else ""
    answers = "".join(
        f'<answer fraction="{100 if k == 1 else 0}" format="html"><text>&lt;p&gt;Reply {k} of {n}&lt;/p&gt;</text>'
        f"<feedback><text>&lt;p&gt;Why {k} in {n}.&lt;/p&gt;</text></feedback></answer>"
        for k in range(1, 5)
    )
    return (
        f'<question type="multichoice"><name><text>Question {n}</text></name><questiontext format="html"><text>'
        f"&lt;p&gt;What now, in case &lt;em&gt;{n}&lt;/em&gt;?&lt;/p&gt;{image}</text>{file}</questiontext>"
        f"<single>true</single>{answers}</question>"
    )


def measure(text: str, name: str, runs: int = 5) -> list[tuple[float, float]]:
    """The seconds and the processor time of some runs of the whole command."""
    seconds = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, name)
            source.write_text(text, encoding="utf-8")
            began, used = time.perf_counter(), _processor()
            command = [sys.executable, "-m", "evenkeel", "import", str(source), "--to", f"{folder}/out"]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            seconds.append((time.perf_counter() - began, _processor() - used))
            assert done.returncode == 0, done.stderr
    return seconds


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(number: int) -> bool:
    """Measure both formats, print them, and say whether the bar was met."""
    met = True
    for name, text in (("bank.gift", gift(number)), ("bank.xml", moodle_xml(number))):
        runs = measure(text, name)
        best, processor = (round(figure, 2) for figure in min(runs))
        median = round(statistics.median(seconds for seconds, _ in runs), 2)
        ok = number > 500 or best <= BAR
        figures = {"best_s": best, "median_s": median, "processor_s": processor, "bar_s": BAR, "met": ok}
        print(json.dumps({"file": name, "questions": number, **figures}))
        met = met and ok
    return met


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 500) else 1)
