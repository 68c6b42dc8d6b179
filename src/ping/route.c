/* SPDX-License-Identifier: BSD-2-Clause */
/* route.c - the route of a ping: interface, source address, time to live and more, on its sockets. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/sockaddr.h"
#include "ping/method.h"

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
	socklen_t size = mst_sockaddr_of(&from, &config->source, 0);
	char addr[MST_ADDR_TEXT];

	if (bind(fd, (const struct sockaddr *)&from, size) == 0)
		return 0;
	mst_addr_format(&config->source, addr);
	if (errno == EADDRNOTAVAIL || errno == EINVAL)
		return mst_fail(err, -EINVAL,
		                "--source-ip %s: expected an address of this machine; muster ifaces lists them", addr);
	return mst_fail(err, -errno, "--source-ip %s: %s", addr, strerror(errno));
}

/* What the config wants of all packets, by the numbers that the kernel has for it. */
static int set_packets(int fd, bool ipv6, const struct mst_ping_config *config, struct mst_error *err)
{
	static const int fragments[] = {
		[MST_PING_FRAGMENT_DO] = IP_PMTUDISC_DO,
		[MST_PING_FRAGMENT_WANT] = IP_PMTUDISC_WANT,
		[MST_PING_FRAGMENT_DONT] = IP_PMTUDISC_DONT,
		[MST_PING_FRAGMENT_PROBE] = IP_PMTUDISC_PROBE,
	};
	const struct {
		const char *name;
		bool wanted;
		int option, option6, value;
	} settings[] = {
		{ "--ttl", config->ttl, IP_TTL, IPV6_UNICAST_HOPS, (int)config->ttl },
		{ "--ttl", config->ttl, IP_MULTICAST_TTL, IPV6_MULTICAST_HOPS, (int)config->ttl },
		{ "--tos", config->tos, IP_TOS, IPV6_TCLASS, config->tos },
		{ "--pmtu-discovery", config->fragments, IP_MTU_DISCOVER, IPV6_MTU_DISCOVER,
		  fragments[config->fragments] },
	};

	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		int option = ipv6 ? settings[i].option6 : settings[i].option;

		if (settings[i].wanted && setsockopt(fd, ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, option, &settings[i].value,
		                                     sizeof settings[i].value) < 0)
			return mst_fail(err, -errno, "%s: %s", settings[i].name, strerror(errno));
	}
	return 0;
}

int mst_ping_route_socket(int fd, const struct mst_ping_config *config, struct mst_error *err)
{
	int family = AF_UNSPEC, code, allowed = config->broadcast;
	socklen_t size = sizeof family;

	(void)getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size);
	code = set_packets(fd, family == AF_INET6, config, err);
	if (code < 0)
		return code;
	if (allowed && setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &allowed, sizeof allowed) < 0)
		return mst_fail(err, -errno, "--broadcast: %s", strerror(errno));
	if (config->interface && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, config->interface,
	                                    (socklen_t)strlen(config->interface) + 1) < 0)
		return fail_interface(config, errno, err);
	return config->source.family ? bind_source(fd, config, err) : 0;
}

/* A UDP socket towards an address: connecting it sends nothing, and asks the kernel for the route. -1: it has none. */
static int open_towards(const struct mst_addr *addr, const char *interface, int broadcast)
{
	struct sockaddr_storage to;
	socklen_t size = mst_sockaddr_of(&to, addr, 9);
	int fd = socket(to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0), error;

	if (fd < 0)
		return -1;
	if (interface)
		(void)setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, interface, (socklen_t)strlen(interface) + 1);
	(void)setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &broadcast, sizeof broadcast);
	if (connect(fd, (const struct sockaddr *)&to, size) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

uint32_t mst_ping_route_mtu(const struct mst_ping_config *config, const struct mst_addr *addr)
{
	int fd = open_towards(addr, config->interface, 1), mtu = 0;
	bool ipv6 = addr->family == MST_IPV6;
	socklen_t size = sizeof mtu;

	if (fd < 0)
		return 0;
	if (getsockopt(fd, ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, ipv6 ? IPV6_MTU : IP_MTU, &mtu, &size) < 0)
		mtu = 0;
	close(fd);
	return mtu > 0 ? (uint32_t)mtu : 0;
}

struct mst_addr mst_ping_source(const struct mst_ping_config *config, const struct mst_addr *addr)
{
	int fd = config->source.family ? -1 : open_towards(addr, config->interface, 1);
	struct mst_addr source = config->source;
	struct sockaddr_storage own;
	socklen_t size = sizeof own;

	if (fd < 0)
		return source;
	if (getsockname(fd, (struct sockaddr *)&own, &size) == 0)
		source = mst_sockaddr_addr(&own);
	close(fd);
	return source;
}

/* Without SO_BROADCAST the kernel refuses such an address, as it refuses one with a prohibited route. */
bool mst_ping_is_broadcast(const struct mst_addr *addr)
{
	int fd = addr->family == MST_IPV4 ? open_towards(addr, NULL, 0) : -1;
	bool refused = addr->family == MST_IPV4 && fd < 0 && errno == EACCES;

	if (fd >= 0)
		close(fd);
	fd = refused ? open_towards(addr, NULL, 1) : -1;
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}
