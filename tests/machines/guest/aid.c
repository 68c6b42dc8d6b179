/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * aid - what a guest needs beside muster: the kernel's own ping and connect for ranges of addresses, the listener that
 * they find, and the wire between two tun devices.
 *
 *   aid hosts FROM TO WANTED            prints each address of FROM-TO that answers an echo request of the kernel's
 *                                       ping socket; ends early once WANTED have answered
 *   aid ports FROM TO WANTED PORT…      connects; prints ADDRESS PORT open|closed for each that ends in time
 *   aid listen PORT                     accepts connections and closes them
 *   aid relay NS DEV NS DEV tun|tap     carries frames between two devices in two named namespaces
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define HOSTS_MAX 512u
#define TRIES 3
#define TRY_MS 800
#define CONNECT_MS 2500

struct range {
	struct sockaddr_storage first;
	unsigned count;
};

static void stop(const char *what)
{
	perror(what);
	exit(1);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The last four bytes of an address, which ranges count through. */
static unsigned char *low(struct sockaddr_storage *at)
{
	if (at->ss_family == AF_INET6)
		return ((struct sockaddr_in6 *)(void *)at)->sin6_addr.s6_addr + 12;
	return (unsigned char *)&((struct sockaddr_in *)(void *)at)->sin_addr;
}

static uint32_t number(struct sockaddr_storage *at)
{
	uint32_t n;

	memcpy(&n, low(at), sizeof n);
	return ntohl(n);
}

static struct sockaddr_storage parse(const char *text)
{
	struct sockaddr_storage at = { .ss_family = strchr(text, ':') ? AF_INET6 : AF_INET };
	void *into = at.ss_family == AF_INET6 ? (void *)&((struct sockaddr_in6 *)(void *)&at)->sin6_addr
	                                      : (void *)low(&at);

	if (inet_pton(at.ss_family, text, into) != 1) {
		fprintf(stderr, "aid: %s: expected an address\n", text);
		exit(2);
	}
	return at;
}

static struct range parse_range(const char *from, const char *to)
{
	struct range range = { .first = parse(from) };
	struct sockaddr_storage last = parse(to);

	range.count = number(&last) - number(&range.first) + 1;
	if (range.count > HOSTS_MAX) {
		fprintf(stderr, "aid: %s to %s: expected up to %u addresses\n", from, to, HOSTS_MAX);
		exit(2);
	}
	return range;
}

static struct sockaddr_storage member(const struct range *range, unsigned i, unsigned port)
{
	struct sockaddr_storage at = range->first;
	uint32_t n = htonl(number(&at) + i);

	memcpy(low(&at), &n, sizeof n);
	if (at.ss_family == AF_INET6)
		((struct sockaddr_in6 *)(void *)&at)->sin6_port = htons((uint16_t)port);
	else
		((struct sockaddr_in *)(void *)&at)->sin_port = htons((uint16_t)port);
	return at;
}

static socklen_t size_of(const struct sockaddr_storage *at)
{
	return at->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
}

static const char *text(struct sockaddr_storage *at)
{
	static char buffer[INET6_ADDRSTRLEN];
	const void *from = at->ss_family == AF_INET6 ? (void *)&((struct sockaddr_in6 *)(void *)at)->sin6_addr
	                                             : (void *)low(at);

	return inet_ntop(at->ss_family, from, buffer, sizeof buffer);
}

/* Takes in echo replies until the deadline, or until as many addresses as wanted have answered. */
static unsigned collect(int fd, struct range *range, bool *answered, unsigned sum, unsigned wanted, int64_t deadline)
{
	for (int64_t left; sum < wanted && (left = deadline - now_ms()) > 0;) {
		struct sockaddr_storage from = { 0 };
		socklen_t size = sizeof from;
		unsigned char data[256];
		struct pollfd poller = { .fd = fd, .events = POLLIN };

		poll(&poller, 1, (int)left);
		if (recvfrom(fd, data, sizeof data, MSG_DONTWAIT, (struct sockaddr *)&from, &size) < 0)
			continue;
		uint32_t i = number(&from) - number(&range->first);

		if (i < range->count && !answered[i] && (data[0] == 0 || data[0] == 129)) {
			answered[i] = true;
			sum++;
			puts(text(&from));
		}
	}
	return sum;
}

static void hosts(struct range range, unsigned wanted)
{
	bool six = range.first.ss_family == AF_INET6;
	bool answered[HOSTS_MAX] = { false };
	unsigned sum = 0;
	int fd = socket(range.first.ss_family, SOCK_DGRAM, six ? IPPROTO_ICMPV6 : IPPROTO_ICMP);

	if (fd < 0)
		stop("ping socket");
	for (int try = 0; try < TRIES && sum < wanted; try++) {
		for (unsigned i = 0; i < range.count; i++) {
			unsigned char echo[16] = { six ? 128 : 8 };
			struct sockaddr_storage to = member(&range, i, 0);

			if (!answered[i])
				sendto(fd, echo, sizeof echo, 0, (struct sockaddr *)&to, size_of(&to));
		}
		sum = collect(fd, &range, answered, sum, wanted, now_ms() + TRY_MS);
	}
}

static void ports(struct range range, unsigned wanted, unsigned port)
{
	struct pollfd pollers[HOSTS_MAX];
	unsigned sum = 0;
	int64_t deadline = now_ms() + CONNECT_MS;

	for (unsigned i = 0; i < range.count; i++) {
		struct sockaddr_storage to = member(&range, i, port);
		int fd = socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK, 0);

		if (fd < 0)
			stop("socket");
		connect(fd, (struct sockaddr *)&to, size_of(&to));
		pollers[i] = (struct pollfd){ .fd = fd, .events = POLLOUT };
	}
	for (int64_t left; sum < wanted && (left = deadline - now_ms()) > 0;) {
		poll(pollers, range.count, (int)left);
		for (unsigned i = 0; i < range.count; i++) {
			int error = 0;
			socklen_t size = sizeof error;
			struct sockaddr_storage to = member(&range, i, port);

			if (pollers[i].fd < 0 || !pollers[i].revents)
				continue;
			getsockopt(pollers[i].fd, SOL_SOCKET, SO_ERROR, &error, &size);
			close(pollers[i].fd);
			pollers[i].fd = -1;
			if (error == 0 || error == ECONNREFUSED) {
				sum++;
				printf("%s %u %s\n", text(&to), port, error ? "closed" : "open");
			}
		}
	}
}

