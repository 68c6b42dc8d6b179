#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# nftables 1.0.6-2+deb12u2 (Debian 12), Linux 6.18: what reading the error queue of a socket (IP_RECVERR, MSG_ERRQUEUE) takes away.
#
#   peek     MSG_PEEK does not look at the queue: the error is gone from it afterwards. recv(2) has it otherwise.
#   pending  The pending error goes with the last ICMP error of the queue: SO_ERROR is 0 after it.
#   TCP      ip(7) says that TCP has no error queue, and that MSG_ERRQUEUE is not permitted there. It has one. When it has been read, a
#            connection that failed looks like one that succeeded to who goes by connect(2): the socket is writable, SO_ERROR is 0. A second
#            connect(2) says ECONNABORTED, in place of EHOSTUNREACH. So muster's engine connect goes by the queue itself (src/rx/connect.c).
#
# The first SYN is dropped and the kernel's repetition is rejected: the error of one that comes back within connect(2) is kept elsewhere.
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
nft 'add table ip t; add chain ip t in { type filter hook input priority 0; }
	add rule ip t in tcp dport 9 numgen inc mod 2 0 drop; add rule ip t in tcp dport 9 reject with icmp type host-unreachable'
said=$(
	python3 - <<'END'
import errno
import select
import socket
import time

IP_RECVERR = 11


def named(number):
    return errno.errorcode.get(number, "none")


def failed(kind, wait):
    """A socket whose port cannot be reached, and knows by now."""
    s = socket.socket(type=kind | socket.SOCK_NONBLOCK)
    s.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
    s.connect_ex(("127.0.0.1", 9))
    if kind == socket.SOCK_DGRAM:
        s.send(b"x")
    time.sleep(wait)
    return s


def queued(s, flags=0):
    try:
        s.recvmsg(64, 512, socket.MSG_ERRQUEUE | flags)
        return "an error"
    except BlockingIOError:
        return "nothing"


def pending(s):
    return named(s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))


def udp():
    return failed(socket.SOCK_DGRAM, 0.1)


def tcp():
    return failed(socket.SOCK_STREAM, 1.5)  # the SYN is repeated after one second


def again(s):
    return named(s.connect_ex(("127.0.0.1", 9)))


s = udp()
print("peek: UDP", queued(s, socket.MSG_PEEK), "then", queued(s))
print("pending: UDP", pending(udp()))
s = udp()
print("after the queue: UDP", queued(s), "pending", pending(s))
print("pending: TCP", pending(tcp()), "connect", again(tcp()))
s = tcp()
print("after the queue: TCP", queued(s), "writable", bool(select.select([], [s], [], 0)[1]), "pending", pending(s), "connect", again(s))
END
)
printf '%s\n' "$said"
[[ $said == "peek: UDP an error then nothing
pending: UDP ECONNREFUSED
after the queue: UDP an error pending none
pending: TCP EHOSTUNREACH connect EHOSTUNREACH
after the queue: TCP an error writable True pending none connect ECONNABORTED" ]]
