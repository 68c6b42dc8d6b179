/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * commands.c - services that answer one line with text in which their version stands behind a word: a row for each.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/lines.h"
#include "dialogue/list.h"

struct commanded {
	const char *service, *product;
	const char *say;     /* "": it speaks first */
	const char *answer;  /* how the answer begins; another one is of another protocol */
	const char *also;    /* what else is in it; "": nothing that must be */
	const char *before;  /* the version stands behind this; NULL: it does not say it */
	const char *refusal; /* how the answer begins where it does not tell more; NULL: it is of another protocol */
};

/* clang-format off */
static const struct commanded redis = { "redis", "Redis key-value store", "*2\r\n$4\r\nINFO\r\n$6\r\nserver\r\n",
	"$", "redis_version", "redis_version:", "-NOAUTH " };
static const struct commanded memcached = { "memcached", "Memcached", "version\r\n", "VERSION ", "", "VERSION ", NULL };
static const struct commanded rsync = { "rsync", "rsync", "", "@RSYNCD: ", "", NULL, NULL };
static const struct commanded git = { "git", "git daemon", "0021git-upload-pack /nonexistent\0", "00", "ERR ", NULL,
	NULL };
static const struct commanded svn = { "svn", "Subversion", "", "( success ( ", "", NULL, NULL };
static const struct commanded mpd = { "mpd", "Music Player Daemon", "", "OK MPD ", "", NULL, NULL };
static const struct commanded beanstalk = { "beanstalk", "beanstalkd", "stats\r\n", "OK ", "current-jobs-urgent",
	"\nversion: ", NULL };
static const struct commanded gearman = { "gearman", "Gearman", "version\n", "OK ", "", "OK ", NULL };
static const struct commanded nats = { "nats", "NATS", "", "INFO {", "", "\"version\":\"", NULL };
static const struct commanded zookeeper = { "zookeeper", "Apache ZooKeeper", "srvr\n", "Zookeeper version: ", "",
	"Zookeeper version: ", "srvr is not executed" };
static const struct commanded clamd = { "clam", "ClamAV", "VERSION\n", "ClamAV ", "", "ClamAV ", NULL };
static const struct commanded sieve = { "sieve", "", "", "\"IMPLEMENTATION\"", "", NULL, NULL };
static const struct commanded spamd = { "spamd", "SpamAssassin spamd", "PING SPAMC/1.2\r\n\r\n", "SPAMD/", "PONG",
	NULL, NULL };
static const struct commanded cvspserver = { "cvspserver", "CVS", "muster\n", "cvs", "bad auth protocol start", NULL,
	NULL };
static const struct commanded nut = { "nut", "Network UPS Tools upsd", "VER\n", "Network UPS Tools upsd ", "\n",
	"upsd ", NULL };
static const struct commanded tor_control = { "tor-control", "Tor", "PROTOCOLINFO 1\r\nQUIT\r\n",
	"250-PROTOCOLINFO ", "250 OK", "Tor=", NULL };
static const struct commanded asterisk = { "asterisk", "Asterisk Call Manager", "", "Asterisk Call Manager/", "\n",
	"Manager/", NULL };
static const struct commanded munin = { "munin", "Munin node", "version\n", "# munin node at ", "munins node on ",
	"version: ", NULL };
static const struct commanded gpsd = { "gpsd", "GPSD", "", "{\"class\":\"VERSION\"", "}", "\"release\":", NULL };
static const struct commanded dict = { "dict", "dictd", "", "220 ", " dictd ", " dictd ", NULL };
static const struct commanded varnish = { "varnish-cli", "Varnish", "", "200 ", "Varnish Cache CLI", "\nvarnish-",
	"107 " };
static const struct commanded teamspeak = { "teamspeak", "TeamSpeak 3 ServerQuery", "", "TS3", "TeamSpeak", NULL,
	NULL };
/* clang-format on */

/* How much is said: a text with a NUL within has its length in its first four digits. */
static size_t size_of(const struct commanded *row)
{
	return row == &git ? 0x21 : strlen(row->say);
}

