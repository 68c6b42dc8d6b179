#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libpcap 1.10.3-1 with tcpdump 4.99.3-1 (Debian 12): a pcapng file with two interface blocks of raw IP (LINKTYPE_RAW, 101) is refused at the
# second one, because "an interface has a type 101 different from the type of the first interface". Of Ethernet (1) the same file is read.
#
# Why: the type of the first interface is kept as the DLT_ that libpcap makes of it (12 on Linux), and compared with the number in the file.
# muster has a reader of its own for capture files (src/capture/file_pcapng.c).
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
packet = struct.pack(">BBHHHBBHII", 0x45, 0, 28, 1, 0, 64, 17, 0, 0x0a000001, 0x0a000002) + udp
def block(kind, body):
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, 12 + len(body)) + body + struct.pack("<I", 12 + len(body))
for name, link, header in (("raw", 101, b""), ("ethernet", 1, bytes.fromhex("020000000002 020000000001 0800"))):
    data = block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1)) + 2 * block(1, struct.pack("<HHI", link, 0, 65535))
    for i in range(2):
        data += block(6, struct.pack("<IIIII", i, 0, 1000000, len(header + packet), len(header + packet)) + header + packet)
    open(name + ".pcapng", "wb").write(data)
PYTHON
for name in raw ethernet; do
	"$dump" -t -n -r $name.pcapng >$name.seen 2>$name.said || true
	printf '%-8s: %s of 2 packets; %s\n' $name "$(wc -l <$name.seen)" "$(tail -n 1 $name.said)"
done
[[ $(wc -l <ethernet.seen) == 2 && $(wc -l <raw.seen) == 0 ]]
grep -q 'an interface has a type 101 different from the type of the first interface' raw.said
