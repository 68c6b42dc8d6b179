#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""contained - runs a command as container runtimes do: no new privileges, and a seccomp filter that refuses with EPERM.

    contained [--raw] COMMAND…

Refused are io_uring, bpf, perf_event_open, unshare and setns, as by the default profile of Docker; and packet and raw
sockets, unless --raw.
"""
import ctypes
import os
import platform
import struct
import sys

NUMBERS = {"x86_64": (0xC000003E, {"socket": 41, "unshare": 272, "perf_event_open": 298, "setns": 308, "bpf": 321}),
           "aarch64": (0xC00000B7, {"socket": 198, "unshare": 97, "perf_event_open": 241, "setns": 268, "bpf": 280})}
IO_URING = (425, 426, 427)
LOAD, AND, EQUAL, RETURN = 0x20, 0x54, 0x15, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | EPERM
AF_INET, AF_INET6, AF_PACKET, SOCK_RAW = 2, 10, 17, 3


def refusals(arch, numbers, raw):
    """The filter; both ends stand behind the conditions: each jumps to them."""
    rows = [(LOAD, 0, 0, 4), (EQUAL, 0, "allow", arch), (LOAD, 0, 0, 0)]
    rows += [(EQUAL, "refuse", 0, number) for name, number in numbers.items() if name != "socket"]
    rows += [(EQUAL, "refuse", 0, number) for number in IO_URING]
    if not raw:
        rows += [(EQUAL, 0, "allow", numbers["socket"]), (LOAD, 0, 0, 16), (EQUAL, "refuse", 0, AF_PACKET), (EQUAL, 1, 0, AF_INET),
                 (EQUAL, 0, "allow", AF_INET6), (LOAD, 0, 0, 24), (AND, 0, 0, 0xF), (EQUAL, "refuse", 0, SOCK_RAW)]
    ends = {"allow": len(rows), "refuse": len(rows) + 1}
    rows += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return b"".join(struct.pack("=HBBI", code, *(ends[to] - at - 1 if to in ends else to for to in jumps), value)
                    for at, (code, *jumps, value) in enumerate(rows))


def main():
    words = sys.argv[1:]
    raw = words[:1] == ["--raw"]
    program = refusals(*NUMBERS[platform.machine()], raw)
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(program)
    prog = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.create_string_buffer(prog), 0, 0):
        sys.exit(f"contained: {os.strerror(ctypes.get_errno())}")
    os.execvp(words[raw], words[raw:])


if __name__ == "__main__":
    main()
