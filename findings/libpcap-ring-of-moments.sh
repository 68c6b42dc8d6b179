#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libpcap 1.10.3-1 (Debian 12) on Linux: with a packet buffer time-out of 10 ms, a buffer of 2 MiB holds some tens of small packets
# of a slow stream, not ten thousand. It consists of eight blocks, and the kernel closes a block at each time-out, however little
# is in it (TPACKET_V3). A reader that is stopped for two seconds loses nearly all of 200 packets a second; with a time-out of one
# second, or in immediate mode (TPACKET_V2), it loses none of them from the same buffer.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download libpcap0.8=1.10.3-1 2>/dev/null
for deb in ./*.deb; do dpkg -x "$deb" .; done
library=$(find "$folder" -name 'libpcap.so.0.8')

cat >one.py <<'PYTHON'
import ctypes, socket, sys, time

pcap = ctypes.CDLL(sys.argv[1])
pcap.pcap_create.restype = ctypes.c_void_p
pcap.pcap_lib_version.restype = ctypes.c_char_p


class Counts(ctypes.Structure):
    _fields_ = [("received", ctypes.c_uint), ("dropped", ctypes.c_uint), ("by_interface", ctypes.c_uint)]


def dropped(timeout_ms, immediate):
    """Of the frames on the loopback in two seconds without a reader: (all, dropped)."""
    handle = ctypes.c_void_p(pcap.pcap_create(b"lo", ctypes.create_string_buffer(256)))
    pcap.pcap_set_snaplen(handle, 128)
    pcap.pcap_set_buffer_size(handle, 2 << 20)
    pcap.pcap_set_timeout(handle, timeout_ms)
    pcap.pcap_set_immediate_mode(handle, immediate)
    assert pcap.pcap_activate(handle) == 0
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("127.0.0.1", 4000))
    for _ in range(400):
        sender.sendto(b"one", ("127.0.0.1", 4000))
        time.sleep(0.005)
    counts = Counts()
    assert pcap.pcap_stats(handle, ctypes.byref(counts)) == 0
    pcap.pcap_close(handle)
    return counts.received, counts.dropped


print(pcap.pcap_lib_version().decode())
short, long, at_once = dropped(10, 0), dropped(1000, 0), dropped(10, 1)
for name, (received, lost) in (("time-out 10 ms", short), ("time-out 1000 ms", long), ("immediate mode", at_once)):
    print(f"{name}: {lost} of {received} dropped")
sys.exit(0 if short[1] > short[0] * 0.8 and not long[1] and not at_once[1] else 1)
PYTHON
unshare --net sh -c 'ip link set lo up && exec python3 one.py "$1"' - "$library"
