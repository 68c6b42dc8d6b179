/* SPDX-License-Identifier: BSD-2-Clause */
/* header6.c - see header6.h. */
#include "rx/header6.h"

#include <string.h>

#include "wire/bytes.h"

#define VERSION 0x60

bool mst_header6_write(uint8_t *header, struct msghdr *message, uint8_t protocol, size_t payload)
{
	const struct sockaddr_in6 *from = message->msg_name;
	struct in6_pktinfo to;
	bool has_destination = false;
	int hops = 0;

	for (struct cmsghdr *at = CMSG_FIRSTHDR(message); at; at = CMSG_NXTHDR(message, at)) {
		if (at->cmsg_level != IPPROTO_IPV6)
			continue;
		if (at->cmsg_type == IPV6_HOPLIMIT) {
			memcpy(&hops, CMSG_DATA(at), sizeof hops);
		} else if (at->cmsg_type == IPV6_PKTINFO) {
			memcpy(&to, CMSG_DATA(at), sizeof to);
			has_destination = true;
		}
	}
	if (!has_destination || message->msg_namelen < sizeof *from || from->sin6_family != AF_INET6)
		return false;
	memset(header, 0, MST_IPV6_BYTES);
	header[MST_IPV6_FLOW] = VERSION;
	mst_put_be16(header + MST_IPV6_PAYLOAD, (uint16_t)(payload <= UINT16_MAX ? payload : 0));
	header[MST_IPV6_NEXT] = protocol;
	header[MST_IPV6_HOPS] = (uint8_t)hops;
	memcpy(header + MST_IPV6_SOURCE, &from->sin6_addr, sizeof from->sin6_addr);
	memcpy(header + MST_IPV6_DESTINATION, &to.ipi6_addr, sizeof to.ipi6_addr);
	return true;
}
