/* SPDX-License-Identifier: BSD-2-Clause */
/* test_system_program.c - which ping program it is, and the command line for each. */
#include "ping/system_program.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

Test(ping_system_program, what_it_prints_for_its_version_tells_which_it_is)
{
	static const struct {
		const char *text;
		enum mst_system_kind kind;
	} cases[] = {
		{ "ping from iputils 20221126\nlibcap: yes, IDN: yes\n", MST_SYSTEM_IPUTILS },
		{ "ping (GNU inetutils) 2.4\nCopyright (C) 2022 Free Software Foundation, Inc.\n",
		  MST_SYSTEM_INETUTILS },
		{ "ping: invalid option -- 'V'\nBusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.\n",
		  MST_SYSTEM_BUSYBOX },
		{ "ping: invalid option -- 'V'\nsee 'fping -h' for usage information\n", MST_SYSTEM_FPING },
		{ "ping: invalid option -- 'V'\nUsage: ping [OPTIONS] -f filename | host\n\noping 1.10.0, "
		  "http://noping.cc/\n",
		  MST_SYSTEM_OPING },
		{ "64 bytes from 10.77.0.2: seq=0 ttl=64 time=0.053 ms\n", MST_SYSTEM_UNKNOWN },
		{ "", MST_SYSTEM_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(mst_system_kind_of(cases[i].text), cases[i].kind, "%s", cases[i].text);
}

static struct mst_addr hosts[2];

static struct mst_ping_config config_of(void)
{
	struct mst_ping_config config = mst_ping_defaults();

	cr_assert_eq(mst_addr_parse(&hosts[0], "10.77.0.2"), 0);
	cr_assert_eq(mst_addr_parse(&hosts[1], "fd00::2"), 0);
	config.hosts = hosts, config.host_count = 2;
	config.count = 0, config.interval_ns = 300 * MST_NS_PER_MS, config.timeout_ns = 1500 * MST_NS_PER_MS,
	config.ttl = 7;
	return config;
}

static void expect_command(enum mst_system_kind kind, const struct mst_ping_config *config, uint32_t host,
                           const char *expected)
{
	const struct mst_system_program program = { "/usr/bin/ping", kind };
	struct mst_system_command command;
	char text[512];
	size_t at;

	mst_system_command_write(&command, &program, config, host);
	at = (size_t)snprintf(text, sizeof text, "%s:", command.path);
	for (size_t i = 0; command.argv[i]; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, " %s", command.argv[i]);
	cr_expect_str_eq(text, expected);
}

Test(ping_system_program, each_gets_the_options_that_it_knows)
{
	struct mst_ping_config config = config_of();

	expect_command(MST_SYSTEM_INETUTILS, &config, 0,
	               "/usr/bin/ping: ping -n -c 1000000000 -i 0.3 -W 2 -s 56 --ttl=7 10.77.0.2");
	expect_command(MST_SYSTEM_INETUTILS, &config, 1,
	               "/usr/bin/ping6: ping6 -n -c 1000000000 -i 0.3 -s 56 --ttl=7 fd00::2");
	config.interface = "eth0";
	expect_command(MST_SYSTEM_BUSYBOX, &config, 1,
	               "/usr/bin/ping: ping -n -c 1000000000 -i 0.3 -W 2 -s 56 -t 7 -I eth0 fd00::2");
	cr_assert_eq(mst_addr_parse(&config.source, "10.77.0.1"), 0);
	config.count = 3, config.ttl = 0;
	expect_command(MST_SYSTEM_IPUTILS, &config, 0,
	               "/usr/bin/ping: ping -n -c 3 -i 0.3 -W 1.5 -s 56 -I eth0 -I 10.77.0.1 10.77.0.2");
	expect_command(MST_SYSTEM_UNKNOWN, &config, 0,
	               "/usr/bin/ping: ping -n -c 3 -i 0.3 -W 1.5 -s 56 -I eth0 -I 10.77.0.1 10.77.0.2");
}

static int check(enum mst_system_kind kind, const struct mst_ping_config *config, struct mst_error *err)
{
	const struct mst_system_program program = { "/usr/bin/ping", kind };

	return mst_system_program_check(&program, config, err);
}

Test(ping_system_program, what_iputils_alone_has_goes_there)
{
	struct mst_ping_config config = config_of();
	struct mst_error err;

	config.count = 3, config.broadcast = true, config.tos = 16, config.fragments = MST_PING_FRAGMENT_DO;
	expect_command(MST_SYSTEM_IPUTILS, &config, 0,
	               "/usr/bin/ping: ping -n -c 3 -i 0.3 -W 1.5 -s 56 -t 7 -b -Q 16 -M do 10.77.0.2");
	cr_expect_eq(check(MST_SYSTEM_IPUTILS, &config, &err), 0);
	cr_expect_lt(check(MST_SYSTEM_BUSYBOX, &config, &err), 0);
	cr_expect(strstr(err.text, "takes no type of service: expected the ping of iputils"), "%s", err.text);
	config.tos = 0;
	cr_expect_lt(check(MST_SYSTEM_BUSYBOX, &config, &err), 0);
	cr_expect(strstr(err.text, "takes no rule about fragments: expected the ping of iputils"), "%s", err.text);
	config.fragments = MST_PING_FRAGMENT_SYSTEM; /* BusyBox pings broadcast addresses without an option */
	cr_expect_eq(check(MST_SYSTEM_BUSYBOX, &config, &err), 0);
	expect_command(MST_SYSTEM_BUSYBOX, &config, 0, "/usr/bin/ping: ping -n -c 3 -i 0.3 -W 2 -s 56 -t 7 10.77.0.2");
	config.adaptive = true;
	cr_expect_lt(check(MST_SYSTEM_IPUTILS, &config, &err), 0);
	cr_expect(strstr(err.text, "expected --via raw or dgram"), "%s", err.text);
}

Test(ping_system_program, what_one_cannot_do_is_refused_in_a_sentence)
{
	struct mst_ping_config config = config_of();
	struct mst_error err;

	cr_expect_lt(check(MST_SYSTEM_INETUTILS, &config, &err), 0);
	cr_expect(strstr(err.text, "/usr/bin/ping6 is that of GNU inetutils, which takes whole seconds"), "%s",
	          err.text);
	cr_expect_eq(check(MST_SYSTEM_BUSYBOX, &config, &err), 0);
	config.host_count = 1;
	cr_expect_eq(check(MST_SYSTEM_INETUTILS, &config, &err), 0);
	config.interface = "eth0";
	cr_expect_lt(check(MST_SYSTEM_INETUTILS, &config, &err), 0);
	cr_expect(strstr(err.text, "takes no interface: expected the ping of iputils or BusyBox"), "%s", err.text);
	cr_expect_eq(check(MST_SYSTEM_BUSYBOX, &config, &err), 0);
	cr_assert_eq(mst_addr_parse(&config.source, "10.77.0.1"), 0);
	cr_expect_lt(check(MST_SYSTEM_BUSYBOX, &config, &err), 0);
	cr_expect(strstr(err.text, "an interface or a source address"), "%s", err.text);
	cr_expect_eq(check(MST_SYSTEM_IPUTILS, &config, &err), 0);
	config.interface = NULL;
	cr_expect_lt(check(MST_SYSTEM_INETUTILS, &config, &err), 0);
	cr_expect(strstr(err.text, "takes no source address"), "%s", err.text);
}

Test(ping_system_program, control_and_backslash_does_not_end_it)
{
	static char name[] = "sh", option[] = "-c", script[] = "kill -QUIT $$; echo alive";
	char *const argv[] = { name, option, script, NULL };
	struct pollfd one = { .events = POLLIN };
	char text[16] = "";
	pid_t pid = 0;

	cr_assert_eq(mst_system_spawn(&pid, &one.fd, "/bin/sh", argv), 0);
	(void)poll(&one, 1, 10000);
	cr_expect_eq(read(one.fd, text, sizeof text - 1), 6);
	cr_expect_str_eq(text, "alive\n");
	mst_system_end(&pid, &one.fd);
}
