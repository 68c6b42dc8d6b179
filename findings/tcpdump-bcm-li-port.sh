#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# tcpdump 4.99.3-1 (Debian 12): every UDP datagram from or to port 49152 is printed as Broadcom's intercept header (BCM-LI), whatever
# it holds. 49152 is the first of the dynamic ports (RFC 6335), from which clients send: DNS answers and the like to a client there lose
# their own line.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download libpcap0.8=1.10.3-1 tcpdump=4.99.3-1 2>/dev/null
for deb in ./*.deb; do dpkg -x "$deb" .; done
dump=$(find "$folder" -name tcpdump -type f -perm -1)
export LD_LIBRARY_PATH=$(dirname "$(find "$folder" -name 'libpcap.so.0.8')")

# Raw IPv4 (link type 101): the same text in a datagram from port 49152 to port 4711, and from 49153.
python3 - <<'PYTHON'
import struct
text = b"only a text: none of Broadcom's"
records = b""
for port in (49152, 49153):
    udp = struct.pack(">HHHH", port, 4711, 8 + len(text), 0) + text
    packet = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, 0x0a000001, 0x0a000002) + udp
    records += struct.pack("<IIII", 1, 0, len(packet), len(packet)) + packet
open("two.pcap", "wb").write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101) + records)
PYTHON
"$dump" -t -n -r two.pcap 2>/dev/null >seen
cat seen
[[ $(sed -n 1p seen) == "IP 10.0.0.1.49152 > 10.0.0.2.4711: BCM-LI"* ]]
[[ $(sed -n 2p seen) == "IP 10.0.0.1.49153 > 10.0.0.2.4711: UDP, length 31" ]]
