#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libc-ares-dev 1.18.1-3 (Debian 12): ares_getsock(3) returns up to ARES_GETSOCK_MAXNUM = 16 sockets and a bit mask, to be read by the
# macros ARES_GETSOCK_READABLE and ARES_GETSOCK_WRITABLE. For the sixteenth the latter shifts a signed 1 by 31 places, which
# C leaves undefined: UBSan stops a program that asks for it, though the mask is right and the index is in range.
# A program that is built with UBSan tests the bits itself: bits >> (16 + i) & 1u.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download libc-ares-dev=1.18.1-3 2>/dev/null
dpkg -x ./*.deb .
cat >ask.c <<'END'
#include <ares.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	int last = ARES_GETSOCK_MAXNUM - 1, bits = argc > 1 ? atoi(argv[1]) : 0;

	printf("socket %d: readable %d\n", last, ARES_GETSOCK_READABLE(bits, last) != 0);
	fflush(stdout);
	printf("socket %d: writable %d\n", last, ARES_GETSOCK_WRITABLE(bits, last) != 0);
	return 0;
}
END
gcc -Iusr/include -fsanitize=undefined ask.c -o ask
said=$(./ask 32768 2>&1)
printf '%s\n' "$said"
[[ $said == *"left shift of 1 by 31 places cannot be represented in type 'int'"* ]]
