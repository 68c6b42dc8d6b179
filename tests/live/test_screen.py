# SPDX-License-Identifier: BSD-2-Clause
"""The live table in a terminal: the effect of keys, and the state of the terminal afterwards."""
import os
import re
import signal
import subprocess
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
        lines = self.terminal.wait_for(lambda lines: "LINE" not in "".join(lines) and len(lines) <= 9
                                       and lines[0] == "made-up rows" and lines[7].startswith("q quit"))
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


class Commands(unittest.TestCase):
    """The live tables of commands, with a thousand hosts, at several sizes of one terminal."""

    SIZES = ((40, 24), (80, 100), (200, 24))

    def check_sizes(self, terminal, heads, rows=1000):
        for columns, lines in self.SIZES:
            with self.subTest(size=(columns, lines)):
                terminal.resize(columns, lines)
                shown = terminal.wait_for(lambda seen: len(seen) >= lines and "q quit" in seen[lines - 1]
                                          and all(head in seen[1] for head in heads[columns])
                                          and sum(bool(line.strip()) for line in seen[2:lines - 2]) == min(rows, lines - 4))
                self.assertLessEqual(max(map(len, shown)), columns)
                self.assertTrue(shown[lines - 2].strip(), "the status")

    def colours(self, terminal):
        screen = subprocess.run([*terminal.tmux, "capture-pane", "-e", "-p"], check=True, capture_output=True, text=True).stdout
        return set(re.findall(r"\x1b\[(?:[0-9;]*;)?(3[0-7])m", screen))

    def test_watch(self):
        words = ("watch", "10.8.0.0-10.8.3.231", "--every", "1s", "--rate", "20k", "--timeout", "150ms")
        with lab.Terminal(lab.MUSTER, *words, columns=40, rows=24) as terminal:
            terminal.wait_for("hosts: ")
            self.check_sizes(terminal, {40: ("HOST", "STATE"), 80: ("HOST", "STATE", "REASON"), 200: ("LAST ROUNDS",)})
            self.assertIn("32", self.colours(terminal), "green: up")
            terminal.send("?")
            terminal.wait_for("? unknown")
            terminal.type("q")
            terminal.type("q")
            self.assertEqual(terminal.exit_status(), 0)
        with lab.Terminal(lab.MUSTER, *words, environment={"NO_COLOR": "1"}) as terminal:
            terminal.wait_for("q quit")
            terminal.wait_for("hosts: ")
            self.assertEqual(self.colours(terminal), set())
        with lab.Terminal(lab.MUSTER, "watch", "10.8.0.1", "--rounds", "1", environment={"TERM": "dumb"}) as terminal:
            terminal.wait_for("and TERM is dumb; lines")
            terminal.wait_for("Total 0 hosts are inactive")
            self.assertEqual(terminal.exit_status(), 0)

    def test_ping(self):
        with lab.Terminal(lab.MUSTER, "ping", "--loop", "-i", "1ms", "-g", "10.8.0.0", "10.8.3.231", columns=40, rows=24) as terminal:
            self.check_sizes(terminal, {40: ("HOST",), 80: ("HOST", "LOSS"), 200: ("HOST", "LOSS")})
            terminal.type("q")
            terminal.wait_for("it ended")

    def test_listen_tells_the_switch_and_who_serves(self):
        lldp = lldp_frame(b"sw1", b"Gi0/5", 12)
        with lab.Terminal(lab.MUSTER, "listen", "-I", "near0", columns=40, rows=24) as terminal:
            terminal.wait_for("q quit")
            lab.far("python3", "-c", "import socket, sys; s = socket.socket(17, 3); s.bind(('far0', 0)); "
                    f"s.send(bytes.fromhex('{lldp.hex()}')); "
                    f"u = socket.socket(2, 2); u.bind(('10.9.255.2', 53)); u.sendto(bytes.fromhex('00018180' + '00' * 8), ('10.9.255.1', 5300))",
                    stdin=subprocess.DEVNULL).communicate(timeout=20)
            subprocess.run(["ping", "-qc1", "10.9.255.2"], stdout=subprocess.DEVNULL)
            terminal.resize(100, 24)
            terminal.wait_for("near0: sw1 Gi0/5 (VLAN 12); dns 10.9.255.2")
            self.check_sizes(terminal, {40: ("ADDRESS", "PORTS"), 80: ("ADDRESS", "BYTES"), 200: ("SERVES", "SWITCH PORT")}, rows=2)
            terminal.type("q")
            self.assertEqual(terminal.exit_status(), 0)


def lldp_frame(name, port, vlan):
    """IEEE 802.1AB: chassis, port, time to live, system name, port VLAN."""
    def tlv(kind, value):
        return (kind << 9 | len(value)).to_bytes(2, "big") + value
    mac = bytes.fromhex("020000000002")
    return (bytes.fromhex("0180c200000e") + mac + bytes.fromhex("88cc") + tlv(1, b"\x04" + mac) + tlv(2, b"\x05" + port)
            + tlv(3, b"\x00\x78") + tlv(5, name) + tlv(127, bytes.fromhex("0080c201") + vlan.to_bytes(2, "big")) + tlv(0, b""))


lab.main()
