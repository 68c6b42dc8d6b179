/* SPDX-License-Identifier: BSD-2-Clause */
/* link.c - see link.h. */
#include "fleet/link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"

struct mst_fleet_link {
	int fd;
	SSL_CTX *context; /* NULL without TLS, as is the next one */
	SSL *tls;
};

/* 0, or -ETIMEDOUT: neither bytes nor an error until then. */
static int await(int fd, short events, uint64_t until_ns)
{
	for (;;) {
		struct pollfd one = { .fd = fd, .events = events };
		uint64_t now_ns = mst_now_ns();
		int left_ms = now_ns < until_ns ? (int)((until_ns - now_ns) / MST_NS_PER_MS) + 1 : 0, ready;

		if (left_ms == 0)
			return -ETIMEDOUT;
		ready = poll(&one, 1, left_ms);
		if (ready > 0)
			return 0;
		if (ready < 0 && errno != EINTR)
			return -errno;
	}
}

/* ---- opening ---- */

static int connect_to(const struct addrinfo *info, uint64_t until_ns)
{
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP), one = 1, code = 0;
	socklen_t size = sizeof code;

	if (fd < 0)
		return -errno;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof one);
	if (connect(fd, info->ai_addr, info->ai_addrlen) < 0)
		code = -errno;
	if (code == -EINPROGRESS)
		code = await(fd, POLLOUT, until_ns);
	if (code == 0 && getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &size) == 0)
		code = -code;
	if (code < 0) {
		close(fd);
		return code;
	}
	return fd;
}

static int open_socket(struct mst_fleet_link *link, const struct mst_fleet_address *address, uint64_t at_most_ns,
                       struct mst_error *err)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list, *one;
	int failed = getaddrinfo(address->host, address->port, &hints, &list), code = -EHOSTUNREACH;

	if (failed)
		return mst_fail(err, -EHOSTUNREACH, "the store %s has no address: %s", address->host,
		                gai_strerror(failed));
	for (one = list; one && code < 0; one = one->ai_next)
		code = connect_to(one, mst_now_ns() + at_most_ns);
	freeaddrinfo(list);
	if (code < 0)
		return mst_fail(err, code, "the store at %s port %s cannot be reached: %s", address->host,
		                address->port, strerror(-code));
	link->fd = code;
	return 0;
}

/* What OpenSSL says of the last failure. */
static const char *tls_reason(const SSL *tls)
{
	long verified = tls ? SSL_get_verify_result(tls) : X509_V_OK;
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	if (verified != X509_V_OK)
		return X509_verify_cert_error_string(verified);
	return reason ? reason : "the connection ended";
}

