/* SPDX-License-Identifier: BSD-2-Clause */
/* others.c - see others.h. */
#include "scan/others.h"

#include <string.h>

#include "base/fail.h"
#include "base/spare.h"

static void open_now(struct mst_others *others)
{
	struct mst_error unused;

	others->config.except = others->asymmetry.except;
	others->config.except_count = others->asymmetry.except_count;
	others->code = mst_rx_open(&others->rx, "pcap", &others->config, &unused, &others->error);
}

static void *run(void *argument)
{
	open_now(argument);
	return NULL;
}

void mst_others_begin(struct mst_others *others, const struct mst_rx_config *config,
                      const struct mst_captured_at *expected, size_t count)
{
	*others = (struct mst_others){ .config = *config, .wanted = *config->wanted };
	others->wanted.neighbours = false;
	others->config.interface = MST_RX_OTHERS;
	others->config.wanted = &others->wanted;
	/* Before anything opens beside this: meanwhile the spares would be missing there. */
	others->code = mst_spares_check(&others->error);
	if (others->code == 0)
		others->code = mst_asymmetry_read(&others->asymmetry, expected, count, &others->error);
	if (others->code == 0 && others->asymmetry.others > 0)
		others->begun = true;
	if (others->begun)
		mst_beside_begin(&others->opening, run, others);
}

static bool is_as_expected(const struct mst_asymmetry *a, const struct mst_asymmetry *b)
{
	return a->others == b->others && a->except_count == b->except_count &&
	       (a->except_count == 0 || memcmp(a->except, b->except, a->except_count * sizeof *a->except) == 0);
}

/* Opens it anew: another engine than expected came first, which sees other frames. */
static void open_again(struct mst_others *others, struct mst_asymmetry *asymmetry)
{
	struct mst_asymmetry expected = others->asymmetry;

	mst_rx_close(others->rx);
	others->rx = NULL;
	others->asymmetry = *asymmetry;
	*asymmetry = expected;
	if (others->asymmetry.others > 0)
		open_now(others);
}

int mst_others_end(struct mst_others *others, const struct mst_captured_at *captured, size_t count, struct mst_rx **rx,
                   struct mst_error *err)
{
	struct mst_asymmetry asymmetry = { 0 };
	int code;

	mst_beside_end(&others->opening);
	code = mst_asymmetry_read(&asymmetry, captured, count, err);
	if (code == 0 && others->code == 0 &&
	    (!is_as_expected(&asymmetry, &others->asymmetry) || (!others->begun && asymmetry.others > 0)))
		open_again(others, &asymmetry);
	if (code == 0 && others->code < 0)
		code = mst_fail(err, others->code, "%s", others->error.text);
	*rx = code == 0 ? others->rx : NULL;
	if (code < 0)
		mst_rx_close(others->rx);
	others->rx = NULL;
	mst_asymmetry_free(&asymmetry);
	mst_asymmetry_free(&others->asymmetry);
	return code;
}

void mst_others_abandon(struct mst_others *others)
{
	mst_beside_end(&others->opening);
	mst_rx_close(others->rx);
	mst_asymmetry_free(&others->asymmetry);
}
