/* SPDX-License-Identifier: BSD-2-Clause */
/* test_shaking.c - servers in TLS, from the start and later. */
#include "converse/shaking.h"

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "fixture_server.h"

static struct fixture_server server;
static struct fixture_talk talk;
static struct mst_service_draft draft;
static _Atomic int whole_handshakes;

static void prepare(fixture_serve *serve, int other_names)
{
	fixture_server_begin(&server, serve);
	fixture_server_certify(&server, "lab.test", other_names);
	fixture_talk_prepare(&talk);
	talk.config.services.timeout_ns = 1000000000;
}

static void end(void)
{
	fixture_talk_free(&talk);
	fixture_server_end(&server);
}

static void expect(enum mst_service_field field, const char *text)
{
	cr_expect_str_eq(fixture_field(&talk, field), text, "%s", mst_service_field_name(field));
}

/* Text in TLS; it is sent once something was received, or (first) at once. */
static void speak_tls(struct fixture_server *at, int fd, const char *text, bool first)
{
	SSL *ssl = SSL_new(at->tls);
	char got[4096];

	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1 && ++whole_handshakes && (first || SSL_read(ssl, got, sizeof got) > 0)) {
		SSL_write(ssl, text, (int)strlen(text));
		while (SSL_read(ssl, got, sizeof got) > 0)
			;
	}
	SSL_free(ssl);
}

static void serves_web(struct fixture_server *at, int fd)
{
	speak_tls(at, fd, "HTTP/1.1 200 OK\r\nServer: lab\r\nContent-Length: 0\r\n\r\n<title>x</title>", false);
}

static void serves_imap(struct fixture_server *at, int fd)
{
	speak_tls(at, fd, "* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n", true);
}

Test(converse_shaking, a_server_in_tls_is_found_at_any_port)
{
	prepare(serves_web, 2);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_NAME, "http");
	expect(MST_SERVICE_TLS, "TLSv1.3 TLS_AES_256_GCM_SHA384");
	expect(MST_SERVICE_CERT_CN, "lab.test");
	expect(MST_SERVICE_CERT_SAN, "lab.test 0.lab.test 1.lab.test");
	expect(MST_SERVICE_CERT_ISSUER, "CN=lab.test,O=Lab");
	expect(MST_SERVICE_CERT_NOT_AFTER, "2040-12-31T23:59:58Z");
	expect(MST_SERVICE_CERT_KEY, "EC 256");
	expect(MST_SERVICE_HTTP_SERVER, "lab");
	cr_expect_eq((int)strlen(fixture_field(&talk, MST_SERVICE_CERT_SHA256)), 64);
	end();
}

Test(converse_shaking, a_server_that_speaks_first_in_tls_chooses_the_dialogue)
{
	prepare(serves_imap, 0);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_NAME, "imap");
	expect(MST_SERVICE_CERT_CN, "lab.test");
	end();
}

Test(converse_shaking, names_without_end_are_cut)
{
	prepare(serves_web, 2500);
	talk.config.services.banner_only = false;
	fixture_talk_to(&talk, server.port);
	cr_expect_leq((int)strlen(fixture_field(&talk, MST_SERVICE_CERT_SAN)), 1024);
	cr_expect_geq((int)strlen(fixture_field(&talk, MST_SERVICE_CERT_SAN)), 1000);
	end();
}

Test(converse_shaking, a_certificate_that_is_too_large_is_still_one_of_tls)
{
	prepare(serves_web, 100000);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_NAME, "ssl");
	expect(MST_SERVICE_CERT_SAN, "");
	end();
}

static int refuse(SSL *ssl, const unsigned char **out, unsigned char *size, const unsigned char *in, unsigned in_size,
                  void *user)
{
	(void)ssl;
	(void)out;
	(void)size;
	(void)in;
	(void)in_size;
	(void)user;
	return SSL_TLSEXT_ERR_ALERT_FATAL;
}

