/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * list.h - the dialogues: X(name) for mst_dialogue_NAME, in the order in which those that are worth a try anywhere are
 * tried. DNS is the first behind HTTP: where a line of HTTP brings silence, the server may wait for as many bytes as
 * its letters say, while most others hang up. The declarations and the table are made of these rows.
 */
#ifndef MST_DIALOGUE_LIST_H
#define MST_DIALOGUE_LIST_H

#include "dialogue/dialogue.h"

/* clang-format off */
#define MST_DIALOGUES(X) \
	X(http) X(dns) X(ssh) X(smtp) X(pop3) X(imap) X(ftp) X(nntp) X(redis) X(memcached) X(rsync) X(git) X(svn) \
	X(mpd) X(beanstalk) X(gearman) X(nats) X(irc) X(zookeeper) X(clamd) X(sieve) \
	X(telnet) X(rtsp) X(sip) X(sip_udp) X(xmpp) X(lmtp) X(icap) X(spamd) X(cvspserver) X(nut) X(tor_control) \
	X(asterisk) X(munin) X(gpsd) X(dict) X(varnish) X(teamspeak) \
	X(echo) X(chargen) X(daytime) X(qotd) X(time) X(finger) X(ident) X(whois) X(gopher) \
	X(rdp) X(smb) X(postgresql) X(mongodb) X(ldap) X(mysql) X(mssql) X(oracle) X(cassandra) \
	X(kafka) X(amqp) X(mqtt) X(zmtp) X(vnc) X(x11) X(ajp) X(http2) X(socks5) X(pptp) X(rpcbind) X(nfs) \
	X(nbd) X(epmd) X(rtmp) X(bgp) X(openvpn) X(stun) \
	X(dns_udp) X(ntp) X(snmp) X(netbios_ns) X(mdns) X(ssdp) X(tftp) X(ike) X(quic) X(openvpn_udp) \
	X(stun_udp) X(rpcbind_udp) X(memcached_udp) X(coap) X(ipmi) X(source_query)
/* clang-format on */

#define MST_DIALOGUE_DECLARE(name) extern const struct mst_dialogue mst_dialogue_##name;
MST_DIALOGUES(MST_DIALOGUE_DECLARE)
#undef MST_DIALOGUE_DECLARE

#define MST_DIALOGUE_ONE(name) +1
enum { MST_DIALOGUE_COUNT = 0 MST_DIALOGUES(MST_DIALOGUE_ONE) };
#undef MST_DIALOGUE_ONE

#endif
