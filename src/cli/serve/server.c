/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * server.c - see server.h.
 *
 * Everything runs in one thread: between two requests the text is replaced as a whole, and libmicrohttpd counts who
 * still reads the one before.
 */
#include "cli/serve/server.h"

#ifndef MST_HAVE_HTTP

#include <unistd.h>

const char *mst_server_absent(void)
{
	return "this muster was built without libmicrohttpd (Debian: apt install libmicrohttpd-dev, and build again); "
	       "FILE.prom works without it";
}

void mst_server_run(int listener, int control, bool is_local, const struct mst_rights *rights)
{
	(void)listener;
	(void)control;
	(void)is_local;
	(void)rights;
	_exit(1);
}

#else

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/common/privilege.h"
#include "cli/serve/accept.h"

#define CONNECTIONS 64U
#define IDLE_SECONDS 30U
#define REQUEST_BYTES ((size_t)16 << 10) /* of one connection: its request and its head of the answer */
#define LOOK_MS 60000

#define TYPE_OF_CLASSIC "text/plain; version=0.0.4; charset=utf-8"
#define TYPE_OF_OPEN "application/openmetrics-text; version=1.0.0; charset=utf-8"

struct server {
	struct MHD_Daemon *daemon;
	struct MHD_Response *texts[MST_SERVER_FILES]; /* NULL before the first */
	struct MHD_Response *home, *missing, *refused, *early, *misled;
	int control, epoll;
	bool is_local;
};

const char *mst_server_absent(void)
{
	return NULL;
}

/* ---- answers ---- */

static void add_head(struct MHD_Response *response, const char *type)
{
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, "Accept");
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
}

static struct MHD_Response *fixed(const char *text, const char *type)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(strlen(text), (void *)text,
	                                                                MHD_RESPMEM_MUST_COPY);

	if (response)
		add_head(response, type);
	return response;
}

static bool make_answers(struct server *server)
{
	static const char plain[] = "text/plain; charset=utf-8";

	server->home = fixed("<!DOCTYPE html><title>muster watch</title><a href=\"/metrics\">metrics</a>\n",
	                     "text/html; charset=utf-8");
	server->missing = fixed("expected /metrics\n", plain);
	server->refused = fixed("expected GET or HEAD\n", plain);
	server->early = fixed("the watch begins\n", plain);
	server->misled = fixed("expected an address or localhost in the header Host\n", plain);
	if (!server->misled || !server->home || !server->missing || !server->refused || !server->early)
		return false;
	MHD_add_response_header(server->home, "Content-Security-Policy", "default-src 'none'");
	MHD_add_response_header(server->refused, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	return true;
}

static enum MHD_Result answer_metrics(const struct server *server, struct MHD_Connection *connection)
{
	const char *accept = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT);
	struct MHD_Response *text = server->texts[mst_serve_prefers_openmetrics(accept)];

	return text ? MHD_queue_response(connection, MHD_HTTP_OK, text)
	            : MHD_queue_response(connection, MHD_HTTP_SERVICE_UNAVAILABLE, server->early);
}

static enum MHD_Result answer(void *user, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **request)
{
	const struct server *server = user;

	(void)version;
	(void)upload;
	if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
		return MHD_queue_response(connection, MHD_HTTP_METHOD_NOT_ALLOWED, server->refused);
	if (server->is_local &&
	    !mst_serve_host_is_own(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST)))
		return MHD_queue_response(connection, MHD_HTTP_MISDIRECTED_REQUEST, server->misled);
	/* Answered at the first call, the connection would be closed; what comes with a GET is passed over. */
	if (!*request || *upload_size) {
		*request = user;
		*upload_size = 0;
		return MHD_YES;
	}
	if (strcmp(url, "/metrics") == 0)
		return answer_metrics(server, connection);
	if (strcmp(url, "/") == 0)
		return MHD_queue_response(connection, MHD_HTTP_OK, server->home);
	return MHD_queue_response(connection, MHD_HTTP_NOT_FOUND, server->missing);
}

