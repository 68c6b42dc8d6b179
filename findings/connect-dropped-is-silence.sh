#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# nftables 1.0.6-2+deb12u2 (Debian 12): a rule in the output hook drops what is sent to an address. A UDP socket learns of it at once:
# send(2) fails with EPERM. A TCP socket does not: the kernel forgets that it could not send the SYN, tries again until its time is
# over, and connect(2) fails with ETIMEDOUT, as if the other end were silent. A rule that rejects is seen by both.
#
# So a scanner that calls connect(2) takes its own machine's firewall for one on the way; one that sends frames learns of neither,
# or of both. Seen on Linux 6.18.
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
nft 'add table ip t; add chain ip t out { type filter hook output priority 0; }
	add rule ip t out ip daddr 127.0.0.9 drop; add rule ip t out ip daddr 127.0.0.8 reject'
said=$(
	python3 - <<'END'
import errno
import socket


def failure(call, *arguments):
    try:
        call(*arguments)
        return "success"
    except OSError as error:
        return errno.errorcode[error.errno]


def udp(address):
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.connect((address, 9))
        return failure(s.send, b"x")


def tcp(address):
    with socket.socket() as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_SYNCNT, 1)  # gives up after three seconds, not two minutes
        return failure(s.connect, (address, 9))


print("dropped: UDP", udp("127.0.0.9"), "TCP", tcp("127.0.0.9"))
print("rejected: UDP", udp("127.0.0.8"), "TCP", tcp("127.0.0.8"))
END
)
printf '%s\n' "$said"
[[ $said == "dropped: UDP EPERM TCP ETIMEDOUT"$'\n'"rejected: UDP EPERM TCP ECONNREFUSED" ]]
