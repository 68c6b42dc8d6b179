/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_server.h - servers on 127.0.0.1 that behave as a test wants, and conversations with them.
 */
#ifndef TEST_CONVERSE_FIXTURE_SERVER_H
#define TEST_CONVERSE_FIXTURE_SERVER_H

#include <openssl/ssl.h>
#include <pthread.h>

#include "base/atomic.h"
#include "base/service_draft.h"
#include "converse/converse.h"

struct fixture_server;
typedef void fixture_serve(struct fixture_server *server, int fd);

/* A server: a thread, and one more for each connection, which calls `serve` and then closes it. */
struct fixture_server {
	fixture_serve *serve;
	const void *user;
	int fd;
	uint16_t port;
	SSL_CTX *tls; /* NULL: in clear */
	_Atomic int connections, now, most;
	_Atomic bool ended;
	pthread_t thread;
};

void fixture_server_begin(struct fixture_server *server, fixture_serve *serve);

/* Before the first connection: it has a certificate of its own, for this name and so many others. */
void fixture_server_certify(struct fixture_server *server, const char *name, int others);

void fixture_server_end(struct fixture_server *server);

/* Behaviours. */
fixture_serve fixture_is_silent, fixture_closes, fixture_resets, fixture_greets, fixture_never_ends, fixture_is_slow;

/* Until the other end closes, at most five seconds. */
void fixture_wait_for_end(int fd);

/* Reads until `end` has come; false: it did not. */
bool fixture_read_until(int fd, const char *end);

#define FIXTURE_HEARD_MAX 256

struct fixture_heard {
	struct mst_open_port port;
	struct mst_service_draft draft;
	bool suspect;
};

/* What came of all ports. */
struct fixture_talk {
	struct mst_converse_config config;
	struct mst_signatures *signatures;
	struct mst_converse *converse;
	struct mst_converse_counts counts;
	struct fixture_heard *heard;
	int heard_count;
};

/* Time-out 300 ms; change the config, then start. */
void fixture_talk_prepare(struct fixture_talk *talk);
void fixture_talk_start(struct fixture_talk *talk);
void fixture_talk_add(struct fixture_talk *talk, uint16_t port, uint8_t proto);
void fixture_talk_finish(struct fixture_talk *talk);
void fixture_talk_free(struct fixture_talk *talk);

/* All at once, for one port. */
void fixture_talk_to(struct fixture_talk *talk, uint16_t port);

/* The text of a field of the first port; "" where it is not known. Valid until the next call. */
const char *fixture_field(const struct fixture_talk *talk, enum mst_service_field field);

#endif
