# SPDX-License-Identifier: BSD-2-Clause
"""layers.py SOURCE - checks that rooms lean downwards only, as layers.txt says, that no .c file is included, that no file
and no line grew too long, and that each file names its license."""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<(muster/[^>]+)>)', re.M)
LICENSE = re.compile(r"^\W+SPDX-License-Identifier: BSD-2-Clause( OR GPL-2\.0-only)?( \*/)?$")
LINES_MAX = 400
COLUMNS_MAX = 120
TAB = 8


def read_rules(path):
    rules = {}
    for line in path.read_text().splitlines():
        room, colon, allowed = line.partition("#")[0].partition(":")
        if colon:
            rules[room.strip()] = set(allowed.split())
    return rules


def seen_headers(text):
    """Every header a file includes, as room/header.h or include/muster."""
    for own, public in INCLUDE.findall(text):
        if own.startswith("muster/") or public:
            yield "include/muster"
        else:
            yield own


def seen_from(room, rules):
    """What a room may see: its own row, those of the rooms that it is within, and the rooms within it."""
    around = [room[:at] for at, byte in enumerate(room) if byte == "/"]
    within = {other for other in rules if other.startswith(room + "/")}
    return {room} | within.union(*(rules[one] for one in [room, *around]))


def inclusions_of_sources(name, text):
    for file in re.findall(r'^\s*#\s*include\s+["<]([^">]+\.c)[">]', text, re.M):
        yield f"{name}: includes {file}: a .c file is compiled once, and linked"


def complaints_about(name, room, text, rules):
    allowed = seen_from(room, rules)
    yield from inclusions_of_sources(name, text)
    for header in seen_headers(text):
        seen_room = header.rpartition("/")[0]
        if not seen_room:
            yield f'{name}: "{header}" does not name its room'
        elif header not in allowed and seen_room not in allowed:
            yield f"{name}: {room} must not see {header}"
    lines = text.count("\n")
    if lines > LINES_MAX:
        yield f"{name}: {lines} lines, more than {LINES_MAX}"


def shape_complaints(name, text):
    """What any file of code is held to: a license within its first two lines and, in C, no line that is too wide."""
    lines = text.splitlines()
    if not any(LICENSE.match(line) for line in lines[:2]):
        yield f"{name}: no SPDX-License-Identifier in its first two lines"
    if pathlib.PurePath(name).suffix not in (".c", ".h"):
        return
    for number, line in enumerate(lines, 1):
        width = len(line.expandtabs(TAB))
        if width > COLUMNS_MAX:
            yield f"{name}:{number}: {width} columns, more than {COLUMNS_MAX}"


def files_of_code(source):
    """C, Python, CMake and the scripts, which have no suffix; no data, and nothing that is built."""
    for room in ("src", "include", "tests", "bench", "scripts", "findings", "cmake", ".ci"):
        for path in sorted((source / room).rglob("*")):
            parts = path.relative_to(source).parts
            if not path.is_file() or "__pycache__" in parts or parts[:2] == ("tests", "data"):
                continue
            if path.suffix in (".c", ".h", ".py", ".sh", ".cmake", "") or path.name == "CMakeLists.txt":
                yield path
    yield source / "CMakeLists.txt"


def complaints(source):
    for path in files_of_code(source):
        yield from shape_complaints(path.relative_to(source), path.read_text())
    rules = read_rules(source / "tests/layers.txt")
    files = sorted((source / "src").rglob("*.[ch]"))
    if not files:
        yield f"no file found in {source}/src"
    for path in files:
        room = str(path.parent.relative_to(source / "src"))
        if room not in rules:
            yield f"{path}: layers.txt does not know the room {room}"
            continue
        yield from complaints_about(path.relative_to(source), room, path.read_text(), rules)
    for folder in ("tests", "bench"):
        for path in sorted((source / folder).rglob("*.[ch]")):
            yield from inclusions_of_sources(path.relative_to(source), path.read_text())
    for path in sorted((source / "include/muster").glob("*.h")):
        for own in re.findall(r'#\s*include\s+"([^"]+)"', path.read_text()):
            yield f"{path.relative_to(source)}: a public header must not see {own}"


def prove_it_can_fail(rules):
    """A test of the test: planted violations must be found."""
    planted = [
        ("wire", '#include "scan/lane.h"\n'), ("cli", '#include "base/clock.h"\n'), ("base", '#include "x.h"\n'),
        ("cli/scan", '#include "base/fail.h"\n'), ("cli/scan", '#include "cli/watch/options.h"\n'),
        ("cli/common", '#include "cli/scan/options.h"\n'), ("cli/scan", '#include "cli/commands.h"\n'),
        ("scan", '# include "base/fail.c"\n'), ("cli/options", '#include <muster/../../src/cli/common/words.c>\n'),
    ]
    for room, text in planted:
        if not list(complaints_about("planted.c", room, text, rules)):
            yield f"a planted violation of {room} was not found: {text.strip()}"
    fine = '#include <muster/scan.h>\n#include "cli/common/words.h"\n#include "screen/screen.h"\n#include "cli/scan/options.h"\n'
    if list(complaints_about("fine.c", "cli/scan", fine, rules)):
        yield "what cli/scan may see was refused"
    licensed = "/* SPDX-License-Identifier: BSD-2-Clause */\n"
    if list(shape_complaints("fine.c", licensed + "\t" + "x" * (COLUMNS_MAX - TAB) + "\n")):
        yield "a file in good shape was refused"
    if len(list(shape_complaints("planted.c", licensed + "\t/* " + "é" * (COLUMNS_MAX - TAB - 2) + "\n"))) != 1:
        yield "a planted line that is too wide was not found"
    if len(list(shape_complaints("planted.py", "import os\n"))) != 1:
        yield "a planted file without a license was not found"


def main(source):
    found = list(complaints(source)) + list(prove_it_can_fail(read_rules(source / "tests/layers.txt")))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