Test(converse_shaking, a_server_that_refuses_protocols_is_asked_without)
{
	prepare(serves_imap, 0);
	SSL_CTX_set_alpn_select_cb(server.tls, refuse, NULL);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_NAME, "imap");
	expect(MST_SERVICE_ALPN, "");
	end();
}

static int choose_first(SSL *ssl, const unsigned char **out, unsigned char *size, const unsigned char *in,
                        unsigned in_size, void *user)
{
	(void)ssl;
	(void)in_size;
	(void)user;
	*out = in + 1;
	*size = in[0];
	return SSL_TLSEXT_ERR_OK;
}

Test(converse_shaking, a_server_of_http_2_is_asked_once_more_by_http_1)
{
	prepare(serves_web, 0);
	SSL_CTX_set_alpn_select_cb(server.tls, choose_first, NULL);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_ALPN, "h2");
	expect(MST_SERVICE_CERT_CN, "lab.test");
	expect(MST_SERVICE_HTTP_SERVER, "lab");
	cr_expect_eq(whole_handshakes, 1, "that with HTTP/2 ends where its certificate has come");
	end();
}

static void shake(struct mst_connection *line, const struct mst_open_port *port, SSL_CTX *context)
{
	int code = 0;

	cr_assert_eq(mst_connection_open(line, port, &talk.config), 0);
	for (int i = 0; i < 1000 && mst_connection_connected(line) < 0; i++)
		usleep(1000);
	line->end.at = MST_TLS_CERTIFICATE;
	cr_assert_eq(mst_connection_secure(line, context, NULL, MST_ALPN_NONE), 0);
	for (int i = 0; i < 5000 && code == 0; i++) {
		code = mst_connection_shake(line);
		usleep(1000);
	}
	cr_assert_eq(code, 1);
}

static void check_certificate_alone(int version)
{
	struct mst_open_port port = { .proto = IPPROTO_TCP };
	struct mst_certificate_name subject;
	struct mst_connection line;
	struct mst_error err;
	size_t kept = 0;
	SSL_CTX *context;

	prepare(serves_web, 0);
	SSL_CTX_set_max_proto_version(server.tls, version);
	cr_assert_eq(mst_tls_new(&context, &err), 0);
	cr_assert_eq(mst_addr_parse(&port.addr, "127.0.0.1"), 0);
	port.port = server.port;
	mst_connection_begin(&line, &kept);
	shake(&line, &port, context);
	mst_draft_begin(&draft);
	mst_certificate_of_session(line.ssl, line.end.certificate, false, &draft, &subject);
	cr_expect(mst_draft_knows(&draft, MST_SERVICE_TLS));
	cr_expect_eq(draft.service.of[MST_SERVICE_CERT_CN].size, strlen("lab.test"));
	mst_connection_close(&line);
	SSL_CTX_free(context);
	end();
	cr_expect_eq(whole_handshakes, 0);
}

Test(converse_shaking, a_handshake_may_end_with_the_certificate)
{
	check_certificate_alone(TLS1_3_VERSION);
	check_certificate_alone(TLS1_2_VERSION);
}

static void starts_tls(struct fixture_server *at, int fd)
{
	static const char greeting[] = "220 mail.lab.test ESMTP Postfix\r\n";
	static const char offers[] = "250-mail.lab.test\r\n250-STARTTLS\r\n250 SIZE\r\n", ready[] = "220 ready\r\n";

	(void)!send(fd, greeting, sizeof greeting - 1, MSG_NOSIGNAL);
	if (!fixture_read_until(fd, "EHLO"))
		return;
	(void)!send(fd, offers, sizeof offers - 1, MSG_NOSIGNAL);
	if (!fixture_read_until(fd, "STARTTLS"))
		return;
	(void)!send(fd, ready, sizeof ready - 1, MSG_NOSIGNAL);
	speak_tls(at, fd, "250-mail.lab.test\r\n250 AUTH PLAIN\r\n", false);
}

