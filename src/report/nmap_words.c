/* SPDX-License-Identifier: BSD-2-Clause */
/* nmap_words.c - see nmap_words.h. */
#include "report/nmap_words.h"

#include <netinet/in.h>

const char *mst_nmap_host_state(enum mst_state state)
{
	switch (state) {
	case MST_UP: return "up";
	case MST_DOWN:
	case MST_UNREACHABLE: return "down";
	default: return "unknown";
	}
}

/*
 * Ordered by port. Names that readers of nmap's formats look for, and those where netbase has another name or none;
 * every other port has its name by the services database.
 */
#define TCP 1
#define UDP 2
#define BOTH (TCP | UDP)
/* clang-format off */
static const struct service {
	uint16_t port;
	uint8_t protocols;
	const char *name;
} services[] = {
	{ 7, BOTH, "echo" }, { 9, BOTH, "discard" }, { 13, BOTH, "daytime" }, { 19, BOTH, "chargen" },
	{ 20, TCP, "ftp-data" }, { 21, TCP, "ftp" }, { 22, TCP, "ssh" }, { 23, TCP, "telnet" }, { 25, TCP, "smtp" },
	{ 37, BOTH, "time" }, { 43, TCP, "whois" }, { 49, BOTH, "tacacs" }, { 53, BOTH, "domain" },
	{ 67, UDP, "dhcps" }, { 68, UDP, "dhcpc" }, { 69, UDP, "tftp" }, { 79, TCP, "finger" }, { 80, BOTH, "http" },
	{ 88, BOTH, "kerberos-sec" }, { 102, TCP, "iso-tsap" }, { 110, TCP, "pop3" }, { 111, BOTH, "rpcbind" },
	{ 113, TCP, "ident" }, { 119, TCP, "nntp" }, { 123, UDP, "ntp" }, { 135, BOTH, "msrpc" },
	{ 137, BOTH, "netbios-ns" }, { 138, BOTH, "netbios-dgm" }, { 139, BOTH, "netbios-ssn" }, { 143, TCP, "imap" },
	{ 161, BOTH, "snmp" }, { 162, BOTH, "snmptrap" }, { 177, BOTH, "xdmcp" }, { 179, TCP, "bgp" },
	{ 389, BOTH, "ldap" }, { 443, BOTH, "https" }, { 445, BOTH, "microsoft-ds" }, { 464, BOTH, "kpasswd5" },
	{ 465, TCP, "smtps" }, { 500, UDP, "isakmp" }, { 502, TCP, "mbap" }, { 512, TCP, "exec" }, { 512, UDP, "biff" },
	{ 513, TCP, "login" }, { 513, UDP, "who" }, { 514, TCP, "shell" }, { 514, UDP, "syslog" },
	{ 515, TCP, "printer" }, { 520, UDP, "route" }, { 548, TCP, "afp" }, { 554, TCP, "rtsp" },
	{ 563, TCP, "snews" }, { 587, TCP, "submission" }, { 593, TCP, "http-rpc-epmap" }, { 623, UDP, "asf-rmcp" },
	{ 631, BOTH, "ipp" }, { 636, TCP, "ldapssl" }, { 853, TCP, "domain-s" }, { 873, TCP, "rsync" },
	{ 902, TCP, "iss-realsecure" }, { 989, TCP, "ftps-data" }, { 990, TCP, "ftps" }, { 992, TCP, "telnets" },
	{ 993, TCP, "imaps" }, { 995, TCP, "pop3s" }, { 1080, TCP, "socks" }, { 1099, TCP, "rmiregistry" },
	{ 1194, BOTH, "openvpn" }, { 1352, TCP, "lotusnotes" }, { 1433, TCP, "ms-sql-s" }, { 1434, BOTH, "ms-sql-m" },
	{ 1521, TCP, "oracle" }, { 1701, UDP, "L2TP" }, { 1723, TCP, "pptp" }, { 1812, UDP, "radius" },
	{ 1813, UDP, "radacct" }, { 1883, TCP, "mqtt" }, { 1900, UDP, "upnp" }, { 2049, BOTH, "nfs" },
	{ 2181, TCP, "eforward" }, { 2375, TCP, "docker" }, { 2376, TCP, "docker" }, { 2379, TCP, "etcd-client" },
	{ 2380, TCP, "etcd-server" }, { 3128, TCP, "squid-http" }, { 3260, TCP, "iscsi" },
	{ 3268, TCP, "globalcatLDAP" }, { 3269, TCP, "globalcatLDAPssl" }, { 3306, TCP, "mysql" },
	{ 3389, TCP, "ms-wbt-server" }, { 3478, BOTH, "stun" }, { 3632, TCP, "distccd" }, { 3690, TCP, "svn" },
	{ 3702, UDP, "ws-discovery" }, { 4500, UDP, "nat-t-ike" }, { 5060, BOTH, "sip" }, { 5061, TCP, "sip-tls" },
	{ 5222, TCP, "xmpp-client" }, { 5269, TCP, "xmpp-server" }, { 5353, UDP, "zeroconf" }, { 5355, BOTH, "llmnr" },
	{ 5357, TCP, "wsdapi" }, { 5432, TCP, "postgresql" }, { 5631, TCP, "pcanywheredata" }, { 5666, TCP, "nrpe" },
	{ 5671, TCP, "amqps" }, { 5672, TCP, "amqp" }, { 5683, UDP, "coap" }, { 5800, TCP, "vnc-http" },
	{ 5900, TCP, "vnc" }, { 5901, TCP, "vnc-1" }, { 5902, TCP, "vnc-2" }, { 5903, TCP, "vnc-3" },
	{ 5984, TCP, "couchdb" }, { 5985, TCP, "wsman" }, { 5986, TCP, "wsmans" }, { 6000, TCP, "X11" },
	{ 6001, TCP, "X11:1" }, { 6379, TCP, "redis" }, { 6667, TCP, "irc" }, { 6697, TCP, "ircs-u" },
	{ 8000, TCP, "http-alt" }, { 8008, TCP, "http" }, { 8009, TCP, "ajp13" }, { 8080, TCP, "http-proxy" },
	{ 8443, TCP, "https-alt" }, { 8883, TCP, "secure-mqtt" }, { 9100, TCP, "jetdirect" }, { 9418, TCP, "git" },
	{ 11211, BOTH, "memcache" }, { 27017, TCP, "mongod" }, { 32400, TCP, "plex" }, { 62078, TCP, "iphone-sync" },
};
/* clang-format on */

static const char *of_table(uint16_t port, unsigned protocol)
{
	size_t low = 0, high = sizeof services / sizeof *services;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (services[middle].port < port)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < sizeof services / sizeof *services && services[low].port == port; low++) {
		if (services[low].protocols & protocol)
			return services[low].name;
	}
	return NULL;
}

const char *mst_nmap_service(struct mst_lookups *lookups, const struct mst_result *result)
{
	const char *name = of_table(result->port, result->proto == IPPROTO_UDP ? UDP : TCP);

	return name ? name : mst_lookups_service(lookups, result);
}
