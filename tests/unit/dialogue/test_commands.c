/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers of the servers that Debian 12 packages, but where a comment says otherwise. */
#include <criterion/criterion.h>

#include "fixture_script.h"

struct said {
	const struct mst_dialogue *dialogue;
	const char *answer, *service, *product, *version;
};

/* clang-format off */
static const struct said said[] = {
	{ &mst_dialogue_redis, "$60\r\n# Server\r\nredis_version:7.0.15\r\nredis_git_sha1:00000000\r\nos:Linux\r\n",
		"redis", "Redis", "7.0.15" },
	{ &mst_dialogue_redis, "-NOAUTH Authentication required.\r\n", "redis", "Redis key-value store", "" },
	{ &mst_dialogue_memcached, "VERSION 1.6.18\r\n", "memcached", "memcached", "1.6.18" },
	{ &mst_dialogue_rsync, "@RSYNCD: 32.0 sha512 sha256 sha1 md5 md4\n", "rsync", "rsync", "" },
	{ &mst_dialogue_git, "003eERR access denied or repository not exported: /nonexistent", "git", "git", "" },
	{ &mst_dialogue_svn, "( success ( 2 2 ( ) ( edit-pipeline svndiff1 ) ) ) ", "svn", "Subversion", "" },
	{ &mst_dialogue_mpd, "OK MPD 0.23.5\n", "mpd", "Music Player Daemon", "" },
	{ &mst_dialogue_beanstalk, "OK 954\r\n---\ncurrent-jobs-urgent: 0\ncurrent-jobs-ready: 0\nversion: "
		"\"1.12\"\nuptime: 9\n", "beanstalk", "beanstalkd", "1.12" },
	{ &mst_dialogue_gearman, "OK 1.1.20+ds\n", "gearman", "Gearman", "1.1.20" },
	{ &mst_dialogue_nats, "INFO {\"server_id\":\"NBOI\",\"version\":\"2.9.10\",\"proto\":1}\r\n", "nats", "NATS",
		"2.9.10" },
	{ &mst_dialogue_zookeeper, "Zookeeper version: 3.8.0-1, built on 2022-12-02\nLatency min/avg/max: 0/0.0/0\n",
		"zookeeper", "ZooKeeper", "3.8.0" },
	{ &mst_dialogue_zookeeper, "srvr is not executed because it is not in the whitelist.\n", "zookeeper",
		"Apache ZooKeeper", "" },
	{ &mst_dialogue_spamd, "SPAMD/1.5 0 PONG\r\n", "spamd", "SpamAssassin spamd", "" },
	{ &mst_dialogue_cvspserver, "cvs [pserver aborted]: bad auth protocol start: muster\n\n", "cvspserver",
		"CVS", "" },
	{ &mst_dialogue_nut, "Network UPS Tools upsd 2.8.0 - http://www.networkupstools.org/\n", "nut",
		"Network UPS Tools upsd", "2.8.0" },
	{ &mst_dialogue_tor_control, "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=NULL\r\n250-VERSION "
		"Tor=\"0.4.9.11\"\r\n250 OK\r\n", "tor-control", "Tor", "0.4.9.11" },
	{ &mst_dialogue_munin, "# munin node at host\nmunins node on host version: 2.0.73\n", "munin", "Munin node",
		"2.0.73" },
	{ &mst_dialogue_gpsd, "{\"class\":\"VERSION\",\"release\":\"3.22\",\"rev\":\"3.22\"}\r\n", "gpsd", "GPSD",
		"3.22" },
	{ &mst_dialogue_varnish, "107 59      \nabc\n\nAuthentication required.\n\n", "varnish-cli", "Varnish", "" },
	{ &mst_dialogue_varnish,
		"200 277     \n---\nVarnish Cache CLI 1.0\n---\nLinux,6.1.0,x86_64,-hcritbit\n"
		"varnish-7.1.1 revision 7cee\n\n",
		"varnish-cli", "Varnish", "7.1.1" },
};
/* clang-format on */

Test(dialogue_commands, answers_name_service_product_and_version)
{
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		const struct script script = {
			.dialogue = said[i].dialogue, .port = 1, .plain = true, .answers = { said[i].answer }
		};

		script_check(&script, MST_STEP_DONE);
		script_expect(MST_SERVICE_NAME, said[i].service);
		script_expect(MST_SERVICE_PRODUCT, said[i].product);
		script_expect(MST_SERVICE_VERSION, said[i].version);
	}
}

Test(dialogue_commands, answers_of_others_are_left)
{
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		const struct script script = { .dialogue = said[i].dialogue,
			                       .port = 1,
			                       .plain = true,
			                       .answers = { "ERROR unknown command\r\n" } };

		cr_assert_eq(script_play(&script), MST_STEP_NOT_MINE, "%s", said[i].service);
	}
}
