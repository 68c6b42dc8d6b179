#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# editcap and tshark 4.0.17-0+deb12u3 (Debian 12), one source: a pcapng file may have a custom block (0x00000bad, to be copied) anywhere
# between its section header and its end (draft-ietf-opsawg-pcapng, section 4.9). tshark reads a file whose custom block stands before
# the first interface block; editcap, copying the same file to pcapng, says that it cannot be written as a pcapng file.
# Behind the interface block it copies the same block.
#
# Why: editcap chooses the type of the new file by the blocks and link types that it has seen when it opens the file, which is before the
# interface block is read. muster writes the blocks of its interfaces first (tests/unit/record/test_writer_tools.c).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
version=4.0.17-0+deb12u3
apt-get -qq download {wireshark-common,tshark,libwireshark16,libwiretap13,libwsutil14}="$version" 2>/dev/null
for deb in ./*.deb; do dpkg -x "$deb" .; done
export PATH=$folder/usr/bin:$PATH LD_LIBRARY_PATH=$(echo "$folder"/usr/lib/*-linux-gnu)

make() { # FILE BLOCKS: a section header and these blocks, as hexadecimal digits
	{
		printf '0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000'
		printf '%s' "$2"
	} | python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' >"$1"
}
custom=ad0b000014000000d97e0000616263641400'0000'
interface=01000000140000000100000000000400'14000000'
packet=0600000030000000000000000000000000000000'0e0000000e000000'ffffffffffff0200000000010800'0000'30000000
make first.pcapng "$custom$interface$packet"
make behind.pcapng "$interface$custom$packet"
for file in first behind; do
	printf '%s: tshark reads %s packets with a destination, editcap: ' "$file" "$(tshark -r "$file.pcapng" -T fields -e eth.dst 2>/dev/null | grep -c ff:ff)"
	if editcap -F pcapng "$file.pcapng" "$file.copy" 2>"$file.said"; then echo copies it; else cat "$file.said"; fi
done
[[ $(tshark -r first.pcapng -T fields -e eth.dst 2>/dev/null) == *ff:ff* ]]
grep -q "can't be written as a \"pcapng\" file" first.said
[[ -s behind.copy && ! -s behind.said ]]
