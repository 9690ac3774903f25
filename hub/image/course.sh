#!/bin/sh
# From the course's folder, make what the images take along: the wheel and the two courses.
#   course.sh FOLDER
# learner/  what `evenkeel learner-copy` gives out, with the built book: no master, rubric or key
# tutor/    the same, with the masters and the rubrics
# `python` is the build environment's.
set -eu
out=$1
mkdir -p "$out"

python -m hatchling build -t wheel -d "$out/wheel" >/dev/null
# The course is looked for from here; the code is this folder's own.
export PYTHONPATH="$PWD/exercises:$PWD/grading:$PWD/hub" EVENKEEL_ROOT="$PWD"
python -m evenkeel.book.build
python -m evenkeel learner-copy --built-book "$out/learner"
cp -R "$out/learner" "$out/tutor"
mkdir -p "$out/tutor/grading" "$out/tutor/hub/image"
cp -R source "$out/tutor/source"
cp -R hub/image/cluster "$out/tutor/hub/image/"
cp -R grading/rubrics grading/nbgrader_config.py "$out/tutor/grading/"
