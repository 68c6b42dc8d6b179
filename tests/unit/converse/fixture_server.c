/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_server.c - see fixture_server.h. */
#include "fixture_server.h"

#include <assert.h>
#include <netinet/in.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct guest {
	struct fixture_server *server;
	int fd;
};

static void note_one_more(struct fixture_server *server)
{
	int now = mst_add(&server->now, 1, relaxed) + 1, most = mst_load(&server->most, relaxed);

	mst_add(&server->connections, 1, relaxed);
	while (now > most && !mst_swap_if(&server->most, &most, now, relaxed))
		;
}

static void *serve_one(void *argument)
{
	struct guest guest = *(struct guest *)argument;

	free(argument);
	guest.server->serve(guest.server, guest.fd);
	close(guest.fd);
	mst_sub(&guest.server->now, 1, release);
	return NULL;
}

static void *serve_all(void *argument)
{
	struct fixture_server *server = argument;

	while (!mst_load(&server->ended, acquire)) {
		struct pollfd ready = { .fd = server->fd, .events = POLLIN };
		struct guest *guest;
		pthread_t thread;
		int fd = poll(&ready, 1, 20) == 1 ? accept(server->fd, NULL, NULL) : -1;

		if (fd < 0)
			continue;
		guest = malloc(sizeof *guest);
		assert(guest);
		*guest = (struct guest){ server, fd };
		note_one_more(server);
		assert(pthread_create(&thread, NULL, serve_one, guest) == 0);
		pthread_detach(thread);
	}
	return NULL;
}

void fixture_server_begin(struct fixture_server *server, fixture_serve *serve)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof at;

	signal(SIGPIPE, SIG_IGN); /* OpenSSL writes without MSG_NOSIGNAL */
	memset(server, 0, sizeof *server);
	server->serve = serve;
	server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert(bind(server->fd, (struct sockaddr *)&at, size) == 0);
	assert(listen(server->fd, 512) == 0);
	assert(getsockname(server->fd, (struct sockaddr *)&at, &size) == 0);
	server->port = ntohs(at.sin_port);
	assert(pthread_create(&server->thread, NULL, serve_all, server) == 0);
}

void fixture_server_end(struct fixture_server *server)
{
	mst_store(&server->ended, true, release);
	pthread_join(server->thread, NULL);
	while (mst_load(&server->now, acquire))
		usleep(1000);
	close(server->fd);
	SSL_CTX_free(server->tls);
}

/* ---- behaviours ---- */

void fixture_wait_for_end(int fd)
{
	char rest[4096];
	struct pollfd ready = { .fd = fd, .events = POLLIN };

	while (poll(&ready, 1, 5000) == 1 && recv(fd, rest, sizeof rest, 0) > 0)
		;
}

bool fixture_read_until(int fd, const char *end)
{
	char got[4096];
	size_t size = 0;

	while (size < sizeof got - 1) {
		ssize_t piece = recv(fd, got + size, sizeof got - 1 - size, 0);

		if (piece <= 0)
			return false;
		size += (size_t)piece;
		got[size] = '\0';
		if (strstr(got, end))
			return true;
	}
	return false;
}

void fixture_is_silent(struct fixture_server *server, int fd)
{
	(void)server;
	fixture_wait_for_end(fd);
}

void fixture_closes(struct fixture_server *server, int fd)
{
	(void)server;
	(void)fd;
}

void fixture_resets(struct fixture_server *server, int fd)
{
	struct linger none = { .l_onoff = 1 };

	(void)server;
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

void fixture_greets(struct fixture_server *server, int fd)
{
	const char *text = server->user ? server->user : "hello from the lab\r\n";

	(void)!send(fd, text, strlen(text), MSG_NOSIGNAL);
	fixture_wait_for_end(fd);
}

void fixture_never_ends(struct fixture_server *server, int fd)
{
	char piece[4096];

	(void)server;
	memset(piece, '\x1b', sizeof piece);
	while (send(fd, piece, sizeof piece, MSG_NOSIGNAL) > 0)
		;
}

void fixture_is_slow(struct fixture_server *server, int fd)
{
	struct pollfd gone = { .fd = fd, .events = POLLRDHUP };

	(void)server;
	while (send(fd, "x", 1, MSG_NOSIGNAL) == 1 && poll(&gone, 1, 50) == 0)
		;
}

/* ---- certificates ---- */

static void name_others(X509 *certificate, const char *name, int others)
{
	GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();

	for (int i = -1; i < others; i++) {
		GENERAL_NAME *one = GENERAL_NAME_new();
		ASN1_IA5STRING *text = ASN1_IA5STRING_new();
		char number[300];

		if (i >= 0)
			snprintf(number, sizeof number, "%d.%s", i, name);
		else
			snprintf(number, sizeof number, "%s", name);
		ASN1_STRING_set(text, number, -1);
		GENERAL_NAME_set0_value(one, GEN_DNS, text);
		sk_GENERAL_NAME_push(names, one);
	}
	X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0);
	GENERAL_NAMES_free(names);
}

