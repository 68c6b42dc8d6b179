#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Linux, with ip of iproute2 6.1.0-3 (Debian 12): an interface that is given another name has none for up to a millisecond. Meanwhile
# SIOCGIFNAME, asked by index, has the new name already, and SIOCGIFFLAGS finds the interface by neither (ENODEV), although it never
# went away. A program that looks an interface up by name, or by the name that its index has, takes a renaming for a removal.
#
# Why: dev_change_name (net/core/dev.c) writes the new name, takes the old one out of the table of names, waits for an RCU grace period
# (synchronize_net), and only then puts the new one in; these two requests are answered without the lock that it holds.
# Seen on Linux 6.18, in some ten moments of each renaming. muster takes an interface for gone only when its index is
# (src/net/link.c).
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download iproute2=6.1.0-3 2>/dev/null && for deb in ./*.deb; do dpkg -x "$deb" .; done)
	PATH=$folder/usr/sbin:$folder/sbin:$folder/bin:$PATH unshare --net "$0" inside
	exit
fi

ip link add one type veth peer name end
python3 - <<'END'
import fcntl, socket, struct, subprocess, threading

SIOCGIFNAME, SIOCGIFFLAGS = 0x8910, 0x8913
asking = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
index = socket.if_nametoindex("one")
names = ["one", "two"]


def rename():
    for i in range(100):
        subprocess.run(["ip", "link", "set", names[i % 2], "name", names[(i + 1) % 2]], check=True)


def is_found(name):
    try:
        fcntl.ioctl(asking, SIOCGIFFLAGS, struct.pack("16s24x", name.encode()))
    except OSError:
        return False
    return True


looks = nameless = 0
renaming = threading.Thread(target=rename)
renaming.start()
while renaming.is_alive():
    looks += 1
    by_index = fcntl.ioctl(asking, SIOCGIFNAME, struct.pack("16si20x", b"", index))[:16].rstrip(b"\0").decode()
    assert by_index in names  # the interface is always there
    # A renaming between two questions: only what is missing twice by both names counts.
    nameless += not any([is_found(name) for name in names * 2])
print(f"100 renamings, {looks} looks: in {nameless} of them, the interface had an index and a name, and was found by no name")
assert nameless > 0
END