Test(converse_shaking, tls_begins_in_the_middle_where_a_dialogue_starts_it)
{
	uint64_t began_ns = mst_now_ns();

	prepare(starts_tls, 0);
	talk.config.services.timeout_ns = 3 * MST_NS_PER_SECOND;
	fixture_talk_to(&talk, server.port);
	cr_expect_lt(mst_now_ns() - began_ns, 2 * MST_NS_PER_SECOND, "nothing more is waited for");
	expect(MST_SERVICE_NAME, "smtp");
	expect(MST_SERVICE_TLS, "TLSv1.3 TLS_AES_256_GCM_SHA384 STARTTLS");
	expect(MST_SERVICE_CERT_CN, "lab.test");
	expect(MST_SERVICE_ALPN, "");
	expect(MST_SERVICE_BANNER, "220 mail.lab.test ESMTP Postfix\r\n");
	cr_expect_eq(server.connections, 1);
	end();
}

static void wants_tls(struct fixture_server *at, int fd)
{
	static const char error[] = "HTTP/1.1 400 Bad Request\r\nServer: old\r\n\r\n<title>no HTTPS</title>";
	char first = 0;

	if (recv(fd, &first, 1, MSG_PEEK) != 1)
		return;
	if (first == 22) {
		serves_web(at, fd);
		return;
	}
	if (fixture_read_until(fd, "\r\n\r\n"))
		(void)!send(fd, error, sizeof error - 1, MSG_NOSIGNAL);
}

static void check_that_clear_is_forgotten(fixture_serve *serve)
{
	prepare(serve, 0);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_NAME, "http");
	expect(MST_SERVICE_HTTP_STATUS, "200");
	expect(MST_SERVICE_HTTP_SERVER, "lab");
	expect(MST_SERVICE_CERT_CN, "lab.test");
	end();
}

Test(converse_shaking, what_a_server_of_tls_answers_in_clear_is_forgotten)
{
	check_that_clear_is_forgotten(wants_tls);
}

/* nginx 1.22.1 */
static void says_it_wants_tls(struct fixture_server *at, int fd)
{
	static const char error[] = "HTTP/1.1 400 Bad Request\r\nServer: nginx/1.22.1\r\nConnection: close\r\n\r\n"
				    "<title>400 The plain HTTP request was sent to HTTPS port</title>";
	char first = 0;

	if (recv(fd, &first, 1, MSG_PEEK) != 1)
		return;
	if (first == 22)
		serves_web(at, fd);
	else if (fixture_read_until(fd, "\r\n\r\n"))
		(void)!send(fd, error, sizeof error - 1, MSG_NOSIGNAL);
}

Test(converse_shaking, a_server_that_says_it_wants_tls_has_it)
{
	check_that_clear_is_forgotten(says_it_wants_tls);
}

static void is_in_clear(struct fixture_server *at, int fd)
{
	static const char error[] = "HTTP/1.1 400 Bad Request\r\nServer: plain\r\n\r\n";

	(void)at;
	if (fixture_read_until(fd, "\n"))
		(void)!send(fd, error, sizeof error - 1, MSG_NOSIGNAL);
}

Test(converse_shaking, an_error_of_a_server_without_tls_is_kept)
{
	prepare(is_in_clear, 0);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_NAME, "http");
	expect(MST_SERVICE_HTTP_STATUS, "400");
	expect(MST_SERVICE_TLS, "");
	end();
}

Test(converse_shaking, one_byte_may_be_the_first_of_a_record)
{
	cr_expect(mst_tls_may_be_record((const uint8_t *)"", 0));
	cr_expect(mst_tls_may_be_record((const uint8_t *)"\x16", 1));
	cr_expect(mst_tls_may_be_record((const uint8_t *)"\x15", 1));
	cr_expect(mst_tls_may_be_record((const uint8_t *)"\x16\x03", 2));
	cr_expect_not(mst_tls_may_be_record((const uint8_t *)"x", 1));
	cr_expect_not(mst_tls_may_be_record((const uint8_t *)"\x16x", 2));
}