static bool set_up(struct mst_fleet_link *link, const struct mst_fleet_address *address, const char *ca_file)
{
	struct in6_addr numeric;
	bool is_number = inet_pton(AF_INET, address->host, &numeric) == 1 ||
	                 inet_pton(AF_INET6, address->host, &numeric) == 1;

	link->context = SSL_CTX_new(TLS_client_method());
	if (!link->context || SSL_CTX_set_min_proto_version(link->context, TLS1_2_VERSION) != 1)
		return false;
	SSL_CTX_set_verify(link->context, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_mode(link->context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	if (ca_file ? SSL_CTX_load_verify_locations(link->context, ca_file, NULL) != 1
	            : SSL_CTX_set_default_verify_paths(link->context) != 1)
		return false;
	link->tls = SSL_new(link->context);
	if (!link->tls || SSL_set_fd(link->tls, link->fd) != 1)
		return false;
	SSL_set_connect_state(link->tls);
	if (is_number)
		return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(link->tls), address->host) == 1;
	return SSL_set_tlsext_host_name(link->tls, address->host) == 1 && SSL_set1_host(link->tls, address->host) == 1;
}

/* What OpenSSL waits for: 1 when it may go on; -errno. */
static int await_tls(struct mst_fleet_link *link, int result, uint64_t until_ns)
{
	int wants = SSL_get_error(link->tls, result), code;

	if (wants == SSL_ERROR_WANT_READ)
		code = await(link->fd, POLLIN, until_ns);
	else if (wants == SSL_ERROR_WANT_WRITE)
		code = await(link->fd, POLLOUT, until_ns);
	else
		return -ECONNRESET;
	return code < 0 ? code : 1;
}

static int shake_hands(struct mst_fleet_link *link, uint64_t until_ns)
{
	int result, code = 1;

	do {
		ERR_clear_error();
		result = SSL_do_handshake(link->tls);
		if (result != 1)
			code = await_tls(link, result, until_ns);
	} while (result != 1 && code > 0);
	return result == 1 ? 0 : code;
}

static int open_tls(struct mst_fleet_link *link, const struct mst_fleet_address *address, const char *ca_file,
                    uint64_t at_most_ns, struct mst_error *err)
{
	int code;

	if (!set_up(link, address, ca_file))
		return mst_fail(err, -EINVAL, "TLS to the store cannot be set up%s%s: %s", ca_file ? " with " : "",
		                ca_file ? ca_file : "", tls_reason(NULL));
	code = shake_hands(link, mst_now_ns() + at_most_ns);
	if (code < 0)
		return mst_fail(err, code == -ETIMEDOUT ? code : -EACCES, "the store at %s port %s is not trusted: %s",
		                address->host, address->port,
		                code == -ETIMEDOUT ? "it sent no certificate in time" : tls_reason(link->tls));
	return 0;
}

int mst_fleet_link_open(struct mst_fleet_link **out, const struct mst_fleet_address *address, const char *ca_file,
                        uint64_t at_most_ns, struct mst_error *err)
{
	struct mst_fleet_link *link = calloc(1, sizeof *link);
	int code;

	*out = NULL;
	if (!link)
		return mst_fail(err, -ENOMEM, "no memory for a connection");
	link->fd = -1;
	code = open_socket(link, address, at_most_ns, err);
	if (code == 0 && address->tls)
		code = open_tls(link, address, ca_file, at_most_ns, err);
	if (code < 0) {
		mst_fleet_link_close(link);
		return code;
	}
	*out = link;
	return 0;
}

void mst_fleet_link_close(struct mst_fleet_link *link)
{
	if (!link)
		return;
	SSL_free(link->tls);
	SSL_CTX_free(link->context);
	if (link->fd >= 0)
		close(link->fd);
	free(link);
}

/* ---- bytes ---- */

/* Some bytes, or 0: it is to be tried again; -errno. */
static ssize_t send_some(struct mst_fleet_link *link, const char *bytes, size_t count, uint64_t until_ns)
{
	ssize_t sent;
	int code;

	if (link->tls) {
		ERR_clear_error();
		code = SSL_write(link->tls, bytes, (int)(count < INT32_MAX ? count : INT32_MAX));
		if (code > 0)
			return code;
		code = await_tls(link, code, until_ns);
		return code < 0 ? code : 0;
	}
	sent = send(link->fd, bytes, count, MSG_NOSIGNAL);
	if (sent >= 0)
		return sent;
	if (errno == EINTR)
		return 0;
	return errno == EAGAIN ? await(link->fd, POLLOUT, until_ns) : -errno;
}

int mst_fleet_link_send(struct mst_fleet_link *link, const void *bytes, size_t count, uint64_t at_most_ns)
{
	uint64_t until_ns = mst_now_ns() + at_most_ns;
	const char *at = bytes;

	while (count > 0) {
		ssize_t sent = send_some(link, at, count, until_ns);

		if (sent < 0)
			return (int)sent;
		at += sent;
		count -= (size_t)sent;
	}
	return 0;
}

ssize_t mst_fleet_link_receive(struct mst_fleet_link *link, void *bytes, size_t room, uint64_t at_most_ns)
{
	uint64_t until_ns = mst_now_ns() + at_most_ns;

	for (;;) {
		ssize_t got;
		int code = 0;

		if (link->tls) {
			ERR_clear_error();
			code = SSL_read(link->tls, bytes, (int)(room < INT32_MAX ? room : INT32_MAX));
			if (code > 0)
				return code;
			code = await_tls(link, code, until_ns);
			if (code < 0)
				return code;
			continue;
		}
		got = recv(link->fd, bytes, room, 0);
		if (got > 0)
			return got;
		if (got == 0)
			return -ECONNRESET;
		if (errno == EAGAIN)
			code = await(link->fd, POLLIN, until_ns);
		else if (errno != EINTR)
			code = -errno;
		if (code < 0)
			return code;
	}
}
