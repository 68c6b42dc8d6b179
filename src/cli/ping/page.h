/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page.h - the output of ping: lines as in ping(8), closing blocks, rows and events, a live view.
 */
#ifndef MST_CLI_PING_PAGE_H
#define MST_CLI_PING_PAGE_H

#include <muster/ping.h>
#include <stdio.h>

#include "cli/options/sheets.h"
#include "cli/ping/hosts.h"
#include "screen/screen.h"

struct mst_ping_page {
	struct mst_ping *ping;
	const struct mst_ping_hosts *hosts;
	uint16_t tcp_port;
	uint32_t size;
	struct mst_addr source; /* in the first line, with the interface; no family: not there */
	const char *interface;  /* "": an address was chosen, not an interface */
	bool timestamps;        /* before each line */
	bool audible;           /* each reply rings the bell */
	bool elapsed;           /* times behind addresses alone */
	double *times;          /* of --times: in nanoseconds, `times_each` for each host; NULL: not kept */
	uint32_t times_each;
};

/* From now on keeps so many times of each host, for mst_ping_print_times. -ENOMEM, -EINVAL. */
int mst_ping_page_keep_times(struct mst_ping_page *page, uint32_t each, struct mst_error *err);
void mst_ping_page_free(struct mst_ping_page *page);

/* Keeps the time of an event. */
void mst_ping_note_time(struct mst_ping_page *page, const struct mst_ping_event *event);

/* A line for each host: its name, and its times in milliseconds; "-" is lost, "!" not sent, "?" without a time. */
void mst_ping_print_times(const struct mst_ping_page *page, FILE *out);

/* Addresses alone, one a line: those that answered, or those that did not. */
void mst_ping_print_addresses(const struct mst_ping_page *page, bool alive, FILE *out);

/* Why a question was not sent, by its errno: words for the end of a line. Static. */
const char *mst_ping_reason(int error);

/* "0.041", "12.3": milliseconds, as ping(8) rounds them. Returns text. */
const char *mst_milliseconds(double ns, char *text, size_t size);

void mst_ping_print_head(const struct mst_ping_page *page, FILE *out);
void mst_ping_print_event(const struct mst_ping_page *page, const struct mst_ping_event *event, FILE *out);

/* A flood: a dot for each request, which its reply takes back. */
void mst_ping_print_dot(const struct mst_ping_event *event, FILE *out);

/* A line for each host, as ping(8) prints it on SIGQUIT: how many answered so far, and their times. */
void mst_ping_print_interim(const struct mst_ping_page *page, FILE *out);

/* Every host's closing block; `spark`: with a line of its last round trips. */
void mst_ping_print_stats(const struct mst_ping_page *page, bool spark, FILE *out);

int mst_ping_write(struct mst_sheets *sheets, const struct mst_ping_page *page, struct mst_error *err);
int mst_ping_write_event(struct mst_sheets *sheets, const struct mst_ping_page *page,
                         const struct mst_ping_event *event, struct mst_error *err);

/* The page as a live table; its user is the page. */
extern const struct mst_screen_view mst_ping_view;

#endif
