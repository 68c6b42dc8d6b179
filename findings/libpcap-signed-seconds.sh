#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libpcap 1.10.3-1 (Debian 12): the seconds of a record in a pcap file are 32 bits, which draft-ietf-opsawg-pcap
# calls unsigned. libpcap reads them with a sign: a packet of 2038-01-19 03:14:08 UTC, one second after 2^31 - 1, is one of 1901.
# pcapng, whose time stamps are 64 bits, is read right.
#
# muster has a reader of its own for capture files (src/capture/file_pcap.c), by which such files are right until 2106.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download libpcap0.8=1.10.3-1 2>/dev/null
for deb in ./*.deb; do dpkg -x "$deb" .; done
export LD_LIBRARY_PATH=$(dirname "$(find "$folder" -name 'libpcap.so.0.8')")

# Raw IPv4 packets (link type 101), UDP without data, of 0x7fffffff and of 0x80000000 seconds.
packet=4500001c0001000040110000'0a0000010a000002'9c40270f00080000
bytes() { python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))'; }
{
	printf d4c3b2a1020004000000000000000000ffff000065000000
	for seconds in ffffff7f 00000080; do printf '%s000000001c0000001c000000%s' $seconds $packet; done
} | bytes >two.pcap
# The same in pcapng, with stamps of microseconds: 0x7fffffff and 0x80000000 times 10^6.
{
	printf 0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000
	printf 0100000014000000650000000000000014000000
	for seconds in 2147483647 2147483648; do
		python3 -c "
import struct
stamp = $seconds * 10**6
print((struct.pack('<IIIIIII', 6, 60, 0, stamp >> 32, stamp & 0xffffffff, 28, 28) + bytes.fromhex('$packet') + struct.pack('<I', 60)).hex(), end='')"
	done
} | bytes >two.pcapng

seconds() {
	python3 - "$1" <<'PYTHON'
import ctypes, sys
class Header(ctypes.Structure):
    _fields_ = [("seconds", ctypes.c_long), ("microseconds", ctypes.c_long), ("captured", ctypes.c_uint32), ("length", ctypes.c_uint32)]
pcap = ctypes.CDLL("libpcap.so.0.8")
pcap.pcap_open_offline.restype = ctypes.c_void_p
file, error = None, ctypes.create_string_buffer(256)
file = ctypes.c_void_p(pcap.pcap_open_offline(sys.argv[1].encode(), error))
header, bytes_ = ctypes.POINTER(Header)(), ctypes.c_void_p()
found = []
while pcap.pcap_next_ex(file, ctypes.byref(header), ctypes.byref(bytes_)) == 1:
    found.append(str(header.contents.seconds))
print(" ".join(found))
PYTHON
}
for file in two.pcap two.pcapng; do printf '%-11s %s\n' $file "$(seconds $file)"; done
[[ $(seconds two.pcap) == "2147483647 -2147483648" ]]
[[ $(seconds two.pcapng) == "2147483647 2147483648" ]]
