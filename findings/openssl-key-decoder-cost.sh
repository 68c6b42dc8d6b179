#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libssl3 3.0.22-1~deb12u2 (Debian 12): d2i_PUBKEY(3) decodes a public key of RSA by way of the decoders of its providers
# (OSSL_DECODER(3)), which costs a million instructions. d2i_RSA_PUBKEY of the same library, deprecated since 3.0, takes the same
# bytes in some 16,000. d2i_X509(3) decodes the key the first way too, so that each certificate of a chain costs as much, whether its
# key is used or not.
#
# Counted by callgrind (valgrind 1:3.19.0-1) as the difference between 50 and 100 keys, so that what a program does once does not
# count. The ratio that is asked for below is a fifth of what was seen, 65.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download libssl3=3.0.22-1~deb12u2 libssl-dev=3.0.22-1~deb12u2 valgrind=1:3.19.0-1 2>/dev/null
for deb in ./*.deb; do dpkg -x "$deb" .; done
libraries=$(dirname "$(find . -name libcrypto.so.3)")
cat >key.c <<'END'
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>

/* key FILE p|r|x COUNT: decodes what a file has, so many times: a public key to an EVP_PKEY or to an RSA, a certificate. */
int main(int argc, char **argv)
{
	unsigned char bytes[4096];
	FILE *file = argc == 4 ? fopen(argv[1], "rb") : NULL;
	long size = file ? (long)fread(bytes, 1, sizeof bytes, file) : 0;

	for (int i = 0; size > 0 && i < atoi(argv[3]); i++) {
		const unsigned char *at = bytes;

		if (argv[2][0] == 'p')
			EVP_PKEY_free(d2i_PUBKEY(NULL, &at, size));
		else if (argv[2][0] == 'x')
			X509_free(d2i_X509(NULL, &at, size));
		else
			RSA_free(d2i_RSA_PUBKEY(NULL, &at, size));
		if (at == bytes)
			return 1;
	}
	return size > 0 ? 0 : 1;
}
END
gcc -O2 -Iusr/include -I"usr/include/${libraries##*/}" key.c -o key -L"$libraries" -lcrypto
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -outform DER -out certificate.der -days 30 -subj /CN=a.example 2>/dev/null
openssl rsa -in key.pem -pubout -outform DER -out key.der 2>/dev/null

instructions() {
	LD_LIBRARY_PATH=$libraries VALGRIND_LIB=$folder/usr/libexec/valgrind usr/bin/valgrind --tool=callgrind \
		--callgrind-out-file=/dev/null ./key "$1" "$2" "$3" 2>&1 | sed -n 's/.*Collected : //p'
}
each() {
	echo $((($(instructions "$@" 100) - $(instructions "$@" 50)) / 50))
}
decoder=$(each key.der p)
direct=$(each key.der r)
certificate=$(each certificate.der x)
printf 'instructions for one RSA key of 2048 bits: d2i_PUBKEY %d, d2i_RSA_PUBKEY %d; for a certificate with it: %d\n' \
	"$decoder" "$direct" "$certificate"
((direct > 0 && decoder > 13 * direct && certificate > decoder * 4 / 5))
