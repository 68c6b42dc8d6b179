# SPDX-License-Identifier: BSD-2-Clause
"""share.py - a share of one CPU for a process: by a control group of its own, or by another program that has the CPU the rest of the time.

Each is entered once, and then takes and releases processes: while it has taken one, that has no more than its share.
"""
import os
import pathlib
import signal
import time

NAME = "muster-taps"


class NoShares(Exception):
    """This machine has no control groups that share CPU time; the text says why."""


def find():
    """The folder of the control groups that can share CPU time, and their version."""
    for line in pathlib.Path("/proc/self/mounts").read_text().splitlines():
        _, folder, kind, options = line.split()[:4]
        if kind == "cgroup" and "cpu" in options.split(","):
            return pathlib.Path(folder), 1
        if kind == "cgroup2" and "cpu" in (pathlib.Path(folder) / "cgroup.subtree_control").read_text().split():
            return pathlib.Path(folder), 2
    raise NoShares("no control groups with the controller cpu are mounted (cgroup version 1), or it is in no cgroup.subtree_control (version 2)")


class Share:
    """A control group (cgroup) that may run for `percent` of every `period_ms`, whenever it wants to: cpu.max of version 2, or
    cpu.cfs_quota_us of version 1. It is made when entered, and removed after."""

    def __init__(self, percent, period_ms):
        self.period_us = int(period_ms * 1000)
        self.quota_us = int(self.period_us * percent / 100)

    def __enter__(self):
        self.parent, version = find()
        self.folder = self.parent / NAME
        try:
            self.folder.mkdir()
            if version == 2:
                (self.folder / "cpu.max").write_text(f"{self.quota_us} {self.period_us}")
            else:
                (self.folder / "cpu.cfs_period_us").write_text(str(self.period_us))
                (self.folder / "cpu.cfs_quota_us").write_text(str(self.quota_us))
        except OSError as trouble:
            if self.folder.is_dir() and not isinstance(trouble, FileExistsError):
                self.folder.rmdir()
            raise NoShares(f"{self.folder}: {os.strerror(trouble.errno)}") from trouble
        return self

    def take(self, pid):
        (self.folder / "cgroup.procs").write_text(str(pid))

    def release(self, pid):
        (self.parent / "cgroup.procs").write_text(str(pid))

    def __exit__(self, *_):
        for pid in (self.folder / "cgroup.procs").read_text().split():
            self.release(pid)
        self.folder.rmdir()


class OnePiece:
    """The last `percent` of every period on `cpu`: before, another program has the CPU that runs before all usual ones (SCHED_FIFO)
    and does nothing. The kernel leaves 5 % to usual programs by default (sched_rt_runtime_us)."""

    def __init__(self, percent, period_ms, cpu):
        self.cpu, self.period, self.pid = cpu, period_ms / 1000, None
        self.busy = self.period * (1 - percent / 100)

    def run(self):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.sched_setaffinity(0, [self.cpu])
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
        start, parent = time.monotonic(), os.getppid()
        while os.getppid() == parent:
            while time.monotonic() < start + self.busy:
                pass
            start += self.period
            time.sleep(max(0, start - time.monotonic()))

    def __enter__(self):
        return self

    def take(self, _):
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self.run()
            finally:
                os._exit(1)

    def release(self, _):
        if os.waitpid(self.pid, os.WNOHANG)[0]:
            raise NoShares("the program that takes the CPU did not run: SCHED_FIFO may be refused")
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self.pid = None

    def __exit__(self, *_):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


class NoLimit:
    """In place of a Share: all of the CPU."""

    def __enter__(self):
        return self

    def take(self, pid):
        pass

    def release(self, pid):
        pass

    def __exit__(self, *_):
        pass
