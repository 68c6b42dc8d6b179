# SPDX-License-Identifier: BSD-2-Clause
"""With file capabilities, muster reads no description of a terminal that its caller wrote."""
import os
import pathlib
import pty
import select
import shutil
import subprocess
import time
import unittest

import sys
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "live"))
import lab

CALLER = 1000


class Environment(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = pathlib.Path("home").absolute()
        (home / ".terminfo").mkdir(parents=True)
        pathlib.Path("odd.ti").write_text("muster-odd|a terminal that only its owner knows,\n\tuse=xterm,\n")
        subprocess.run(["tic", "-o", home / ".terminfo", "odd.ti"], check=True)
        cls.home = home
        cls.program = pathlib.Path("muster-with-rights").absolute()
        shutil.copy(lab.MUSTER, cls.program)
        os.chmod(".", 0o755)
        if subprocess.run(["setcap", "cap_net_raw,cap_net_admin=eip", cls.program], capture_output=True).returncode:
            raise unittest.SkipTest("no file capabilities in this namespace")

    def first_output(self, *command, **variables):
        """What the program prints on a terminal within a second or so."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execvpe(str(command[0]), [str(word) for word in command], {"PATH": os.environ["PATH"], "TERM": "muster-odd", **variables})
        seen, until = b"", time.monotonic() + 15
        while time.monotonic() < until and b"TERM is muster-odd" not in seen and b"\x1b[" not in seen:
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    seen += os.read(terminal, 65536)
                except OSError:
                    break
        os.kill(pid, 15)
        os.close(terminal)
        os.waitpid(pid, 0)
        return seen

    def test_a_terminal_of_the_caller_is_unknown_to_a_program_with_rights(self):
        listen = ("listen", "-I", "near0")
        as_caller = ("setpriv", "--reuid", CALLER, "--regid", CALLER, "--clear-groups")
        for variables in ({"TERMINFO": str(self.home / ".terminfo")}, {"TERMINFO_DIRS": str(self.home / ".terminfo")}, {"HOME": str(self.home)}):
            with self.subTest(variables):
                self.assertIn(b"\x1b[", self.first_output(lab.MUSTER, *listen, **variables), "root's own terminal is drawn on")
                try:
                    secure = self.first_output(*as_caller, self.program, *listen, **variables)
                except ProcessLookupError:
                    self.skipTest("only one user in this namespace")
                self.assertIn(b"TERM is muster-odd", secure)


lab.main()
