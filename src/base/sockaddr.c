/* SPDX-License-Identifier: BSD-2-Clause */
/* sockaddr.c - see sockaddr.h. */
#include "base/sockaddr.h"

#include <netinet/in.h>
#include <string.h>

socklen_t mst_sockaddr_of(struct sockaddr_storage *to, const struct mst_addr *addr, uint16_t port)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_scope_id = addr->scope };
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port) };
	bool ipv6 = addr->family == MST_IPV6;

	memset(to, 0, sizeof *to);
	memcpy(&in6.sin6_addr, addr->bytes, 16);
	memcpy(&in.sin_addr, addr->bytes, 4);
	memcpy(to, ipv6 ? (const void *)&in6 : (const void *)&in, ipv6 ? sizeof in6 : sizeof in);
	return ipv6 ? sizeof in6 : sizeof in;
}

struct mst_addr mst_sockaddr_addr(const void *from)
{
	struct mst_addr addr = { .family = MST_NO_FAMILY };
	struct sockaddr_in6 in6;
	struct sockaddr_in in;
	sa_family_t family;

	memcpy(&family, (const char *)from + offsetof(struct sockaddr, sa_family), sizeof family);
	if (family == AF_INET6) {
		memcpy(&in6, from, sizeof in6);
		memcpy(addr.bytes, &in6.sin6_addr, 16);
		addr.family = MST_IPV6;
		addr.scope = in6.sin6_scope_id;
	} else if (family == AF_INET) {
		memcpy(&in, from, sizeof in);
		memcpy(addr.bytes, &in.sin_addr, 4);
		addr.family = MST_IPV4;
	}
	return addr;
}