void fixture_server_certify(struct fixture_server *server, const char *name, int others)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = X509_new();
	X509_NAME *subject = X509_get_subject_name(certificate);

	X509_set_version(certificate, 2);
	X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_ASC, (const unsigned char *)"Lab", -1, -1, 0);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(certificate, subject);
	ASN1_TIME_set_string(X509_getm_notBefore(certificate), "20200101000000Z");
	ASN1_TIME_set_string(X509_getm_notAfter(certificate), "20401231235958Z");
	X509_set_pubkey(certificate, key);
	name_others(certificate, name, others);
	assert(X509_sign(certificate, key, EVP_sha256()) > 0);
	server->tls = SSL_CTX_new(TLS_server_method());
	assert(SSL_CTX_use_certificate(server->tls, certificate) == 1);
	assert(SSL_CTX_use_PrivateKey(server->tls, key) == 1);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

/* ---- conversations ---- */

static int keep(void *user, const struct mst_open_port *port, const struct mst_service *service, bool suspect,
                struct mst_error *err)
{
	struct fixture_talk *talk = user;
	struct fixture_heard *heard = &talk->heard[talk->heard_count];

	(void)err;
	assert(talk->heard_count < FIXTURE_HEARD_MAX);
	heard->port = *port;
	heard->suspect = suspect;
	mst_draft_begin(&heard->draft);
	mst_draft_join(&heard->draft, service);
	talk->heard_count++;
	return 0;
}

void fixture_talk_prepare(struct fixture_talk *talk)
{
	memset(talk, 0, sizeof *talk);
	talk->heard = calloc(FIXTURE_HEARD_MAX, sizeof *talk->heard);
	assert(talk->heard);
	assert(mst_signatures_new(&talk->signatures, NULL) == 0);
	talk->config = (struct mst_converse_config){
		.services = { .wanted = true, .timeout_ns = 300000000 },
		.signatures = talk->signatures,
		.sink = keep,
		.user = talk,
	};
}

void fixture_talk_start(struct fixture_talk *talk)
{
	struct mst_error err = { 0 };

	if (mst_converse_open(&talk->converse, &talk->config, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
}

void fixture_talk_add(struct fixture_talk *talk, uint16_t port, uint8_t proto)
{
	struct mst_open_port open = {
		.addr = mst_addr_from_ipv4(INADDR_LOOPBACK), .port = port, .proto = proto, .position = port
	};

	assert(mst_converse_add(talk->converse, &open) == 0);
}

void fixture_talk_finish(struct fixture_talk *talk)
{
	assert(mst_converse_finish(talk->converse, NULL) == 0);
	mst_converse_count(talk->converse, &talk->counts);
}

void fixture_talk_free(struct fixture_talk *talk)
{
	mst_converse_close(talk->converse);
	mst_signatures_free(talk->signatures);
	free(talk->heard);
}

void fixture_talk_to(struct fixture_talk *talk, uint16_t port)
{
	fixture_talk_start(talk);
	fixture_talk_add(talk, port, IPPROTO_TCP);
	fixture_talk_finish(talk);
}

const char *fixture_field(const struct fixture_talk *talk, enum mst_service_field field)
{
	static char text[2048];
	struct mst_service_text known = talk->heard[0].draft.service.of[field];

	assert(talk->heard_count);
	if (known.size)
		memcpy(text, known.bytes, known.size);
	text[known.size] = '\0';
	return text;
}
