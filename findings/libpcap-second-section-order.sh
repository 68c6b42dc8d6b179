#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libpcap 1.10.3-1 with tcpdump 4.99.3-1 (Debian 12): a pcapng file may have several sections, each with a byte order of its own
# (draft-ietf-opsawg-pcapng, section 4.1: files can be joined by cat). libpcap refuses the second section when its byte order is
# another one. tshark reads both packets.
#
# muster reads each section in its own byte order (src/capture/file_pcapng.c).
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
udp = struct.pack(">HHHH", 40000, 9999, 8, 0)
packet = bytes.fromhex("020000000002 020000000001 0800") + struct.pack(">BBHHHBBHII", 0x45, 0, 28, 1, 0, 64, 17, 0, 0x0a000001, 0x0a000002) + udp
def section(order):
    def block(kind, body):
        return struct.pack(order + "II", kind, 12 + len(body)) + body + struct.pack(order + "I", 12 + len(body))
    return (block(0x0a0d0d0a, struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0, -1)) + block(1, struct.pack(order + "HHI", 1, 0, 65535))
            + block(6, struct.pack(order + "IIIII", 0, 0, 1000000, len(packet), len(packet)) + packet + bytes(-len(packet) % 4)))
for name, orders in (("same", "<<"), ("other", "<>")):
    open(name + ".pcapng", "wb").write(b"".join(map(section, orders)))
PYTHON
for name in same other; do
	"$dump" -t -n -r $name.pcapng >$name.seen 2>$name.said || true
	printf '%s byte order: %s of 2 packets; %s\n' $name "$(wc -l <$name.seen)" "$(tail -n 1 $name.said)"
done
[[ $(wc -l <same.seen) == 2 && $(wc -l <other.seen) == 1 ]]
