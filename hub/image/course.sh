#!/bin/sh
# From the course's folder, make what the images take along: the wheel and the two courses.
#   course.sh FOLDER
# learner/  what `evenkeel learner-copy` gives out, with the built book: no master, rubric or key
# tutor/    the same, with the masters and the rubrics
# `python` is that of a build environment (packages.sh build), which gets the wheel too.
set -eu
out=$1
mkdir -p "$out"

python -m hatchling build -t wheel -d "$out/wheel" >/dev/null
python -m pip install --quiet --disable-pip-version-check --no-deps --no-index "$out"/wheel/evenkeel-*.whl
export EVENKEEL_ROOT="$PWD"
python -m evenkeel.book.build
python -m evenkeel learner-copy --built-book "$out/learner"
cp -R "$out/learner" "$out/tutor"
mkdir -p "$out/tutor/grading" "$out/tutor/hub/image"
cp -R source "$out/tutor/source"
cp -R hub/image/cluster "$out/tutor/hub/image/"
cp -R grading/rubrics grading/nbgrader_config.py "$out/tutor/grading/"
