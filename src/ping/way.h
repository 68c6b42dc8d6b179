/*
 * way.h - a way to ask: what sockets.c, connect.c and system.c have in common for ping.c.
 */
#ifndef MST_PING_WAY_H
#define MST_PING_WAY_H

#include <muster/ping.h>
#include <poll.h>
#include <sys/socket.h>

/* What came back, as the way knows it. */
struct mst_ping_answer {
	enum mst_ping_happening happening; /* REPLY, CORRUPT, ERROR; NOT_SENT: what was taken for sent did not leave */
	bool host_known;      /* `host` is; else it is found by `asked` */
	uint32_t host;
	struct mst_addr asked;
	bool question_known;  /* `question` is whole; else it is its lower 16 bits */
	uint32_t question;
	struct mst_addr from;
	uint64_t wall_ns;     /* when it was received, since 1970; 0: now */
	int64_t rtt_ns;       /* -1: to be reckoned from wall_ns */
	uint32_t bytes;
	uint8_t ttl, icmp_type, icmp_code;
	bool refused;
	int error;            /* NOT_SENT: an errno */
};

typedef void mst_ping_take(void *user, const struct mst_ping_answer *answer);

struct mst_ping_way {
	enum mst_ping_via via;

	/* -EPERM, with what would be needed; -ENOENT: there is no such thing here; … */
	int (*open)(void **way, const struct mst_ping_config *config, struct mst_error *err);
	void (*close)(void *way);

	/*
	 * Asks host number `host` question number `question`, from 1. 0, or a negative errno: it was not sent. What
	 * only wants for room here and now is told by one of those that mst_ping_is_shortage knows.
	 */
	int (*send)(void *way, uint32_t host, uint32_t question);

	/* What to poll; at most `room`. */
	size_t (*fds)(void *way, struct pollfd *fds, size_t room);

	/* Takes what there is, without waiting. */
	void (*read)(void *way, mst_ping_take *take, void *user);
};

/* route.c: what the sockets of all ways have in common. An address and port (host order) for the kernel; its size. */
socklen_t mst_ping_sockaddr(struct sockaddr_storage *to, const struct mst_addr *addr, uint16_t port);

/* The interface, source and time to live of the config, for a new socket. -EINVAL, or another negative errno, with a sentence. */
int mst_ping_route_socket(int fd, const struct mst_ping_config *config, struct mst_error *err);

/* Of an errno (positive): something of this machine is full, and may not be so soon. */
bool mst_ping_is_shortage(int error);

extern const struct mst_ping_way mst_ping_raw, mst_ping_dgram, mst_ping_connect, mst_ping_system;

#endif
