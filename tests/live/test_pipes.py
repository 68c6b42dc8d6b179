# SPDX-License-Identifier: BSD-2-Clause
"""The output of muster is read by shell tools, and by muster again."""
import json
import pathlib
import shlex
import subprocess
import time
import unittest

import lab

M = shlex.quote(lab.MUSTER)


def shell(script):
    return subprocess.run(["bash", "-o", "pipefail", "-c", script], check=True, capture_output=True, text=True, timeout=120).stdout


class Shell(unittest.TestCase):
    def test_a_list_is_read_by_another_muster(self):
        out = shell(f"{M} sweep -q 10.8.0.0/28 -o list:- | {M} scan -q -i - -p 9 --all -o hostport:-")
        self.assertEqual(out.split(), [f"{addr}:9" for addr in lab.addresses("10.8.0.0/28")])

    def test_fields_of_csv_are_words_of_a_shell(self):
        out = shell(f"{M} scan -q 10.8.0.1-3 -p 9 --all -o csv:- --no-header | "
                    "while IFS=, read -r addr port rest; do echo $addr $((port + 1)); done")
        self.assertEqual(sorted(out.splitlines()), [f"10.8.0.{i} 10" for i in (1, 2, 3)])
        self.assertEqual(shell(f"{M} sweep -q 10.8.0.1-3 --fields addr -o csv:- | grep -xc 10.8.0.2"), "1\n")
        self.assertEqual(shell(f"{M} sweep -q 10.8.0.1-3 -o list:- | xargs -n1 {M} ping -qc1 | grep -c '1 received'"), "3\n")

    def test_a_line_of_the_table_has_its_address(self):
        rows = shell(f"{M} scan -q 10.8.0.1-3 -p 9,10 --all | grep -w closed").splitlines()
        self.assertEqual([row.split()[:2] for row in rows], [[f"10.8.0.{i}", port] for i in (1, 2, 3) for port in ("9", "10")])

    def test_two_runs_have_their_rows_in_the_same_order(self):
        for run in ("one", "two"):
            lab.muster("sweep", "10.8.0.0/23", "--all", "--force", "--order", "address", "-o", f"{run}.csv", "-o", f"{run}.json", "--fields", "addr,state")
        self.assertEqual(pathlib.Path("one.csv").read_bytes(), pathlib.Path("two.csv").read_bytes())
        one, two = (json.loads(pathlib.Path(f"{run}.json").read_text()) for run in ("one", "two"))
        self.assertEqual(one["results"], two["results"])
        self.assertEqual(one["parameters"]["targets"], ["10.8.0.0/23"])
        self.assertEqual(one["parameters"]["fields"], ["addr", "state"])

    def test_a_stream_is_there_before_the_end(self):
        process = lab.start("sweep", "10.8.0.0/24", "--rate", "20", "--stream", "--no-header", "-o", "csv:-", stderr=subprocess.DEVNULL)
        begun = time.monotonic()
        self.assertTrue(process.stdout.readline().startswith("10.8.0."))
        self.assertLess(time.monotonic() - begun, 4)
        self.assertTrue(process.stdout.readline().endswith("Z,,,,\n"))
        self.assertIsNone(process.poll())
        process.terminate()
        process.communicate(timeout=30)


if __name__ == "__main__":
    lab.main()
