/* SPDX-License-Identifier: BSD-2-Clause */
/* connection.c - see connection.h. */
#include "converse/connection.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/sockaddr.h"
#include "dialogue/dialogue.h"

#define ROOM_FIRST 512
#define SYN_RETRIES 2 /* of the kernel: the last leaves after three seconds */

void mst_connection_begin(struct mst_connection *line, size_t *kept)
{
	*line = (struct mst_connection){ .fd = -1, .kept = kept };
}

/* By the way of the scan: its interface, where this process has the right, and its source address. */
static int choose_way(int fd, const struct mst_open_port *port, const struct mst_converse_config *config)
{
	struct sockaddr_storage from;
	struct mst_addr source;
	socklen_t size;

	if (config->interface)
		(void)setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, config->interface,
		                 (socklen_t)strlen(config->interface) + 1);
	if (!config->source_ip || mst_addr_parse(&source, config->source_ip) < 0 || source.family != port->addr.family)
		return 0;
	(void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &(int){ 1 }, sizeof(int));
	size = mst_sockaddr_of(&from, &source, 0);
	return bind(fd, (struct sockaddr *)&from, size) < 0 ? -errno : 0;
}

int mst_connection_open(struct mst_connection *line, const struct mst_open_port *port,
                        const struct mst_converse_config *config)
{
	struct sockaddr_storage to;
	socklen_t size = mst_sockaddr_of(&to, &port->addr, port->port);
	bool tcp = port->proto == IPPROTO_TCP;
	struct linger none = { .l_onoff = 1, .l_linger = 0 };
	int code;

	line->datagrams = !tcp;
	line->fd = socket(to.ss_family, (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (line->fd < 0)
		return -errno;
	if (tcp) {
		(void)setsockopt(line->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
		(void)setsockopt(line->fd, IPPROTO_TCP, TCP_SYNCNT, &(int){ SYN_RETRIES }, sizeof(int));
		(void)setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	}
	code = choose_way(line->fd, port, config);
	if (code == 0 && connect(line->fd, (struct sockaddr *)&to, size) < 0 && errno != EINPROGRESS)
		code = -errno;
	if (code < 0)
		mst_connection_close(line);
	return code;
}

int mst_connection_connected(const struct mst_connection *line)
{
	struct sockaddr_storage own = { 0 }, other = { 0 };
	socklen_t own_size = sizeof own, other_size = sizeof other, size = sizeof(int);
	int error = 0;

	if (getsockopt(line->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0 || error)
		return error ? -error : -errno;
	if (getpeername(line->fd, (struct sockaddr *)&other, &other_size) < 0)
		return -errno;
	/* Two sockets of this machine that meet in one: its source port was the target's (RFC 9293, 3.5). */
	if (getsockname(line->fd, (struct sockaddr *)&own, &own_size) == 0 && own_size == other_size &&
	    memcmp(&own, &other, own_size) == 0)
		return -EAGAIN;
	return 0;
}

int mst_connection_secure(struct mst_connection *line, SSL_CTX *context, const char *name, enum mst_alpn offer)
{
	mst_connection_drop(line, line->in_size);
	line->ssl = mst_tls_session(context, line->fd, name, offer, &line->end);
	return line->ssl ? 0 : -ENOMEM;
}

size_t mst_connection_peek(const struct mst_connection *line, uint8_t *bytes, size_t room)
{
	ssize_t got = recv(line->fd, bytes, room, MSG_PEEK);

	return got > 0 ? (size_t)got : 0;
}

/* What a call of OpenSSL that did not succeed means: whether it is over. */
static bool is_over(struct mst_connection *line, int result)
{
	int error = errno;

	switch (SSL_get_error(line->ssl, result)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE: return false;
	case SSL_ERROR_ZERO_RETURN: line->ended = true; return true;
	case SSL_ERROR_SYSCALL: line->error = error ? error : EPROTO; break;
	default: line->error = EPROTO;
	}
	line->ended = true;
	return true;
}

int mst_connection_shake(struct mst_connection *line)
{
	int result;

	ERR_clear_error();
	errno = 0;
	result = SSL_do_handshake(line->ssl);
	if (result == 1 || line->end.certificate)
		return 1;
	return is_over(line, result) ? -EPROTO : 0;
}

size_t mst_connection_send(struct mst_connection *line, const uint8_t *bytes, size_t size)
{
	ssize_t sent;

	if (!size || line->error)
		return 0;
	if (line->ssl) {
		ERR_clear_error();
		errno = 0;
		sent = SSL_write(line->ssl, bytes, (int)size);
		if (sent <= 0) {
			(void)is_over(line, (int)sent);
			return 0;
		}
		return (size_t)sent;
	}
	sent = send(line->fd, bytes, size, MSG_NOSIGNAL);
	if (sent < 0 && errno != EAGAIN && errno != EINTR)
		line->error = errno;
	return sent < 0 ? 0 : (size_t)sent;
}

/* Puts a piece behind what came. False: no memory. */
static bool keep(struct mst_connection *line, const uint8_t *piece, size_t size)
{
	size_t room = line->in_room ? line->in_room : ROOM_FIRST;
	uint8_t *more;

	while (room < line->in_size + size)
		room *= 2;
	if (room != line->in_room) {
		more = realloc(line->in, room);
		if (!more)
			return false;
		line->in = more;
		*line->kept += room - line->in_room;
		line->in_room = room;
	}
	memcpy(line->in + line->in_size, piece, size);
	line->in_size += size;
	return true;
}

static void note_failure(struct mst_connection *line)
{
	if (errno == EAGAIN || errno == EINTR)
		return;
	line->error = errno;
	line->ended = true;
}

/* One piece; 0: nothing is there now, or it is over. */
static size_t receive_piece(struct mst_connection *line, uint8_t *piece, size_t room)
{
	ssize_t got;

	if (line->ssl) {
		ERR_clear_error();
		errno = 0;
		got = SSL_read(line->ssl, piece, (int)room);
		if (got <= 0)
			(void)is_over(line, (int)got);
		return got <= 0 ? 0 : (size_t)got;
	}
	got = recv(line->fd, piece, room, 0);
	if (got < 0)
		note_failure(line);
	else if (got == 0 && !line->datagrams)
		line->ended = true;
	return got > 0 ? (size_t)got : 0;
}

/* How many bytes it may have, with those that it has. */
static size_t most_of(const struct mst_connection *line)
{
	if (*line->kept <= MST_KEPT_MAX || line->datagrams)
		return MST_TALK_IN;
	return line->in_room > MST_KEPT_EACH ? line->in_room : MST_KEPT_EACH;
}

bool mst_connection_receive(struct mst_connection *line, uint8_t *scratch)
{
	size_t before = line->in_size, piece, most;

	do {
		most = most_of(line);
		line->full = line->in_size >= most;
		piece = !line->full && !line->ended ? receive_piece(line, scratch, most - line->in_size) : 0;
		if (piece && !keep(line, scratch, piece))
			line->ended = true;
	} while (piece && !line->datagrams);
	return line->in_size > before || line->ended;
}

void mst_connection_drop(struct mst_connection *line, size_t size)
{
	if (size > line->in_size)
		size = line->in_size;
	line->dropped |= size > 0;
	line->in_size -= size;
	if (line->in_size && size)
		memmove(line->in, line->in + size, line->in_size);
}

bool mst_connection_is_shut(const struct mst_connection *line)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof info;

	/* tcpi_snd_wnd is new in Linux 5.4. */
	return line->fd >= 0 && getsockopt(line->fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
	       size >= offsetof(struct tcp_info, tcpi_snd_wnd) + sizeof info.tcpi_snd_wnd && info.tcpi_snd_wnd == 0;
}

void mst_connection_close(struct mst_connection *line)
{
	SSL_free(line->ssl);
	X509_free(line->end.certificate);
	if (line->fd >= 0)
		close(line->fd);
	free(line->in);
	*line->kept -= line->in_room;
	mst_connection_begin(line, line->kept);
}
