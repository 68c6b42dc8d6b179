/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * common_ports.c - see common_ports.h: common services with IANA assignments, and a few without.
 *
 * Ordered from the most to the least common, by the judgement of the maintainers: web, remote access, names, mail and
 * files come first.
 */
#include "target/common_ports.h"

#include <muster/units.h>
#include <netinet/in.h>
#include <string.h>

static const struct common {
	uint16_t port;
	const char *service;
} tcp_ports[] = {
	{ 80, "http" }, { 443, "https" }, { 22, "ssh" }, { 3389, "remote desktop" }, { 445, "smb" }, { 21, "ftp" },
	{ 23, "telnet" }, { 25, "smtp" }, { 53, "dns" }, { 8080, "http, alternate" }, { 139, "netbios session" },
	{ 135, "ms rpc" }, { 110, "pop3" }, { 143, "imap" }, { 993, "imaps" }, { 995, "pop3s" },
	{ 587, "mail submission" }, { 3306, "mysql" }, { 5432, "postgresql" }, { 8443, "https, alternate" },
	{ 111, "sunrpc" }, { 2049, "nfs" }, { 631, "ipp" }, { 9100, "printers, raw" }, { 515, "lpd" },
	{ 5900, "vnc" }, { 389, "ldap" }, { 636, "ldaps" }, { 88, "kerberos" }, { 465, "submissions" },
	{ 1433, "ms sql" }, { 1521, "oracle" }, { 6379, "redis" }, { 27017, "mongodb" }, { 9200, "elasticsearch" },
	{ 8000, "http, development" }, { 8888, "http, notebooks" }, { 3000, "http, development" },
	{ 5000, "http, development" }, { 9090, "prometheus" }, { 1883, "mqtt" }, { 8883, "mqtts" }, { 5060, "sip" },
	{ 5061, "sips" }, { 554, "rtsp" }, { 1723, "pptp" }, { 179, "bgp" }, { 873, "rsync" }, { 548, "afp" },
	{ 5985, "winrm" }, { 5986, "winrm over tls" }, { 3268, "global catalog" },
	{ 3269, "global catalog over tls" }, { 464, "kpasswd" }, { 49152, "first dynamic port" }, { 2375, "docker" },
	{ 2376, "docker over tls" }, { 6443, "kubernetes" }, { 10250, "kubelet" }, { 2379, "etcd" }, { 5672, "amqp" },
	{ 5671, "amqps" }, { 15672, "rabbitmq" }, { 9092, "kafka" }, { 2181, "zookeeper" }, { 11211, "memcached" },
	{ 9042, "cassandra" }, { 5984, "couchdb" }, { 8086, "influxdb" }, { 3128, "squid" }, { 1080, "socks" },
	{ 8081, "http, alternate" }, { 8008, "http, alternate" }, { 81, "http, alternate" }, { 8009, "ajp" },
	{ 9000, "http, applications" }, { 9443, "https, applications" }, { 10000, "webmin" }, { 8006, "proxmox" },
	{ 902, "vmware" }, { 5601, "kibana" }, { 4444, "selenium" }, { 2222, "ssh, alternate" },
	{ 853, "dns over tls" }, { 5357, "web services for devices" }, { 62078, "iphone sync" }, { 7000, "airplay" },
	{ 32400, "plex" }, { 5222, "xmpp" }, { 6667, "irc" }, { 113, "ident" }, { 7, "echo" }, { 513, "rlogin" },
	{ 514, "rsh, syslog" }, { 502, "modbus" }, { 102, "s7" }, { 3260, "iscsi" }, { 4840, "opc ua" },
	{ 623, "ipmi" }, { 8291, "mikrotik" },
}, udp_ports[] = {
	{ 53, "dns" }, { 123, "ntp" }, { 161, "snmp" }, { 137, "netbios names" }, { 5353, "mdns" },
	{ 1900, "ssdp" }, { 67, "dhcp" }, { 500, "ike" }, { 4500, "ipsec nat-t" }, { 69, "tftp" },
	{ 111, "sunrpc" }, { 138, "netbios datagrams" }, { 514, "syslog" }, { 520, "rip" }, { 1194, "openvpn" },
	{ 51820, "wireguard" }, { 443, "quic" }, { 5060, "sip" }, { 3478, "stun" }, { 623, "ipmi" },
	{ 1701, "l2tp" }, { 1812, "radius" }, { 1434, "ms sql browser" }, { 2049, "nfs" }, { 5683, "coap" },
	{ 11211, "memcached" }, { 3702, "ws-discovery" }, { 5355, "llmnr" }, { 389, "cldap" }, { 88, "kerberos" },
};

#define COUNT(ports) (sizeof(ports) / sizeof *(ports))
_Static_assert(COUNT(tcp_ports) == 100 && COUNT(udp_ports) == 30, "the sentences below have these numbers");
#define WORD "common"

uint16_t mst_ports_common(uint8_t proto, size_t index)
{
	if (proto == IPPROTO_UDP)
		return index < COUNT(udp_ports) ? udp_ports[index].port : 0;
	return index < COUNT(tcp_ports) ? tcp_ports[index].port : 0;
}

bool mst_common_ports_named(const char *part)
{
	return strncmp(part, WORD, strlen(WORD)) == 0 && (!part[strlen(WORD)] || part[strlen(WORD)] == ':');
}

const char *mst_common_ports_set(struct mst_ports *ports, const char *part)
{
	bool udp = ports->proto == IPPROTO_UDP;
	uint64_t wanted = udp ? COUNT(udp_ports) : COUNT(tcp_ports);
	const char *number = strchr(part, ':');

	if (number && (mst_read_whole(&wanted, number + 1, wanted) < 0 || wanted == 0))
		return udp ? "there are 30 common UDP ports: common:1 to common:30"
		           : "there are 100 common TCP ports: common:1 to common:100";
	for (size_t i = 0; i < wanted; i++) {
		uint16_t port = mst_ports_common(ports->proto, i);

		ports->bits[port / 64] |= UINT64_C(1) << port % 64;
	}
	return NULL;
}
