/* SPDX-License-Identifier: BSD-2-Clause */
#include "converse/connection.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dialogue/dialogue.h"

static uint8_t scratch[MST_TALK_IN], flood[MST_TALK_IN + 1000];
static size_t kept;
static struct mst_connection line;
static int other;

static void begin_flooded(void)
{
	int ends[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
	mst_connection_begin(&line, &kept);
	line.fd = ends[0];
	other = ends[1];
	cr_assert_eq(send(other, flood, sizeof flood, 0), sizeof flood);
}

static void end(void)
{
	mst_connection_close(&line);
	close(other);
}

Test(converse_connection, what_is_kept_has_a_limit_and_is_counted)
{
	begin_flooded();
	cr_expect(mst_connection_receive(&line, scratch));
	cr_expect_eq(line.in_size, MST_TALK_IN);
	cr_expect(line.full);
	cr_expect_eq(kept, MST_TALK_IN);
	end();
	cr_expect_eq(kept, 0);
}

Test(converse_connection, where_all_have_much_each_has_little)
{
	kept = MST_KEPT_MAX + 1;
	begin_flooded();
	cr_expect(mst_connection_receive(&line, scratch));
	cr_expect_eq(line.in_size, MST_KEPT_EACH);
	cr_expect(line.full);
	cr_expect(!mst_connection_receive(&line, scratch), "there is no room");
	mst_connection_drop(&line, 1000);
	cr_expect(mst_connection_receive(&line, scratch));
	cr_expect_eq(line.in_size, MST_KEPT_EACH);
	end();
	cr_expect_eq(kept, MST_KEPT_MAX + 1);
}