/* ---- the texts ---- */

static struct MHD_Response *text_of(int fd, const char *type)
{
	struct stat status;
	struct MHD_Response *response = fstat(fd, &status) == 0
	                                        ? MHD_create_response_from_fd64((uint64_t)status.st_size, fd)
	                                        : NULL;

	if (response)
		add_head(response, type);
	else
		close(fd);
	return response;
}

static void take_text(struct server *server, size_t which, int fd, const char *type)
{
	struct MHD_Response *text = text_of(fd, type);

	if (!text)
		return;
	if (server->texts[which])
		MHD_destroy_response(server->texts[which]); /* once nobody reads it any more */
	server->texts[which] = text;
}

/* False at the end of the watch. */
static bool take_message(struct server *server)
{
	union {
		char bytes[CMSG_SPACE(MST_SERVER_FILES * sizeof(int))];
		struct cmsghdr aligned;
	} rights;
	char byte;
	struct iovec part = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = &rights, .msg_controllen = sizeof rights
	};
	ssize_t length = recvmsg(server->control, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	struct cmsghdr *head = length > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	int files[MST_SERVER_FILES];

	if (length < 0)
		return errno == EINTR || errno == EAGAIN;
	if (!head || head->cmsg_len != CMSG_LEN(sizeof files))
		return length > 0;
	memcpy(files, CMSG_DATA(head), sizeof files);
	take_text(server, false, files[0], TYPE_OF_CLASSIC);
	take_text(server, true, files[1], TYPE_OF_OPEN);
	return true;
}

/* ---- the process ---- */

/* ^C reaches all processes of a terminal: the watch ends in its own time, and this one with it. */
static void settle(void)
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGUSR1, SIGUSR2 };
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		signal(ignored[i], SIG_IGN);
	if (nothing >= 0) {
		dup2(nothing, STDIN_FILENO);
		dup2(nothing, STDOUT_FILENO);
		close(nothing);
	}
	prctl(PR_SET_NAME, "muster-metrics");
}

static int open_daemon(struct server *server, int listener, struct mst_error *err)
{
	const union MHD_DaemonInfo *info;

	server->daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, answer, server, MHD_OPTION_LISTEN_SOCKET,
	                                  listener, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS,
	                                  MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
	                                  MHD_OPTION_CONNECTION_MEMORY_LIMIT, REQUEST_BYTES, MHD_OPTION_END);
	info = server->daemon ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	if (!info || !make_answers(server))
		return mst_fail(err, -ENOMEM, "--metrics: libmicrohttpd cannot start");
	server->epoll = info->epoll_fd;
	return 0;
}

static void serve(struct server *server)
{
	struct pollfd waited[] = { { server->epoll, POLLIN, 0 }, { server->control, POLLIN, 0 } };
	bool goes_on = true;

	while (goes_on) {
		MHD_UNSIGNED_LONG_LONG ms;
		bool soon = MHD_get_timeout(server->daemon, &ms) == MHD_YES && ms < LOOK_MS;

		if (poll(waited, 2, soon ? (int)ms : LOOK_MS) < 0 && errno != EINTR)
			break;
		if (waited[1].revents)
			goes_on = take_message(server);
		MHD_run(server->daemon);
	}
}

void mst_server_run(int listener, int control, bool is_local, const struct mst_rights *rights)
{
	const struct mst_rights none = { .serves = true, .open = rights->open };
	struct server server = { .control = control, .is_local = is_local };
	struct mst_serve_ready ready = { .code = 0 };

	settle();
	ready.code = mst_privilege_drop(&none, &ready.why);
	if (ready.code == 0)
		ready.code = open_daemon(&server, listener, &ready.why);
	if (send(control, &ready, sizeof ready, MSG_NOSIGNAL) == (ssize_t)sizeof ready && ready.code == 0)
		serve(&server);
	_exit(0);
}

#endif
