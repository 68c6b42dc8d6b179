#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# nftables 1.0.6-2+deb12u2 (Debian 12): a rule in the output hook drops what is sent to an address. A UDP socket learns of it at once:
# send(2) fails with EPERM. A TCP socket does not: the kernel forgets that it could not send the SYN, tries again until its time is
# over, and connect(2) fails with ETIMEDOUT, as it does where the other end is silent. A rule that rejects is seen by both.
#
# Only the counters of TCP_INFO differ meanwhile: of a SYN that was dropped here tcpi_total_retrans rises and tcpi_retrans stays 0; of
# one that left, both rise. Seen on Linux 6.18. muster's engine connect goes by it (src/tx/connect.c).
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
	add rule ip t out ip daddr 127.0.0.9 drop; add rule ip t out ip daddr 127.0.0.8 reject
	add chain ip t in { type filter hook input priority 0; }; add rule ip t in ip daddr 127.0.0.7 drop'
said=$(
	python3 - <<'END'
import errno
import socket
import struct
import time


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


def counters(address):
    with socket.socket() as s:
        s.setblocking(False)
        s.connect_ex((address, 9))
        time.sleep(1.5)  # the SYN is repeated after one second
        info = s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
        retrans, total_retrans = struct.unpack_from("I", info, 36)[0], struct.unpack_from("I", info, 100)[0]
        return f"tcpi_total_retrans {total_retrans} tcpi_retrans {retrans}"


print("dropped: UDP", udp("127.0.0.9"), "TCP", tcp("127.0.0.9"))
print("rejected: UDP", udp("127.0.0.8"), "TCP", tcp("127.0.0.8"))
print("silent: TCP", tcp("127.0.0.7"))
print("dropped:", counters("127.0.0.9"))
print("silent:", counters("127.0.0.7"))
END
)
printf '%s\n' "$said"
[[ $said == "dropped: UDP EPERM TCP ETIMEDOUT
rejected: UDP EPERM TCP ECONNREFUSED
silent: TCP ETIMEDOUT
dropped: tcpi_total_retrans 1 tcpi_retrans 0
silent: tcpi_total_retrans 1 tcpi_retrans 1" ]]
