#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# nftables 1.0.6-2+deb12u2 (Debian 12), Linux 6.18: which sockets the expression `socket` of nftables finds.
#
# A rule set that drops segments to ports which no socket of this machine has says, before the drop, `socket wildcard 0 accept` and
# `socket wildcard 1 accept`: nft(8) has wildcard as "indicates whether the socket is wildcard-bound", so one of the two should match every
# socket. The half-open socket of a handshake, between SYN and ACK, is matched by neither: the ACK that completes the handshake is dropped,
# the client is connected, and the server never accepts. `socket transparent 0` and `socket transparent 1` match that socket as well. So the
# table by which muster keeps the kernel out of its own handshakes asks for transparent (src/net/port_guard.c).
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download nftables=1.0.6-2+deb12u2 libnftables1=1.0.6-2+deb12u2 2>/dev/null && for deb in ./*.deb; do dpkg -x "$deb" .; done)
	libraries=("$folder"/usr/lib/*/)
	PATH=$folder/usr/sbin:$PATH:/usr/sbin:/sbin LD_LIBRARY_PATH=${libraries[0]} unshare --net "$0" inside
	exit
fi

ip link set lo up

# accepted WORD: what becomes of a connection to a listener behind a table that accepts what `socket WORD` finds.
accepted() {
	nft "table ip t {
		chain c {
			type filter hook prerouting priority -150
			tcp dport != 9000 accept
			tcp flags & (syn | ack) == syn accept
			socket $1 0 accept
			socket $1 1 accept
			drop
		}
	}"
	python3 - <<'END'
import socket

listener = socket.socket()
listener.bind(("127.0.0.1", 9000))
listener.listen()
listener.settimeout(0.5)
client = socket.socket()
client.settimeout(0.5)
client.connect(("127.0.0.1", 9000))
try:
    listener.accept()
    print("connected, accepted")
except TimeoutError:
    print("connected, not accepted")
END
	nft delete table ip t
}

said=$(
	printf 'wildcard: %s\n' "$(accepted wildcard)"
	printf 'transparent: %s\n' "$(accepted transparent)"
)
expected='wildcard: connected, not accepted
transparent: connected, accepted'
printf '%s\n' "$said"
[[ $said == "$expected" ]]
