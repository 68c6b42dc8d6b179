# SPDX-License-Identifier: BSD-2-Clause
"""syntax.py BUILD TARGET - reads every C file of this build that the target does not compile, and says what the compiler warns of.

scripts/test builds only the fuzz targets by clang. What is left, unit tests above all, would cost minutes to compile; clang's warnings
come before code is made, so reading is enough, in half a minute. BUILD is a folder that ninja builds, in which the target was built.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

# What only matters for code, and costs time.
CODE = re.compile(r"-O\S*|-g|-c|-o|-fsanitize.*|-fno-sanitize.*|\S+\.o")


def left(build, target):
    """Each file that the target does not compile: the words that read it."""
    compiled = set(subprocess.run(["ninja", "-C", build, "-t", "inputs", target], check=True, capture_output=True, text=True).stdout.split())
    for entry in json.loads(pathlib.Path(build, "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        if words[words.index("-o") + 1] not in compiled:
            words = [word for word in words if not CODE.fullmatch(word)]
            yield [*words[words[0].endswith("ccache"):], "-fsyntax-only"]


def read(build, words):
    done = subprocess.run(words, cwd=build, capture_output=True, text=True)
    return done.stderr if done.returncode else ""


def main():
    build, target = sys.argv[1:]
    files = list(left(build, target))
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        faults = [fault for fault in pool.map(lambda words: read(build, words), files) if fault]
    print("".join(faults), end="", file=sys.stderr)
    print(f"syntax: {len(files)} files, {len(faults)} with faults")
    sys.exit(1 if faults or not files else 0)


if __name__ == "__main__":
    main()