static void keep_version(const struct commanded *row, struct mst_talk *talk, struct mst_phrase all)
{
	size_t at = row->before ? mst_phrase_find(all, row->before) : SIZE_MAX, size = 0;

	if (at == SIZE_MAX)
		return;
	all = mst_phrase_after(all, at + strlen(row->before));
	if (all.size && *all.at == '"') {
		all.at++;
		all.size--;
	}
	while (size < all.size && (uint8_t)(all.at[size] - '-') <= 'z' - '-' && all.at[size] != '/')
		size++;
	while (size && all.at[size - 1] == ',')
		size--;
	mst_draft_add(talk->draft, MST_SERVICE_VERSION, all.at, size);
}

/* Bytes that come in order are believed once the answer begins as it must and has what else it must have. */
static enum mst_step read_row(const struct commanded *row, struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_phrase all = mst_phrase_of(heard);
	bool last = heard->ended || heard->full;
	size_t size = strlen(row->answer);

	if (row->refusal && mst_phrase_begin(all, row->refusal)) {
		mst_draft_add_text(talk->draft, MST_SERVICE_PRODUCT, row->product);
		return mst_finding_done(talk, row->service);
	}
	if (row->refusal && all.size < strlen(row->refusal) && !last)
		return MST_STEP_READ;
	if (all.size < size)
		return last || memcmp(all.at ? all.at : (const uint8_t *)"", row->answer, all.size) ? MST_STEP_NOT_MINE
		                                                                                    : MST_STEP_READ;
	if (!mst_phrase_begin(all, row->answer))
		return MST_STEP_NOT_MINE;
	if (mst_phrase_find(all, row->also) == SIZE_MAX ||
	    (row->before && mst_phrase_find(all, row->before) == SIZE_MAX))
		return last ? MST_STEP_NOT_MINE : MST_STEP_READ;
	(void)mst_matcher_match(talk->matcher, MST_KEY_BANNER, all.at, all.size, talk->draft);
	if (row->product[0])
		mst_draft_add_text(talk->draft, MST_SERVICE_PRODUCT, row->product);
	keep_version(row, talk, all);
	return row->say[0] ? mst_finding_done(talk, row->service) : mst_finding_spoke(talk, row->service);
}

#define COMMANDED(row, wanted_ports, try_anywhere) \
	static bool knows_##row(const uint8_t *bytes, size_t size) \
	{ \
		struct mst_phrase all = { bytes, size }; \
\
		return mst_phrase_begin(all, row.answer) && mst_phrase_find(all, row.also) != SIZE_MAX && \
		       strlen(row.answer) > 3; \
	} \
	static void begin_##row(struct mst_talk *talk) \
	{ \
		mst_talk_put(talk, row.say, size_of(&row)); \
	} \
	static enum mst_step read_##row(struct mst_talk *talk, struct mst_heard *heard) \
	{ \
		return read_row(&row, talk, heard); \
	} \
	const struct mst_dialogue mst_dialogue_##row = { \
		.name = #row, \
		.ports = wanted_ports, \
		.tls_ports = "", \
		.anywhere = try_anywhere, \
		.knows = knows_##row, \
		.begin = begin_##row, \
		.read = read_##row, \
	}

COMMANDED(redis, "6379,6380", true);
COMMANDED(memcached, "11211", true);
COMMANDED(rsync, "873", false);
COMMANDED(git, "9418", false);
COMMANDED(svn, "3690", false);
COMMANDED(mpd, "6600", false);
COMMANDED(beanstalk, "11300", false);
COMMANDED(gearman, "4730", false);
COMMANDED(nats, "4222", false);
COMMANDED(zookeeper, "2181", false);
COMMANDED(clamd, "3310", false);
COMMANDED(sieve, "4190,2000", false);
COMMANDED(spamd, "783", false);
COMMANDED(cvspserver, "2401", false);
COMMANDED(nut, "3493", false);
COMMANDED(tor_control, "9051,9151", false);
COMMANDED(asterisk, "5038", false);
COMMANDED(munin, "4949", false);
COMMANDED(gpsd, "2947", false);
COMMANDED(dict, "2628", false);
COMMANDED(varnish, "6082", false);
COMMANDED(teamspeak, "10011", false);
