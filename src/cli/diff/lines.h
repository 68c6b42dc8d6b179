/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lines.h - differences as lines for people: "+ 10.0.0.5 up echo-reply", "~ 10.0.0.7 port 22 closed → open".
 *
 * Behind those of a fleet stands " by ams" or " by ams → nyc".
 */
#ifndef MST_CLI_DIFF_LINES_H
#define MST_CLI_DIFF_LINES_H

#include <muster/compare.h>
#include <stdio.h>

#define MST_DIFF_SERVICE_MAX 512 /* bytes of name, product and version */

/* Ports of a host that follow one another and differ alike are one line. */
struct mst_diff_lines {
	FILE *out;
	struct mst_rows *rows[2]; /* know names and workers */
	bool colour;
	bool protocols; /* ports of both protocols: tcp is named, too */

	/* the line that grows: zeroed */
	bool begun;
	struct mst_difference difference; /* of its first port */
	struct mst_result before, after;  /* what that borrows; their services are not kept */
	uint16_t last_port;
	char services[2][MST_DIFF_SERVICE_MAX]; /* before, after; where they differ */
};

void mst_diff_lines_add(struct mst_diff_lines *lines, const struct mst_difference *difference);

/* After the last. */
void mst_diff_lines_end(struct mst_diff_lines *lines);

#endif
