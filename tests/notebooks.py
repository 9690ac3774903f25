"""Write the practice notebooks' outputs again: ``make notebooks``, after the content they show has changed.

What is kept of an output is the part that stays the same from run to run. The widget itself is left out, so that a
reader who has not run the notebook sees the readable text and not an empty frame.
"""

import os
import tempfile
from pathlib import Path

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor

ROOT = Path(__file__).parent.parent
WIDGET = "application/vnd.jupyter.widget-view+json"


def refresh(file: Path) -> None:
    """Run one notebook with an empty learner's home, and keep its stable outputs."""
    notebook = nbformat.read(file, as_version=4)
    with tempfile.TemporaryDirectory() as home:
        os.environ["EVENKEEL_HOME"] = home
        ExecutePreprocessor(timeout=120, store_widget_state=False).preprocess(
            notebook, {"metadata": {"path": file.parent}}
        )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"]}
    nbformat.write(notebook, file)


if __name__ == "__main__":
    for found in sorted((ROOT / "exercises/practice").glob("*.ipynb")):
        refresh(found)
        print(f"written: {found.relative_to(ROOT)}")
