#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# tcpdump 4.99.3-1 (Debian 12): of the tag that Linux sends to a Broadcom switch (net/dsa/tag_brcm.c) it prints the traffic class of
# the second byte, where Linux has zero, in place of the first. The tag in the file has class 3.
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
frame = bytes.fromhex("ffffffffffff 020000000001") + bytes([1 << 5 | 3 << 2, 0, 0, 1 << 2]) + bytes.fromhex("88b5 00000000")
open("one.pcap", "wb").write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 281) + struct.pack("<IIII", 1, 0, len(frame), len(frame)) + frame)
PYTHON
"$dump" -t -n -r one.pcap 2>/dev/null >seen
cat seen
grep -q 'BRCM tag OP: IG, TC: 0,' seen