static void listen_on(uint16_t port)
{
	int fd = socket(AF_INET6, SOCK_STREAM, 0), one = 1;
	struct sockaddr_in6 at = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(fd, (struct sockaddr *)&at, sizeof at) < 0 || listen(fd, 4096) < 0)
		stop("listen");
	for (;;)
		close(accept(fd, NULL, NULL));
}

/* The other end of a tun or tap device that exists in a namespace of `ip netns`. */
static int attach(const char *namespace, const char *device, int kind)
{
	char path[256];
	struct ifreq request = { .ifr_flags = (short)(kind | IFF_NO_PI) };

	snprintf(path, sizeof path, "/run/netns/%s", namespace);
	int netns = open(path, O_RDONLY);

	if (netns < 0 || setns(netns, CLONE_NEWNET) < 0)
		stop(path);
	close(netns);
	int fd = open("/dev/net/tun", O_RDWR);

	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", device);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0)
		stop(device);
	return fd;
}

static void carry(int from, int to)
{
	static char frame[65536];
	ssize_t size = read(from, frame, sizeof frame);

	if (size > 0 && write(to, frame, (size_t)size) < 0 && errno != EINVAL && errno != EIO)
		perror("aid: write");
}

static void relay(char **argv)
{
	int kind = strcmp(argv[4], "tap") == 0 ? IFF_TAP : IFF_TUN;
	int a = attach(argv[0], argv[1], kind), b = attach(argv[2], argv[3], kind);

	for (;;) {
		struct pollfd both[2] = { { .fd = a, .events = POLLIN }, { .fd = b, .events = POLLIN } };

		poll(both, 2, -1);
		if (both[0].revents)
			carry(a, b);
		if (both[1].revents)
			carry(b, a);
	}
}

int main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "hosts") == 0) {
		hosts(parse_range(argv[2], argv[3]), (unsigned)atoi(argv[4]));
	} else if (argc > 5 && strcmp(argv[1], "ports") == 0) {
		for (int i = 5; i < argc; i++)
			ports(parse_range(argv[2], argv[3]), (unsigned)atoi(argv[4]), (unsigned)atoi(argv[i]));
	} else if (argc == 3 && strcmp(argv[1], "listen") == 0) {
		listen_on((uint16_t)atoi(argv[2]));
	} else if (argc == 7 && strcmp(argv[1], "relay") == 0) {
		relay(argv + 2);
	} else {
		fputs("aid: expected hosts, ports, listen or relay, see the head of aid.c\n", stderr);
		return 2;
	}
	return 0;
}
