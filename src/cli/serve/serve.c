/* SPDX-License-Identifier: BSD-2-Clause */
/* serve.c - the side of the watch: see serve.h. */
#include "cli/serve/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/serve/server.h"

#define PENDING 16
#define END_LOOKS 100 /* of 10 ms: a server that is stopped is left to itself */

#define NO_PROGRAM 8U /* MFD_NOEXEC_SEAL, which headers of Debian 12 lack, and some systems insist on */

struct mst_serve {
	struct mst_serve_address at;
	int control, listener;
	pid_t server;
};

/* ---- opening ---- */

static socklen_t address_of(struct sockaddr_storage *name, const struct mst_serve_address *at)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)name;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)name;

	memset(name, 0, sizeof *name);
	if (at->addr.family == MST_IPV4) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(at->port);
		memcpy(&v4->sin_addr, at->addr.bytes, sizeof v4->sin_addr);
		return sizeof *v4;
	}
	v6->sin6_family = AF_INET6;
	v6->sin6_port = htons(at->port);
	v6->sin6_scope_id = at->addr.scope;
	memcpy(&v6->sin6_addr, at->addr.bytes, sizeof v6->sin6_addr);
	return sizeof *v6;
}

static int explain(const struct mst_serve_address *at, int number, struct mst_error *err)
{
	char text[MST_SERVE_ADDRESS_TEXT];
	const char *why = number == EADDRINUSE      ? "another program listens there"
	                  : number == EADDRNOTAVAIL ? "this machine has no such address"
	                  : number == EACCES        ? "ports below 1024 need rights that muster has dropped; expected "
	                                              "1024 to 65535"
	                                            : strerror(number);

	/* -EACCES would be taken for a matter of users. */
	return mst_fail(err, number == EACCES ? -EADDRNOTAVAIL : -number, "--metrics %s: %s",
	                mst_serve_address_format(at, text), why);
}

static int listen_at(struct mst_serve *serve, struct mst_error *err)
{
	struct sockaddr_storage name;
	socklen_t length = address_of(&name, &serve->at);
	int family = serve->at.addr.family == MST_IPV4 ? AF_INET : AF_INET6, on = 1;

	serve->listener = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (serve->listener < 0)
		return explain(&serve->at, errno, err);
	/* A port of a watch that has just ended is free; and [::] is IPv6 alone. */
	setsockopt(serve->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (family == AF_INET6)
		setsockopt(serve->listener, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	if (bind(serve->listener, (struct sockaddr *)&name, length) < 0 || listen(serve->listener, PENDING) < 0)
		return explain(&serve->at, errno, err);
	length = sizeof name;
	if (serve->at.port == 0 && getsockname(serve->listener, (struct sockaddr *)&name, &length) == 0)
		serve->at.port = ntohs(family == AF_INET ? ((struct sockaddr_in *)&name)->sin_port
		                                         : ((struct sockaddr_in6 *)&name)->sin6_port);
	return 0;
}

/* The server says that it is ready, or why it is not. */
static int hear(const struct mst_serve *serve, struct mst_error *err)
{
	struct mst_serve_ready ready;
	ssize_t length;

	do
		length = recv(serve->control, &ready, sizeof ready, 0);
	while (length < 0 && errno == EINTR);
	if (length != (ssize_t)sizeof ready)
		return mst_fail(err, -EIO, "--metrics: the process that answers over HTTP ended at its start");
	*err = ready.why;
	return ready.code;
}

static int start(struct mst_serve *serve, const struct mst_rights *rights, struct mst_error *err)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return mst_fail(err, -errno, "--metrics: %s", strerror(errno));
	serve->control = ends[0];
	fflush(NULL);
	serve->server = fork();
	if (serve->server == 0) {
		close(ends[0]);
		mst_server_run(serve->listener, ends[1], mst_serve_address_is_local(&serve->at), rights);
	}
	close(ends[1]);
	close(serve->listener);
	serve->listener = -1;
	if (serve->server < 0)
		return mst_fail(err, -errno, "--metrics: no process to answer over HTTP: %s", strerror(errno));
	return hear(serve, err);
}

int mst_serve_open(struct mst_serve **out, const struct mst_serve_address *address, const struct mst_rights *rights,
                   struct mst_error *err)
{
	struct mst_serve *serve = calloc(1, sizeof *serve);
	int code;

	*out = NULL;
	if (!serve)
		return mst_fail(err, -ENOMEM, "no memory for --metrics");
	*serve = (struct mst_serve){ .at = *address, .control = -1, .listener = -1 };
	code = listen_at(serve, err);
	if (code == 0)
		code = start(serve, rights, err);
	if (code < 0) {
		mst_serve_close(serve);
		return code;
	}
	*out = serve;
	return 0;
}

const struct mst_serve_address *mst_serve_at(const struct mst_serve *serve)
{
	return &serve->at;
}

/* ---- handing over ---- */

static int write_all(int fd, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		ssize_t written = write(fd, text + at, length - at);

		if (written < 0 && errno != EINTR)
			return -errno;
		at += written > 0 ? (size_t)written : 0;
	}
	return 0;
}

