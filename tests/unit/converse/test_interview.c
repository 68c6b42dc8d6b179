/* SPDX-License-Identifier: BSD-2-Clause */
/* test_interview.c - one port after what its server does. */
#include "converse/interview.h"

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "converse/ports.h"
#include "fixture_server.h"

static struct fixture_server server;
static struct fixture_talk talk;

static void prepare(fixture_serve *serve)
{
	fixture_server_begin(&server, serve);
	fixture_talk_prepare(&talk);
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

Test(converse_interview, first_bytes_are_the_banner_and_name_the_service)
{
	prepare(fixture_greets);
	server.user = "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n";
	talk.config.services.banner_only = true;
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_BANNER, server.user);
	expect(MST_SERVICE_SPEAKS, "data");
	expect(MST_SERVICE_NAME, "ssh");
	expect(MST_SERVICE_FROM, "banner");
	cr_expect_eq(talk.counts.verified, 1);
	cr_expect_eq(talk.counts.named, 1);
	cr_expect_eq(talk.counts.waiting, 0);
	cr_expect_eq(server.connections, 1);
	end();
}

Test(converse_interview, a_banner_has_no_more_bytes_than_wanted)
{
	prepare(fixture_never_ends);
	talk.config.services.banner_only = true;
	talk.config.services.banner_bytes = 7;
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_BANNER, "\x1b\x1b\x1b\x1b\x1b\x1b\x1b");
	end();
}

static void greets_in_pieces(struct fixture_server *at, int fd)
{
	static const char *const pieces[] = { "220-wel", "come\r\n", "220 ready\r\n" };

	(void)at;
	for (size_t i = 0; i < 3; i++) {
		(void)!send(fd, pieces[i], strlen(pieces[i]), MSG_NOSIGNAL);
		usleep(50000);
	}
	fixture_wait_for_end(fd);
}

Test(converse_interview, a_banner_in_pieces_is_one_banner)
{
	prepare(greets_in_pieces);
	talk.config.services.banner_only = true;
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_BANNER, "220-welcome\r\n220 ready\r\n");
	end();
}

Test(converse_interview, a_port_that_says_nothing_is_silent)
{
	prepare(fixture_is_silent);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_SPEAKS, "silent");
	expect(MST_SERVICE_BANNER, "");
	expect(MST_SERVICE_FROM, "");
	cr_expect_eq(talk.counts.unverified, 1);
	cr_expect_not(talk.heard[0].suspect, "other ports of this host refuse");
	end();
}

Test(converse_interview, a_port_that_closes_and_one_that_resets)
{
	prepare(fixture_closes);
	talk.config.services.banner_only = true;
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_SPEAKS, "closed");
	end();
	prepare(fixture_resets);
	talk.config.services.banner_only = true;
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_SPEAKS, "reset");
	end();
}

/* It is not connected to again: only a port that is not in use is. */
Test(converse_interview, an_ending_that_is_known_is_kept)
{
	struct mst_open_port port = { .addr = mst_addr_from_ipv4(INADDR_LOOPBACK), .proto = IPPROTO_TCP };

	prepare(fixture_greets);
	talk.config.services.banner_only = true;
	port.port = server.port;
	port.ending = mst_ending_find((struct mst_service_text){ (const uint8_t *)"closed", 6 });
	cr_assert_neq(port.ending, 0);
	fixture_talk_start(&talk);
	cr_assert_eq(mst_converse_add(talk.converse, &port), 0);
	fixture_talk_finish(&talk);
	expect(MST_SERVICE_SPEAKS, "closed");
	cr_expect_not(talk.heard[0].suspect);
	cr_expect_eq(server.connections, 0);
	cr_expect_eq(talk.counts.unverified, 1);
	end();
}

Test(converse_interview, a_port_that_is_not_open_any_more_does_nothing)
{
	prepare(fixture_is_silent);
	fixture_server_end(&server);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_SPEAKS, "");
	cr_expect_eq(talk.counts.unverified, 0);
	fixture_talk_free(&talk);
}

static void takes_its_time(fixture_serve *serve)
{
	uint64_t began_ns = mst_now_ns(), most_ns;

	prepare(serve);
	fixture_talk_to(&talk, server.port);
	most_ns = 4 * talk.config.services.timeout_ns + MST_NS_PER_SECOND;
	cr_expect_lt(mst_now_ns() - began_ns, most_ns);
	expect(MST_SERVICE_SPEAKS, "data");
	end();
}

Test(converse_interview, one_byte_at_a_time_ends_after_four_time_outs)
{
	takes_its_time(fixture_is_slow);
}

Test(converse_interview, bytes_without_end_are_read_up_to_a_limit)
{
	takes_its_time(fixture_never_ends);
}

static void serves_web(struct fixture_server *at, int fd)
{
	static const char page[] = "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n\r\n<title>The lab</title>";

	(void)at;
	if (fixture_read_until(fd, "\r\n\r\n"))
		(void)!send(fd, page, sizeof page - 1, MSG_NOSIGNAL);
}

Test(converse_interview, a_server_that_waits_is_asked_by_http)
{
	prepare(serves_web);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_NAME, "http");
	expect(MST_SERVICE_FROM, "probe");
	expect(MST_SERVICE_HTTP_SERVER, "nginx/1.22.1");
	expect(MST_SERVICE_HTTP_TITLE, "The lab");
	cr_expect_eq(server.connections, 1);
	end();
}

static void serves_redis(struct fixture_server *at, int fd)
{
	static const char info[] = "$40\r\n# Server\r\nredis_version:7.0.15\r\nos:Linux\r\n\r\n";

	(void)at;
	if (fixture_read_until(fd, "server\r\n"))
		(void)!send(fd, info, sizeof info - 1, MSG_NOSIGNAL);
}

Test(converse_interview, dialogues_that_are_worth_a_try_are_tried_until_one_knows_it)
{
	prepare(serves_redis);
	talk.config.services.timeout_ns = MST_NS_PER_SECOND / 2;
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_NAME, "redis");
	expect(MST_SERVICE_VERSION, "7.0.15");
	end();
}

/* Hangs up at anything but HTTP, and answers that late. */
static void serves_web_late(struct fixture_server *at, int fd)
{
	char first = 0;

	if (recv(fd, &first, 1, MSG_PEEK) != 1 || first != 'G')
		return;
	usleep(1300000);
	serves_web(at, fd);
}

Test(converse_interview, a_slow_web_server_is_found_at_last)
{
	prepare(serves_web_late);
	talk.config.services.timeout_ns = 2 * MST_NS_PER_SECOND;
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_NAME, "http");
	expect(MST_SERVICE_HTTP_TITLE, "The lab");
	end();
}

static void serves_proxy(struct fixture_server *at, int fd)
{
	static const char error[] = "HTTP/1.1 400 Bad Request\r\nServer: tinyproxy/1.11.1\r\nConnection: close\r\n\r\n";

	(void)at;
	if (fixture_read_until(fd, "\r\n\r\n"))
		(void)!send(fd, error, sizeof error - 1, MSG_NOSIGNAL);
}

Test(converse_interview, a_proxy_that_refuses_is_not_asked_for_tls)
{
	prepare(serves_proxy);
	fixture_talk_to(&talk, server.port);
	expect(MST_SERVICE_NAME, "http-proxy");
	expect(MST_SERVICE_VERSION, "1.11.1");
	cr_expect_eq(server.connections, 1);
	end();
}
