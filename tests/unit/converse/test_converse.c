/* SPDX-License-Identifier: BSD-2-Clause */
/* test_converse.c - many ports: how many at once, and every one once. */
#include "converse/converse.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "fixture_server.h"

#define SERVERS 12

static struct fixture_server servers[SERVERS];
static struct fixture_talk talk;

static void prepare(fixture_serve *serve)
{
	for (int i = 0; i < SERVERS; i++)
		fixture_server_begin(&servers[i], serve);
	fixture_talk_prepare(&talk);
	talk.config.services.banner_only = true;
}

static void talk_to_all(void)
{
	fixture_talk_start(&talk);
	for (int i = 0; i < SERVERS; i++)
		fixture_talk_add(&talk, servers[i].port, IPPROTO_TCP);
}

static void end(void)
{
	fixture_talk_free(&talk);
	for (int i = 0; i < SERVERS; i++)
		fixture_server_end(&servers[i]);
}

static _Atomic int together, together_most;

static void counts_guests(struct fixture_server *server, int fd)
{
	int now = mst_add(&together, 1, relaxed) + 1, most = mst_load(&together_most, relaxed);

	(void)server;
	while (now > most && !mst_swap_if(&together_most, &most, now, relaxed))
		;
	usleep(50000);
	mst_sub(&together, 1, relaxed);
	(void)!send(fd, "hello\r\n", 7, MSG_NOSIGNAL);
	fixture_wait_for_end(fd);
}

static void expect_all(void)
{
	cr_expect_eq(talk.heard_count, SERVERS);
	cr_expect_eq(talk.counts.verified, SERVERS);
	for (int i = 0; i < talk.heard_count; i++)
		cr_expect_eq(talk.heard[i].port.position, talk.heard[i].port.port);
}

Test(converse_converse, a_host_has_no_more_connections_than_wanted)
{
	prepare(counts_guests);
	talk.config.services.per_host = 3;
	talk_to_all();
	fixture_talk_finish(&talk);
	expect_all();
	cr_expect_eq(together_most, 3);
	end();
}

Test(converse_converse, all_hosts_have_no_more_connections_than_wanted)
{
	prepare(counts_guests);
	talk.config.services.per_host = 100;
	talk.config.services.parallel = 2;
	talk_to_all();
	fixture_talk_finish(&talk);
	expect_all();
	cr_expect_eq(together_most, 2);
	end();
}

Test(converse_converse, without_descriptors_it_waits_and_forgets_no_port)
{
	struct rlimit files = { .rlim_cur = 1024, .rlim_max = 1024 }, few;
	int last;

	prepare(counts_guests);
	talk.config.services.per_host = 100;
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &files), 0);
	fixture_talk_start(&talk);
	last = dup(0);
	close(last);
	few = (struct rlimit){ .rlim_cur = (rlim_t)last, .rlim_max = 1024 };
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	for (int i = 0; i < SERVERS; i++)
		fixture_talk_add(&talk, servers[i].port, IPPROTO_TCP);
	usleep(300000);
	cr_expect_eq(talk.heard_count, 0);
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &files), 0);
	fixture_talk_finish(&talk);
	expect_all();
	end();
}

Test(converse_converse, a_stop_ends_conversations_soon)
{
	uint64_t began_ns;

	prepare(fixture_is_silent);
	talk.config.services.timeout_ns = 60 * MST_NS_PER_SECOND;
	talk.config.services.banner_only = false;
	talk_to_all();
	usleep(100000);
	began_ns = mst_now_ns();
	mst_converse_stop(talk.converse);
	fixture_talk_finish(&talk);
	cr_expect_lt(mst_now_ns() - began_ns, MST_NS_PER_SECOND);
	cr_expect_eq(talk.heard_count, 0);
	end();
}

Test(converse_converse, to_finish_without_a_port_takes_no_time)
{
	prepare(fixture_is_silent);
	fixture_talk_start(&talk);
	fixture_talk_finish(&talk);
	cr_expect_eq(talk.heard_count, 0);
	end();
}

static int fail(void *user, const struct mst_open_port *port, const struct mst_service *service, bool suspect,
                struct mst_error *err)
{
	(void)user;
	(void)port;
	(void)service;
	(void)suspect;
	snprintf(err->text, sizeof err->text, "the disk is full");
	talk.heard_count++;
	return -ENOSPC;
}

Test(converse_converse, the_code_of_the_sink_is_that_of_finish)
{
	struct mst_error err;

	prepare(fixture_greets);
	talk.config.sink = fail;
	talk_to_all();
	cr_expect_eq(mst_converse_finish(talk.converse, &err), -ENOSPC);
	cr_expect_str_eq(err.text, "the disk is full");
	cr_expect_eq(talk.heard_count, 1);
	end();
}

Test(converse_converse, ports_of_printers_are_handed_over_without_a_connection)
{
	prepare(fixture_greets);
	fixture_talk_start(&talk);
	fixture_talk_add(&talk, 9100, IPPROTO_TCP);
	fixture_talk_add(&talk, 515, IPPROTO_TCP);
	fixture_talk_finish(&talk);
	cr_expect_eq(talk.heard_count, 2);
	cr_expect_eq(talk.counts.conversations, 0);
	cr_expect_eq(talk.counts.left_alone, 2);
	cr_expect_str_eq(fixture_field(&talk, MST_SERVICE_SPEAKS), "");
	end();
}
