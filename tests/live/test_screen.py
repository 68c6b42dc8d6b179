# SPDX-License-Identifier: BSD-2-Clause
"""The live table in a terminal: the effect of keys, and the state of the terminal afterwards."""
import os
import signal
import unittest

import lab

TABLE = lab.BUILD / "tools/table"


def first_row(lines):
    return lines[2].split()[0]


class Keys(unittest.TestCase):
    def setUp(self):
        self.terminal = lab.Terminal(TABLE, columns=80, rows=24)
        self.terminal.wait_for("row-0")

    def tearDown(self):
        self.terminal.__exit__()

    def wait_first(self, row):
        return self.terminal.wait_for(lambda lines: first_row(lines) == row)

    def test_it_shows_title_columns_rows_status_and_keys(self):
        lines = self.terminal.wait_for("picture 3")
        self.assertEqual(lines[0], "made-up rows")
        self.assertEqual(lines[1].split(), ["NAME▲", "SQUARE", "TEXT", "LINE"])
        self.assertEqual([line.split()[0] for line in lines[2:22]], [f"row-{i}" for i in range(20)])
        self.assertIn("q quit", lines[23])
        self.assertTrue(lines[23].rstrip().endswith("rows 1-20 of 100"), lines[23])

    def test_scrolling_stops_at_both_ends(self):
        self.terminal.send("Up", "Down", "j")
        self.wait_first("row-2")
        self.terminal.send("NPage")
        self.wait_first("row-22")
        self.terminal.send("G", "Down", "NPage")
        # The screen may be read while it is being drawn, from the top.
        lines = self.terminal.wait_for(lambda lines: lines[23].rstrip().endswith("rows 81-100 of 100"))
        self.assertEqual([lines[at].split()[0] for at in (2, 21)], ["row-80", "row-99"])
        self.terminal.send("PPage")
        self.wait_first("row-60")
        self.terminal.send("Home", "k")
        self.wait_first("row-0")

    def test_sorting_by_another_column_and_the_other_way_round(self):
        self.terminal.send(">")
        lines = self.terminal.wait_for("SQUARE▲")
        squares = [int(line.split()[1]) for line in lines[2:22]]
        self.assertEqual(squares, sorted(squares))
        self.assertEqual([line.split()[0] for line in lines[2:4]], ["row-0", "row-97"])
        self.terminal.send("r")
        lines = self.terminal.wait_for("SQUARE▼")
        squares = [int(line.split()[1]) for line in lines[2:22]]
        self.assertEqual(squares, sorted(squares, reverse=True))
        self.terminal.send("<", "<")
        self.terminal.wait_for("LINE▼")

    def test_filtering_as_one_types(self):
        self.terminal.send("/")
        self.terminal.type("ROW-9")
        lines = self.terminal.wait_for(lambda lines: "/ROW-9_" in lines[23] and first_row(lines) == "row-9")
        self.assertEqual([line.split()[0] for line in lines[2:22] if line.split()], ["row-9", *[f"row-9{i}" for i in range(10)]])
        self.terminal.send("BSpace", "8", "Enter")
        lines = self.terminal.wait_for("11 of 100 rows")
        self.assertEqual(first_row(lines), "row-8")
        self.terminal.send("Escape")
        self.terminal.wait_for("p pause")
        self.wait_first("row-0")

    def test_pausing_keeps_the_picture(self):
        self.terminal.wait_for("picture 2")
        self.terminal.send("p")
        held = self.terminal.wait_for("paused; ")[22]
        self.terminal.send("Down", "Down", "Down")
        self.assertEqual(self.wait_first("row-3")[22], held)
        self.terminal.send("Space")
        self.terminal.wait_for(lambda lines: lines[22].startswith("picture") and held not in lines[22])

    def test_help_and_back(self):
        self.terminal.send("?")
        self.terminal.wait_for("the column to sort by")
        self.terminal.send("x")
        self.wait_first("row-0")

    def test_text_from_anywhere_is_made_harmless(self):
        lines = self.terminal.wait_for("picture")
        self.assertIn("kana かな", lines[3])
        self.assertIn("bell ? escape ?[31m", lines[4])
        self.assertIn("broken ?? utf8", lines[5])
        self.assertIn("▁", lines[3])
        self.assertIn("×", lines[6])

    def test_a_resize_does_not_break_it(self):
        self.terminal.resize(30, 8)
        lines = self.terminal.wait_for(lambda lines: "q quit" not in "".join(lines) and "LINE" not in "".join(lines)
                                       and len(lines) <= 9 and lines[0] == "made-up rows")
        self.assertEqual([line.split()[0] for line in lines[2:6]], [f"row-{i}" for i in range(4)])
        self.terminal.resize(12, 3)
        self.terminal.wait_for(lambda lines: len(lines) <= 4 and lines[0].startswith("made-up"))
        self.terminal.resize(200, 60)
        lines = self.terminal.wait_for(lambda lines: any("row-55" in line for line in lines))
        self.assertEqual(lines[1].split(), ["NAME▲", "SQUARE", "TEXT", "LINE"])

    def test_q_leaves_and_gives_the_terminal_back(self):
        self.terminal.send("q")
        self.assertEqual(self.terminal.exit_status(), 0)
        lines = self.terminal.wait_for("left")
        self.assertFalse(any("row-" in line for line in lines))

    def test_a_signal_leaves_in_order_too(self):
        os.kill(self.terminal.pid("table"), signal.SIGTERM)
        self.assertEqual(self.terminal.exit_status(), 1)
        self.terminal.wait_for("told to stop")


class Places(unittest.TestCase):
    def test_many_rows(self):
        with lab.Terminal(TABLE, "65536") as terminal:
            terminal.wait_for("row-0")
            terminal.send("G")
            terminal.wait_for("row-65535")

    def test_a_dumb_terminal_is_refused_in_words(self):
        with lab.Terminal(TABLE, environment={"TERM": "dumb"}) as terminal:
            self.assertEqual(terminal.exit_status(), 2)
            terminal.wait_for("TERM is dumb")

    def test_an_unknown_terminal_is_refused_in_words(self):
        with lab.Terminal(TABLE, environment={"TERM": "nonesuch"}) as terminal:
            self.assertEqual(terminal.exit_status(), 2)
            terminal.wait_for("TERM is nonesuch")

    def test_without_a_locale_plain_letters_do(self):
        with lab.Terminal(TABLE, environment={"LC_ALL": "C"}) as terminal:
            lines = terminal.wait_for("row-19")
            self.assertIn("NAME^", lines[1])
            self.assertIn("!", lines[6])


lab.main()
