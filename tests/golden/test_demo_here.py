# SPDX-License-Identifier: BSD-2-Clause
"""What scripts/run shows in a container (scripts/demo-here) needs a loopback interface, and neither routes nor rights."""
import os
import pathlib
import subprocess
import tempfile
import unittest

MUSTER = pathlib.Path(os.environ["MUSTER"]).resolve()
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
ALONE = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]  # a network with a loopback interface only
WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]


class Demonstration(unittest.TestCase):
    def setUp(self):
        tried = subprocess.run([*ALONE, "true"], capture_output=True, text=True)
        if tried.returncode:
            self.skipTest("no network of its own: " + tried.stderr.strip())

    def shown(self, *prefix):
        with tempfile.TemporaryDirectory() as root:
            folder = pathlib.Path(root, "build/release")
            folder.mkdir(parents=True)
            (folder / "muster").symlink_to(MUSTER)
            run = subprocess.run([*ALONE, *prefix, SOURCE / "scripts/demo-here", root], capture_output=True, text=True, timeout=60)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual(run.stdout.count("Flags [S]"), 4, run.stdout)
        return run.stdout

    def test_it_ends_well_where_nothing_else_can_be_reached(self):
        self.assertIn("127.0.0.4   up ", self.shown())

    def test_without_rights_it_pings_by_connections(self):
        text = self.shown(*WITHOUT_RIGHTS)
        self.assertIn("via connect", text)
        self.assertIn("127.0.0.4   up ", text)  # sweeps, too


if __name__ == "__main__":
    unittest.main()
