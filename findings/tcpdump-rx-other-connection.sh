#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# tcpdump 4.99.3-1 (Debian 12): calls of Rx (AFS) are numbered within a connection, and two connections of one client have the same
# numbers. It remembers calls without the connection: the reply to list-elements (514) of the second connection is printed as one to
# list-entry (512) of the first, and its numbers are left out.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download libpcap0.8=1.10.3-1 tcpdump=4.99.3-1 2>/dev/null
for deb in ./*.deb; do dpkg -x "$deb" .; done
dump=$(find "$folder" -name tcpdump -type f -perm -1)
export LD_LIBRARY_PATH=$(dirname "$(find "$folder" -name 'libpcap.so.0.8')")

python3 - <<'PYTHON'
import struct
def rx(connection, flags, body):
    return struct.pack(">IIIIIBBBBHH", 0x40000000, connection, 7, 1, 1, 1, flags, 0, 0, 0, 73) + body
def frame(source, destination, payload):
    udp = struct.pack(">HHHH", source, destination, 8 + len(payload), 0) + payload
    ends = (1, 2) if source > destination else (2, 1)
    ip = struct.pack(">BBHHHBBHBBBBBBBB", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, 10, 0, 0, ends[0], 10, 0, 0, ends[1])
    return bytes(12) + b"\x08\0" + ip + udp
frames = [frame(40000, 7002, rx(0x100, 1, struct.pack(">II", 512, 5))), frame(40000, 7002, rx(0x200, 1, struct.pack(">II", 514, 5))),
          frame(7002, 40000, rx(0x200, 0, struct.pack(">III", 2, 8, 9)))]
data = struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
for one in frames:
    data += struct.pack("<IIII", 1, 0, len(one), len(one)) + one
open("one.pcap", "wb").write(data)
PYTHON
"$dump" -t -n -r one.pcap 2>/dev/null >seen
cat seen
grep -q 'rx data pt reply list-entry (40)' seen
