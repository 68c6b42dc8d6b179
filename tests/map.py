# SPDX-License-Identifier: BSD-2-Clause
"""map.py SOURCE [--write] - checks that src/FILES.md has a line for every file of src, once, and names no other; and that
src/README.md has every room, names only files that exist, and has the hand-offs of round/shared.h, as CONTRIBUTING.md has.

A room is a heading, a thing (FILE.c, FILE.h, or both) is a line below it:

    ## base
    - `clock.c` `clock.h` - the two clocks: monotonic for deadlines, wall for people

--write brings the list up to date: what is new gets the first sentence of its head, what is gone loses its line, what
is there keeps its words, and all of it is sorted. Take a conflict in src/FILES.md either way, then run it.
"""
import pathlib
import re
import sys

LIST = "src/FILES.md"
LINE = re.compile(r"^- ((?:`[\w.]+` )+)- (.*)$")
WORDS_MAX = 150


def is_source(name):
    return name.endswith((".c", ".h")) and not name.startswith(".")


def files_of(source):
    src = source / "src"
    return {str(path.relative_to(src)) for path in src.rglob("*") if path.is_file() and is_source(path.name)}


def read_list(text):
    """[(room, [names], words, line number)] of the list's lines, and complaints about lines that are none."""
    rows, wrong, room = [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        row = LINE.match(line)
        if line.startswith("## "):
            room = line.removeprefix("## ").strip()
        elif row and room:
            rows.append((room, re.findall(r"`([^`]+)`", row[1]), row[2].strip(), number))
        elif line.startswith("-"):
            wrong.append(f"{LIST}:{number}: not a line as in: - `clock.c` `clock.h` - the two clocks")
    return rows, wrong


def complaints_about(text, files):
    rows, wrong = read_list(text)
    yield from wrong
    seen = set()
    for room, names, words, number in rows:
        if not words:
            yield f"{LIST}:{number}: {names[0]} has no words"
        for path in (f"{room}/{name}" for name in names):
            if path not in files:
                yield f"{LIST}:{number}: src/{path} does not exist"
            if path in seen:
                yield f"{LIST}:{number}: src/{path} has a line already"
            seen.add(path)
    for path in sorted(files - seen):
        yield f"{LIST}: no line for src/{path}; python3 tests/map.py . --write adds it"
    order = [(room, names[0]) for room, names, _, _ in rows]
    for before, after in zip(order, order[1:]):
        if after < before:
            yield f"{LIST}: {'/'.join(after)} stands behind {'/'.join(before)}: sort it, or run with --write"


def hand_offs_of(text):
    return set(re.findall(r"^ \*     ([A-Z]{2,}) +\S", text, re.M))


def complaints_about_readme(text, files, hand_offs):
    """text: src/README.md; files: of src; hand_offs: the names in round/shared.h."""
    for room in sorted({path.rpartition("/")[0] for path in files}):
        if f"`{room}`" not in text:
            yield f"src/README.md: the room `{room}` is not in the table"
    names = {path.rpartition("/")[2] for path in files}
    for path in sorted(set(re.findall(r"`([\w/.]+\.[ch])`", text))):
        if path.startswith(("include/", "tests/", "bench/")):
            continue
        if path not in files and ("/" in path or path not in names):
            yield f"src/README.md: src/{path} does not exist"
    told = set(re.findall(r"^\| ([A-Z]{2,}) \|", text, re.M))
    for name in sorted(told ^ hand_offs):
        yield f"src/README.md: the table of hand-offs and round/shared.h differ in {name}"


# ---- writing ----

def head_of(path):
    """The opening comment's first paragraph, without the file's name; empty: there is none."""
    text = re.sub(r"^(?:/\*\s*SPDX[^\n]*\*/\s*|//\s*SPDX[^\n]*\n)", "", path.read_text().lstrip())
    comment = re.match(r"/\*(.*?)\*/", text, re.S)
    lines = [re.sub(r"^\s*\*?\s?", "", line).strip() for line in comment[1].strip().splitlines()] if comment else []
    paragraph = " ".join("\n".join(lines).split("\n\n")[0].split())
    return re.sub(r"^\S+ - ", "", paragraph)


def first_sentence(head):
    sentence = re.split(r"(?<=[^.A-Z])\. |: see |; see | See ", head)[0].rstrip(".:;")
    if len(sentence) > WORDS_MAX:
        sentence = re.split(r": |; |, (?=which|that|and)", sentence)[0]
    return sentence[:WORDS_MAX].strip()


def words_for(source, room, names):
    """Out of the header's head, or the code's; of what only refers to a public header, of that one's."""
    for name in sorted(names, key=lambda one: not one.endswith(".h")):
        head = head_of(source / "src" / room / name)
        public = re.match(r"see muster/(\w+)\.h(?:, and [^:]*)?(?:: (.*))?", head)
        if public and public[2]:
            head = public[2]
        elif public:
            head = head_of(source / "include/muster" / f"{public[1]}.h")
        else:
            head = re.sub(r"^see [\w/]+\.h: ", "", head)
        if head and not head.startswith("see "):
            return first_sentence(head)
    return ""


def written(source, text, files):
    rows, _ = read_list(text)
    known = {f"{room}/{name}": words for room, names, words, _ in rows for name in names}
    things = {}
    for path in files:
        room, _, name = path.rpartition("/")
        things.setdefault((room, name.rpartition(".")[0]), []).append(name)
    out, room_before = [text.partition("\n## ")[0].rstrip()], None
    for (room, _), names in sorted(things.items(), key=lambda item: (item[0][0], sorted(item[1])[0])):
        names.sort()
        words = next((known[path] for path in (f"{room}/{name}" for name in names) if path in known), "")
        if room != room_before:
            out.append(f"\n## {room}\n")
        room_before = room
        out.append(f"- {' '.join(f'`{name}`' for name in names)} - {words or words_for(source, room, names)}")
    return "\n".join(out) + "\n"


def prove_it_can_fail():
    """A test of the test: planted faults must be found, and a right list passes."""
    files = {"base/clock.c", "base/clock.h", "cli/help/fish.c"}
    right = "# Files\n\n## base\n\n- `clock.c` `clock.h` - two clocks\n\n## cli/help\n\n- `fish.c` - completion\n"
    wrong = {
        "a file without a line": right.replace("`clock.h` ", ""),
        "a line without a file": right.replace("`fish.c`", "`fish.c` `fish.h`"),
        "a file with two lines": right + "- `fish.c` - again\n",
        "a file in another room": right.replace("## cli/help", "## cli"),
        "a line without words": right.replace("- completion", "- "),
        "a line that is none": right + "- zsh.c: completion\n",
        "an order that is none": "## cli/help\n- `fish.c` - completion\n## base\n- `clock.c` `clock.h` - two clocks\n",
    }
    for fault, text in wrong.items():
        if not list(complaints_about(text, files)):
            yield f"map.py: a planted fault was not found: {fault}"
    for line in complaints_about(right, files):
        yield f"map.py: a right list was refused: {line}"
    readme = "`base` `cli/help` `base/clock.h` `fish.c`\n| ARM | entry |\n"
    hand_offs = hand_offs_of("/*\n *     name      datum\n *     ARM       entry\n */")
    wrong = {
        "a room without a row": readme.replace("`cli/help`", ""), "a path that is none": readme + "`scan/clock.h`",
        "a name that is none": readme + "`wire.c`", "a hand-off too few": readme.replace("ARM", "Arm"),
        "a hand-off too many": readme + "| SETTLE | standing |\n",
    }
    for fault, text in wrong.items():
        if not list(complaints_about_readme(text, files, hand_offs)):
            yield f"map.py: a planted fault was not found: {fault}"
    for line in complaints_about_readme(readme, files, hand_offs):
        yield f"map.py: a right README was refused: {line}"


def main(source, write):
    path = source / LIST
    files = files_of(source)
    if write:
        path.write_text(written(source, path.read_text(), files))
    hand_offs = hand_offs_of((source / "src/round/shared.h").read_text())
    found = list(complaints_about(path.read_text(), files)) + list(prove_it_can_fail())
    found += complaints_about_readme((source / "src/README.md").read_text(), files, hand_offs)
    contributing = (source / "CONTRIBUTING.md").read_text()
    found += [f"CONTRIBUTING.md: does not name the hand-off {name}" for name in sorted(hand_offs) if name not in contributing]
    for line in found:
        print(line)
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), "--write" in sys.argv[2:]))
