# SPDX-License-Identifier: BSD-2-Clause
"""names.py SOURCE - checks that a unit test is found by the file it tests.

src/ROOM/FILE.c or FILE.h  is tested by  tests/unit/ROOM/test_FILE.c, or test_FILE_ASPECT.c where one file is not enough.
Its tests are Test(ROOM_FILE, …): the name that a failing test prints leads to its file. What several tests of a room
share is in fixture_NAME.c and fixture_NAME.h.
"""
import pathlib
import re
import sys

SUITE = re.compile(r"^Test(?:Suite)?\((\w+)", re.M)


def prefixes(name):
    """a_b_c: a_b_c, a_b, a."""
    parts = name.split("_")
    return ["_".join(parts[:count]) for count in range(len(parts), 0, -1)]


def complaints_about(path, text, sources):
    """path: ROOM/NAME.c below tests/unit; sources: every ROOM/FILE of src without its suffix."""
    room, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    if stem.startswith("fixture_"):
        return
    if not stem.startswith("test_") or not name.endswith(".c"):
        yield f"tests/unit/{path}: neither test_FILE.c nor fixture_NAME.c or fixture_NAME.h"
        return
    tested = stem.removeprefix("test_")
    if not any(f"{room}/{one}" in sources for one in prefixes(tested)):
        yield f"tests/unit/{path}: src/{room} has no {tested}.c or {tested}.h (or of a name that this one begins with)"
    suites = set(SUITE.findall(text))
    right = f"{room.replace('/', '_')}_{tested}"
    if not suites:
        yield f"tests/unit/{path}: has no test"
    for suite in sorted(suites - {right}):
        yield f"tests/unit/{path}: Test({suite}, …), where the file's name says Test({right}, …)"


def sources_of(source):
    src = source / "src"
    return {str(path.relative_to(src)).rpartition(".")[0] for path in src.rglob("*.[ch]")}


def complaints(source):
    sources = sources_of(source)
    unit = source / "tests/unit"
    files = sorted(unit.rglob("*.[ch]"))
    if not files:
        yield f"no file found in {unit}"
    for path in files:
        yield from complaints_about(str(path.relative_to(unit)), path.read_text(), sources)


def prove_it_can_fail():
    """A test of the test: planted violations must be found, and right names pass."""
    sources = {"target/set", "cli/common/words"}
    wrong = [
        ("target/set.c", "Test(target_set, a)"), ("target/test_sets.c", "Test(target_sets, a)"),
        ("target/test_words.c", "Test(target_words, a)"), ("target/test_set.c", "Test(target_other, a)"),
        ("target/test_set.c", "Test(target_set, a)\nTest(set, b)"), ("target/test_set.c", ""),
        ("cli/test_words.c", "Test(cli_words, a)"), ("target/helpers.h", ""), ("target/test_set.h", "Test(target_set, a)"),
        ("target/test_set.c", "TestSuite(set, .init = begin);\nTest(target_set, a)"),
    ]
    right = [
        ("target/test_set.c", "TestSuite(target_set, .init = begin);\nTest(target_set, a)"), ("target/fixture_target.h", ""),
        ("target/test_set_ipv6.c", "Test(target_set_ipv6, a)"), ("cli/common/test_words.c", "Test(cli_common_words, a)"),
    ]
    for path, text in wrong:
        if not list(complaints_about(path, text, sources)):
            yield f"a planted violation was not found: {path}: {text!r}"
    for path, text in right:
        for line in complaints_about(path, text, sources):
            yield f"a right name was refused: {line}"


def main(source):
    found = list(complaints(source)) + list(prove_it_can_fail())
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
