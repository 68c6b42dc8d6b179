# SPDX-License-Identifier: BSD-2-Clause
"""parts.py - a page of several parts, which different runs of a script write: each stands between two marks with its name."""


def marks(name):
    return f"<!-- {name}: from here -->", f"<!-- {name}: to here -->"


def of(page, name):
    """The text of a part; empty where there is none."""
    first, last = marks(name)
    text = page.read_text() if page.exists() else ""
    return text.partition(first)[2].partition(last)[0]


def rows_of_others(page, name, head, rows):
    """The rows of the part's table whose first cell no row of `rows` has; none of a table with another head."""
    lines = [line for line in of(page, name).splitlines() if line.startswith("| ")]
    table = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    if not table or table[0] != head:
        return []
    return [row for row in table[1:] if row[0] not in {row[0] for row in rows}]


def put(page, head, name, lines):
    """Writes the part into the file, in place of what it had by that name, or at the end. A new file begins with `head`."""
    first, last = marks(name)
    text = page.read_text() if page.exists() else ""
    part = f"{first}\n\n" + "\n".join(lines).strip() + f"\n\n{last}"
    if first in text and last in text:
        before, rest = text.split(first, 1)
        text = before + part + rest.split(last, 1)[1]
    else:
        text = (text or "\n".join(head) + "\n").rstrip() + "\n\n" + part + "\n"
    page.write_text(text)
