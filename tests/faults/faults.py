# SPDX-License-Identifier: BSD-2-Clause
"""Runs of the program in which the N-th call that writes a file fails, or kills it: faults.c, preloaded.

    for fault in faults.walk(run, folder, what="EDQUOT"): …     run(env) runs the program; each call is made to fail once
"""
import os
import pathlib

LIBRARY = pathlib.Path(os.environ.get("BUILD", "build/dev")) / "tools/faults.so"
CALLS = "write,pwrite,writev,pwritev,fsync,fdatasync,ftruncate,fallocate,sendfile,close,linkat,rename,renameat2"


def environment(at, what, folder, trace=None, calls=CALLS):
    """For the program: the call number `at` of those for files in the folder does `what` (0: none does). See faults.c."""
    env = dict(os.environ, LD_PRELOAD=str(LIBRARY), MUSTER_FAULT=f"{calls}:{at}:{what}", MUSTER_FAULT_FOLDER=os.path.realpath(folder))
    # The sanitizer's own library need not be the first one: it is found behind this one.
    env["ASAN_OPTIONS"] = ":".join(filter(None, (env.get("ASAN_OPTIONS"), "verify_asan_link_order=0")))
    if trace:
        env["MUSTER_FAULT_TRACE"] = str(trace)
    return env


class Fault:
    """One run: `done` is what `run` returned, `calls` the lines (call, number, what happened, path) of its trace."""

    def __init__(self, at, done, trace):
        self.at, self.done = at, done
        self.calls = [line.split(" ", 3) for line in trace.read_text().splitlines()] if trace.exists() else []
        self.hit = next((call for call in self.calls if call[2] != "-"), None)

    def __str__(self):
        return f"{' '.join(self.hit) if self.hit else 'nothing'} at {self.at}"


def walk(run, folder, what, trace, calls=CALLS, most=500, prepare=lambda: None):
    """Yields a Fault for every call in turn; ends behind the first run that has no call of that number."""
    for at in range(1, most + 1):
        prepare()
        trace.unlink(missing_ok=True)
        fault = Fault(at, run(environment(at, what, folder, trace, calls)), trace)
        if fault.hit is None:
            return
        yield fault
    raise AssertionError(f"more than {most} calls")
