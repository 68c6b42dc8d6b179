#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Exim 4.96-15+deb12u11 (Debian 12, with GnuTLS), TLS from the start and by STARTTLS: a client that offers no protocol by ALPN, or
# "smtp" alone, is let in. One that offers "h2" and "http/1.1", as clients of the web do, is refused with the alert
# no_application_protocol, as RFC 7301 has it. And so is one that offers "smtp" beside another name, though RFC 7301 (section 3.2)
# has a server choose one of those that it knows; the log says "TLS ALPN (http/1.1:smtp) rejected".
#
# So a client that does not know what it will meet offers names first, and must connect once more without any.
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download exim4-daemon-light=4.96-15+deb12u11 2>/dev/null && dpkg -x ./*.deb .)
	FOLDER=$folder PATH=$folder/usr/sbin:$PATH:/usr/sbin:/sbin unshare --net --pid --fork --kill-child "$0" inside
	exit
fi

ip link set lo up
cd "$FOLDER"
mkdir -m 777 spool logs
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 30 -subj /CN=mail.example 2>/dev/null
cat certificate.pem key.pem >both.pem
cat >exim.conf <<END
keep_environment =
primary_hostname = mail.example
exim_user = nobody
exim_group = nogroup
spool_directory = $FOLDER/spool
log_file_path = $FOLDER/logs/%s
tls_advertise_hosts = *
tls_certificate = $FOLDER/both.pem
tls_on_connect_ports = 465
daemon_smtp_ports = 25 : 465
local_interfaces = 127.0.0.1
END
exim4 -C "$FOLDER/exim.conf" -bd & # its parent is process 1 here: it stays in the foreground
until openssl s_client -connect 127.0.0.1:465 </dev/null >/dev/null 2>&1; do sleep 0.1; done

outcome() {
	local said
	said=$(openssl s_client "$@" </dev/null 2>&1 || true)
	case $said in
	*"SSL alert number 120"*) printf ' refused' ;;
	*"New, TLSv1."*) printf ' let in' ;;
	*) printf ' ?' ;;
	esac
}

said=$(for offer in "" smtp h2,http/1.1 http/1.1,smtp; do
	printf '%s:' "${offer:-nothing}"
	outcome -connect 127.0.0.1:465 ${offer:+-alpn "$offer"}
	outcome -starttls smtp -connect 127.0.0.1:25 ${offer:+-alpn "$offer"}
	echo
done)
printf '%s\n' "$said"
[[ $said == "nothing: let in let in
smtp: let in let in
h2,http/1.1: refused refused
http/1.1,smtp: refused refused" ]]
grep -q 'TLS ALPN (http/1.1:smtp) rejected' logs/main
