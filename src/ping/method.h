/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * method.h - the interface of a ping method: sockets.c, connect.c and system.c implement it.
 */
#ifndef MST_PING_METHOD_H
#define MST_PING_METHOD_H

#include <muster/ping.h>
#include <poll.h>
#include <sys/socket.h>

/* An answer, as far as the method knows it. */
struct mst_ping_answer {
	enum mst_ping_happening
		happening; /* REPLY, CORRUPT, ERROR, REDIRECT; NOT_SENT: it was counted as sent and was not */
	bool host_known;   /* `host` is valid; else the host is found by `asked` */
	uint32_t host;
	struct mst_addr asked;
	bool question_known; /* `question` has all 32 bits; else only the lower 16 */
	uint32_t question;
	struct mst_addr from;
	uint64_t wall_ns; /* when it was received, since 1970; 0: now */
	int64_t rtt_ns;   /* -1: to be computed from wall_ns, unless `untimed` */
	bool untimed;     /* the round-trip time is not known, and cannot be computed */
	uint32_t bytes;
	uint8_t ttl, icmp_type, icmp_code;
	uint32_t mtu, pointer; /* as in struct mst_ping_event */
	struct mst_addr gateway;
	bool refused;
	int error; /* NOT_SENT: an errno */
	enum mst_ping_payload payload;
	bool marks_last; /* a REPLY that was handed over before: its payload turned out to be `payload` */
};

typedef void mst_ping_take(void *user, const struct mst_ping_answer *answer);

struct mst_ping_method {
	enum mst_ping_via via;

	/*
	 * Makes the method's *state. -EPERM with a sentence that names the privilege; -ENOENT: not available here; or
	 * another negative errno.
	 */
	int (*open)(void **state, const struct mst_ping_config *config, struct mst_error *err);
	void (*close)(void *state);

	/*
	 * Sends question number `question` (from 1) to host number `host`. 0, or a negative errno: it was not sent.
	 * An errno that mst_ping_is_shortage accepts means that a local resource is exhausted for the moment.
	 */
	int (*send)(void *state, uint32_t host, uint32_t question);

	/* Fills the descriptors to poll, at most `room`; returns their number. */
	size_t (*fds)(void *state, struct pollfd *fds, size_t room);

	/* Hands over the answers that have arrived, without waiting. */
	void (*read)(void *state, mst_ping_take *take, void *user);

	/* The last words of a program about itself, printable; NULL: none. The slot may be NULL. */
	const char *(*remark)(const void *state);

	/* Whether a program still has to print something, whatever the time. The slot may be NULL. */
	bool (*is_busy)(const void *state);
};

/*
 * route.c: sets interface, source, time to live, type of service and what becomes of large packets on a new socket. A
 * negative errno with a sentence.
 */
int mst_ping_route_socket(int fd, const struct mst_ping_config *config, struct mst_error *err);

/* route.c: the MTU of the path to an address, as far as the kernel knows it; 0: not known. */
uint32_t mst_ping_route_mtu(const struct mst_ping_config *config, const struct mst_addr *addr);

/* Whether this errno (positive) means that a local resource is exhausted for the moment. */
bool mst_ping_is_shortage(int error);

extern const struct mst_ping_method mst_ping_raw, mst_ping_dgram, mst_ping_connect, mst_ping_system;

#endif
