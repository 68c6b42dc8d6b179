# SPDX-License-Identifier: BSD-2-Clause
"""prints.py SOURCE - checks that the program prints text from outside through mst_print (muster/text.h) only.

In src/cli, fprintf, printf, vfprintf, dprintf and puts may print numbers and literals. A call with %s, or fputs of
something that is not a literal, is written with mst_print or mst_print_lines, which let nothing steer a terminal. What
else is right is in MAY, with its reason. The library prints nothing: there only the files of LIBRARY write to a stream.
"""
import pathlib
import re
import sys

CALL = re.compile(r"(?<!\w)(v?f?printf|dprintf|fputs|puts|perror|err|errx|warn|warnx|addstr|mvaddstr|printw|mvprintw)\(")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
CONVERSION = re.compile(r"%[-+ #0']*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?(?:l)?s")

# file below src, text of the call: why it may be.
MAY = [
    ("cli/help/", "", "texts of this program"),
    ("cli/options/", "", "values of options, written into memory for parameters and for help"),
    ("cli/common/command_line.c", "", "a command line, written into memory; words are quoted for a shell"),
    ("cli/common/advice.c", "", "advice, written into memory; mst_fail makes the sentence"),
    ("cli/habits/programs.c", "value ? value : example", "a command line, written into memory"),
    ("cli/habits/values.c", "", "values of options, written into memory"),
    ("cli/scan/found.c", "MST_TERMINAL_ERASE", "words of this program and an address, in one write"),
    ("cli/", "MST_TERMINAL_ERASE, stderr", "a sequence of this program"),
    ("cli/", "? MST_TERMINAL_ERASE :", "a sequence of this program"),
    ("cli/ifaces/print.c", "coloured ?", "colours of this program"),
    ("cli/ping/lines.c", "payloads[", "words of this program"),
    ("screen/", "", "text that mst_text_fit has cut and cleaned"),
    ("watch/events.c", "", "JSON, which report/escape.h has escaped"),
    ("watch/metrics_text.c", "", "metrics, written into memory; label values are escaped there"),
    ("plan/facts.c", "", "facts of a recording, written into memory"),
    ("report/sheet.c", "text, ", "a list, joined in memory; mst_escape_csv writes it"),
]


def calls(text):
    """(line, name, call with its arguments) of every call that CALL names."""
    for match in CALL.finditer(text):
        at, depth, string = match.end(), 1, False
        while depth and at < len(text):
            c = text[at]
            if c == "\\":
                at += 1
            elif c == '"' and text[at - 1] != "'":
                string = not string
            elif not string:
                depth += (c == "(") - (c == ")")
            at += 1
        yield text.count("\n", 0, match.start()) + 1, match[1], " ".join(text[match.start():at].split())


def is_foreign(name, call):
    """Whether a call prints more than numbers and literals."""
    arguments = call[call.index("(") + 1:-1]
    literal = re.sub(r'"\s*PRI\w+\s*"', "d", arguments)  # "%" PRIu64
    literal = "|".join(STRING.findall(literal)).replace("%%", "")
    if name in ("fputs", "puts", "addstr", "mvaddstr", "perror"):
        rest = STRING.sub("", arguments)
        choice = re.fullmatch(r"[^?]*\?(?:\s|:)*(?:,\s*\w+)?\s*", rest)  # condition ? "a" : "b"
        return not (re.fullmatch(r"\s*(?:,\s*[\w.>-]+)?\s*", rest) or (choice and STRING.search(arguments)))
    return bool(CONVERSION.search(literal)) or name.startswith("v")


def complaints_about(path, text):
    """path: below src."""
    for line, name, call in calls(text):
        if is_foreign(name, call) and not any(path.startswith(file) and part in call for file, part, _ in MAY):
            yield f"src/{path}:{line}: {call[:100]}: prints text that may be from outside: expected mst_print"


def complaints(source):
    files = sorted((source / "src").rglob("*.c"))
    if not files:
        yield f"no file found in {source / 'src'}"
    for path in files:
        yield from complaints_about(str(path.relative_to(source / "src")), path.read_text())
    for file, part, _ in MAY:
        texts = [p.read_text() for p in files if str(p.relative_to(source / "src")).startswith(file)]
        if not any(is_foreign(name, call) and part in call for text in texts for _, name, call in calls(text)):
            yield f"tests/prints.py: nothing needs the exception for {file} {part}"


def prove_it_can_fail():
    """A test of the test: planted violations must be found, and right calls pass."""
    wrong = ['fprintf(stderr, "listening on %s\\n", name);', 'printf("%-*s|", 3, name);', "fputs(name, out);",
             "puts(line);", 'fprintf(out, "%u"\n " (%.*s)", n, 3, text);', "vfprintf(out, format, args);",
             "perror(path);", 'fputs(name ? name : "none", out);']
    right = ['mst_print(stderr, "%s\\n", name);', 'fprintf(out, "%u (%%s)\\n", n);', 'fputs("a (b)", out);',
             'fputs(many ? "s" : "", stderr);', 'snprintf(text, 3, "%s", name);', 'printf("%5.1f %" PRIu64, a, b);']
    for text in wrong:
        assert list(complaints_about("cli/x.c", text)), f"not found: {text}"
    for text in right:
        assert not list(complaints_about("cli/x.c", text)), f"wrongly found: {text}"


def main(source):
    prove_it_can_fail()
    found = list(complaints(source))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
