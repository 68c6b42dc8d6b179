#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# tcpdump 4.99.3-1 (Debian 12): of a management message of PTP version 2 (IEEE 1588-2008, 15.4) it prints the first byte of the
# target port's identity four times more: as starting boundary hops, boundary hops, flags and reserved. The message in the file has
# 1, 2, 3 and 4 there, and an identity that begins with 0xa0.
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
body = bytes.fromhex("0d02") + struct.pack(">H", 48) + bytes(16) + bytes(range(1, 9)) + struct.pack(">HHBb", 1, 7, 4, 127)
body += bytes(range(0xa0, 0xaa)) + bytes([1, 2, 3, 4])
frame = bytes.fromhex("011b19000000 020000000001 88f7") + body
open("one.pcap", "wb").write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1) + struct.pack("<IIII", 1, 0, len(frame), len(frame)) + frame)
PYTHON
"$dump" -t -n -r one.pcap 2>/dev/null >seen
cat seen
grep -q 'start boundary hops  160, , boundary hops  160, , flags  0xa0, , reserved  0xa0' seen
