# SPDX-License-Identifier: BSD-2-Clause
"""One guest of the bench in tests/machines: muster through devices that this machine's kernel may lack, under another Debian's
kernel. Skipped where QEMU, the kernel's package or a private network cannot be had. The whole bench runs in scripts/nightly."""
import os
import pathlib
import re
import subprocess
import sys

BENCH = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2])) / "tests/machines/run"
KERNEL = "trixie"
DEVICES = ("vlan", "netkit_l3", "gre")
ASKS = "routed,routed6"
SKIPPED = 77


def main():
    command = [BENCH, KERNEL, *DEVICES, "--engines", "auto", "--asks", ASKS]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=600)
    print(done.stdout, end="")
    if done.returncode == SKIPPED:
        return SKIPPED
    rows = len(DEVICES) * len(ASKS.split(","))
    right, wrong, skipped = map(int, re.findall(r"\d+", done.stdout.splitlines()[-1]))
    unstarted = done.stdout.count("the guest ended") if not wrong else 0  # by the emulator's or the guest's kernel's fault
    assert (right, wrong) == (rows - unstarted * len(ASKS.split(",")), 0), f"{right} rows right, {wrong} wrong, {skipped} skipped: expected {rows} right"
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
