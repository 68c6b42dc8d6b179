#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Linux 6.18, with ip of iproute2 6.1.0-3 (Debian 12): BPF_PROG_RUN of an XDP program on one packet takes microseconds, on two packets or more
# (`repeat`) some milliseconds, as long as the program is attached nowhere. Once it is, be it to the loopback of a network namespace
# that no packet ever sees, two take as long as one. Whoever transmits bursts by live frames, or runs a program on a few packets at a time,
# pays for this with each call.
#
# Why: for more than one packet, bpf_prog_test_run_xdp() enters the program into the XDP dispatcher, a piece of code with direct calls, and
# takes it out again after; each time the kernel writes that code anew, and waits for an RCU grace period (bpf_dispatcher_change_prog).
# A program that is attached is in there already. muster attaches the one of its live engine to such a namespace (src/tx/live.c).
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download iproute2=6.1.0-3 libbpf1=1:1.1.2-0+deb12u1 2>/dev/null && for deb in ./*.deb; do dpkg -x "$deb" .; done)
	LD_LIBRARY_PATH=$(dirname "$(find "$folder" -name libbpf.so.1)") PATH=$folder/usr/sbin:$folder/sbin:$folder/bin:$PATH \
		unshare --net --mount "$0" inside
	exit
fi

mount -t bpf bpf /sys/fs/bpf
python3 - <<'END'
import ctypes, os, struct, subprocess, time

BPF_PROG_LOAD, BPF_OBJ_PIN, BPF_PROG_RUN = 5, 6, 10
libc = ctypes.CDLL(None, use_errno=True)
SYSCALL = {"x86_64": 321, "aarch64": 280}[os.uname().machine]


def bpf(command, attributes):
    buffer = ctypes.create_string_buffer(attributes.ljust(128, b"\0"), 128)
    result = libc.syscall(SYSCALL, command, buffer, 128)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


# r0 = XDP_DROP; exit
code = ctypes.create_string_buffer(struct.pack("<BBhi", 0xb7, 0, 0, 1) + struct.pack("<BBhi", 0x95, 0, 0, 0))
license_ = ctypes.create_string_buffer(b"GPL\0")
XDP = 6
program = bpf(BPF_PROG_LOAD, struct.pack("<IIQQ", XDP, 2, ctypes.addressof(code), ctypes.addressof(license_)))
frame = ctypes.create_string_buffer(64)


def microseconds(packets, runs=15):
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        bpf(BPF_PROG_RUN, struct.pack("<IIIIQQII", program, 0, 64, 0, ctypes.addressof(frame), 0, packets, 0))
        took.append((time.perf_counter() - began) * 1e6)
    return sorted(took)[runs // 2]


def say(where):
    one, two = microseconds(1), microseconds(2)
    print(f"{where}: a run of one packet takes {one:,.0f} µs, of two {two:,.0f} µs")
    return one, two


before = say("attached nowhere")
path = ctypes.create_string_buffer(b"/sys/fs/bpf/drop\0")
bpf(BPF_OBJ_PIN, struct.pack("<QI", ctypes.addressof(path), program))
subprocess.run(["ip", "link", "set", "lo", "xdpgeneric", "pinned", "/sys/fs/bpf/drop"], check=True)
attached = say("attached to the loopback, which is down")
subprocess.run(["ip", "link", "set", "lo", "xdpgeneric", "off"], check=True)
after = say("attached nowhere again")
assert all(two > 50 * one for one, two in (before, after)) and attached[1] < 20 * attached[0]
END