/* A file in memory that nobody can change any more; or -errno. */
static int sealed(const char *text, size_t length)
{
	int fd = memfd_create("muster-metrics", MFD_CLOEXEC | MFD_ALLOW_SEALING | NO_PROGRAM), code;

	if (fd < 0 && errno == EINVAL) /* before Linux 6.3 */
		fd = memfd_create("muster-metrics", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0)
		return -errno;
	code = write_all(fd, text, length);
	if (code == 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0)
		code = -errno;
	if (code < 0)
		close(fd);
	return code < 0 ? code : fd;
}

static int send_files(int control, const int files[MST_SERVER_FILES])
{
	union {
		char bytes[CMSG_SPACE(MST_SERVER_FILES * sizeof(int))];
		struct cmsghdr aligned;
	} rights = { { 0 } };
	char byte = 0;
	struct iovec part = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = &rights, .msg_controllen = sizeof rights
	};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(MST_SERVER_FILES * sizeof(int));
	memcpy(CMSG_DATA(head), files, MST_SERVER_FILES * sizeof(int));
	return sendmsg(control, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -errno : 0;
}

int mst_serve_publish(struct mst_serve *serve, const struct mst_serve_text *text, struct mst_error *err)
{
	char at[MST_SERVE_ADDRESS_TEXT];
	int files[MST_SERVER_FILES] = { sealed(text->classic, text->classic_length),
		                        sealed(text->open, text->open_length) };
	int code = files[0] < 0 ? files[0] : files[1] < 0 ? files[1] : send_files(serve->control, files);

	for (size_t i = 0; i < MST_SERVER_FILES; i++) {
		if (files[i] >= 0)
			close(files[i]);
	}
	mst_serve_address_format(&serve->at, at);
	if (code == -EPIPE || code == -ECONNRESET || code == -ENOTCONN)
		return mst_fail(err, -EPIPE, "--metrics %s: the process that answers over HTTP has ended", at);
	if (code == 0 || code == -EAGAIN)
		return 0;
	return mst_fail(err, code, "--metrics %s: the text cannot be handed over: %s", at, strerror(-code));
}

/* ---- the end ---- */

/* The end of the socket ends it. */
static void await(pid_t server)
{
	const struct timespec look = { .tv_nsec = 10 * 1000000L };

	for (int i = 0; i < END_LOOKS && waitpid(server, NULL, WNOHANG) == 0; i++)
		nanosleep(&look, NULL);
}

const char *mst_serve_absent(void)
{
	return mst_server_absent();
}

void mst_serve_close(struct mst_serve *serve)
{
	if (!serve)
		return;
	if (serve->listener >= 0)
		close(serve->listener);
	if (serve->control >= 0)
		close(serve->control);
	if (serve->server > 0)
		await(serve->server);
	free(serve);
}
