/* SPDX-License-Identifier: BSD-2-Clause */
/* route.c - sets interface, source address and time to live on the sockets of a ping. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "base/fail.h"
#include "ping/method.h"

socklen_t mst_ping_sockaddr(struct sockaddr_storage *to, const struct mst_addr *addr, uint16_t port)
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

static int fail_interface(const struct mst_ping_config *config, int error, struct mst_error *err)
{
	if (error == EPERM)
		return mst_fail(err, -EPERM,
		                "--interface %s: sending through one interface needs privilege (CAP_NET_RAW)",
		                config->interface);
	return mst_fail(err, error == ENODEV ? -EINVAL : -error, "--interface %s: %s", config->interface,
	                error == ENODEV ? "there is no such interface; muster ifaces lists them" : strerror(error));
}

static int bind_source(int fd, const struct mst_ping_config *config, struct mst_error *err)
{
	struct sockaddr_storage from;
	socklen_t size = mst_ping_sockaddr(&from, &config->source, 0);
	char addr[MST_ADDR_TEXT];

	if (bind(fd, (const struct sockaddr *)&from, size) == 0)
		return 0;
	mst_addr_format(&config->source, addr);
	if (errno == EADDRNOTAVAIL || errno == EINVAL)
		return mst_fail(err, -EINVAL,
		                "--source-ip %s: expected an address of this machine; muster ifaces lists them", addr);
	return mst_fail(err, -errno, "--source-ip %s: %s", addr, strerror(errno));
}

int mst_ping_route_socket(int fd, const struct mst_ping_config *config, struct mst_error *err)
{
	int ttl = (int)config->ttl, family = AF_UNSPEC;
	socklen_t size = sizeof family;

	(void)getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size);
	if (ttl && setsockopt(fd, family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP,
	                      family == AF_INET6 ? IPV6_UNICAST_HOPS : IP_TTL, &ttl, sizeof ttl) < 0)
		return mst_fail(err, -errno, "--ttl %d: %s", ttl, strerror(errno));
	if (config->interface && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, config->interface,
	                                    (socklen_t)strlen(config->interface) + 1) < 0)
		return fail_interface(config, errno, err);
	return config->source.family ? bind_source(fd, config, err) : 0;
}
