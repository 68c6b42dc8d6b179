/* SPDX-License-Identifier: BSD-2-Clause */
/* compare.c - see compare.h. */
#include "converse/compare.h"

#include <errno.h>
#include <sys/random.h>

#include "base/clock.h"
#include "converse/limits.h"

/* Above the ports that Linux gives to connections; two of them: one might be in use after all. */
#define UNUSED_FIRST 61000
#define UNUSED_COUNT 4536 /* up to 65535 */
#define ACCEPTED_ENOUGH 2
#define WAIT_NS (2 * MST_NS_PER_SECOND)

static struct mst_talked_host *host_of(const struct mst_interview *interview)
{
	return &interview->means->hosts.hosts[interview->host];
}

bool mst_compare_is_due(const struct mst_interview *interview)
{
	return !mst_state_is_udp(interview) && interview->connected && !mst_state_has_data(interview) &&
	       !interview->compared;
}

static uint16_t unused_port(const struct mst_interview *interview)
{
	uint16_t random = 0, port;

	if (getrandom(&random, sizeof random, GRND_NONBLOCK) < 0)
		random = (uint16_t)interview->port.position;
	port = (uint16_t)(UNUSED_FIRST + random % UNUSED_COUNT);
	return port == interview->port.port ? (uint16_t)(port ^ 1) : port;
}

static enum mst_next conclude(struct mst_interview *interview, enum mst_unused_port unused)
{
	mst_connection_close(&interview->line);
	host_of(interview)->unused = (uint8_t)unused;
	interview->compared = true;
	interview->suspect = unused == MST_UNUSED_ACCEPTS;
	return MST_NEXT_TRY;
}

static enum mst_next judge(struct mst_interview *interview, int code)
{
	/* -EAGAIN: it was connected to itself, so that the port is not in use. -ECONNRESET: after a handshake. */
	if (code < 0 && code != -EAGAIN && mst_is_own_limit(-code))
		return MST_NEXT_LIMITED;
	return conclude(interview, code == 0 || code == -ECONNRESET ? MST_UNUSED_ACCEPTS : MST_UNUSED_REFUSES);
}

enum mst_next mst_compare_begin(struct mst_interview *interview, uint64_t now_ns)
{
	struct mst_open_port unused = interview->port;
	uint64_t wait_ns = interview->means->timeout_ns < WAIT_NS ? interview->means->timeout_ns : WAIT_NS;
	int code;

	mst_connection_close(&interview->line);
	if (host_of(interview)->unused != MST_UNUSED_UNKNOWN)
		return conclude(interview, host_of(interview)->unused);
	unused.port = unused_port(interview);
	interview->stage = MST_STAGE_COMPARING; /* even at the end of its time */
	interview->until_ns = now_ns + wait_ns;
	code = mst_connection_open(&interview->line, &unused, interview->means->config);
	return code < 0 ? judge(interview, code) : MST_NEXT_WAIT;
}

enum mst_next mst_compare_go_on(struct mst_interview *interview, int code, uint64_t now_ns)
{
	if (code == 0 && ++interview->accepted < ACCEPTED_ENOUGH)
		return mst_compare_begin(interview, now_ns);
	return judge(interview, code);
}
