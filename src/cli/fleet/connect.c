/* SPDX-License-Identifier: BSD-2-Clause */
/* connect.c - the store, and lines of progress; see parts.h. */
#include <errno.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/clock.h"
#include "cli/common/privilege.h"
#include "cli/common/signals.h"
#include "cli/common/terminal.h"
#include "cli/fleet/parts.h"

#define AGAIN_NS (2 * MST_NS_PER_SECOND)

/* Its first line. */
static int read_secret(struct mst_fleet_doer *doer, const char *path, struct mst_error *err)
{
	FILE *file = fopen(path, "re");
	int code = 0;

	if (!file)
		return mst_privilege_explain_read(err,
		                                  mst_fail(err, -errno, "--auth-file %s: %s", path, strerror(errno)));
	if (!fgets(doer->secret, sizeof doer->secret, file))
		code = mst_fail(err, -EINVAL, "--auth-file %s: expected a line, USER:PASSWORD or PASSWORD", path);
	fclose(file);
	if (code == 0 && strlen(doer->secret) + 1 == sizeof doer->secret)
		code = mst_fail(err, -EINVAL, "--auth-file %s: its first line is longer than 510 bytes", path);
	doer->secret[strcspn(doer->secret, "\r\n")] = '\0';
	return code;
}

/* A caller with fewer rights than this program has chooses no server, but may well prove who it is. */
static int find_secret(struct mst_fleet_doer *doer, struct mst_error *err)
{
	const char *variable = getenv("MUSTER_FLEET_AUTH");

	if (doer->options->auth_path)
		return read_secret(doer, doer->options->auth_path, err);
	if (variable && strlen(variable) >= sizeof doer->secret)
		return mst_fail(err, -EINVAL, "MUSTER_FLEET_AUTH is longer than 510 bytes");
	snprintf(doer->secret, sizeof doer->secret, "%s", variable ? variable : "");
	return 0;
}

bool mst_fleet_may_come(struct mst_fleet_doer *doer, int code, const struct mst_error *err)
{
	const struct mst_fleet_options *options = doer->options;
	bool away = code < 0 && code != -EHOSTUNREACH && code != -EINVAL && code != -EACCES && code != -ENOTSUP &&
	            code != -ENOMEM && code != -EPROTO && code != -ENOENT;

	if (!away || mst_signals_seen() ||
	    !(options->doing == MST_FLEET_DO_WORK || (options->wait && doer->fleet) ||
	      (options->doing == MST_FLEET_DO_REPORT && options->wait)))
		return false;
	if (!doer->waits)
		mst_print(stderr, "muster fleet: %s; trying again\n", err->text);
	doer->waits = true;
	mst_signals_watch(NULL);
	return true;
}

int mst_fleet_connect(struct mst_fleet_doer *doer, struct mst_error *err)
{
	struct mst_fleet_store store = { .url = doer->options->url, .ca_file = doer->options->ca_path };
	int code = find_secret(doer, err);
	char *colon = strchr(doer->secret, ':');

	if (code == 0)
		code = mst_privilege_drop(&doer->rights, err); /* before the first byte of the store, and of its TLS */
	if (code < 0)
		return code;
	if (colon) {
		*colon = '\0';
		store.user = doer->secret;
		store.password = colon + 1;
	} else if (*doer->secret) {
		store.password = doer->secret;
	}
	code = mst_fleet_open(&doer->fleet, &store, err);
	while (mst_fleet_may_come(doer, code, err)) {
		mst_nap_ns(AGAIN_NS);
		code = mst_signals_seen() ? code : mst_fleet_open(&doer->fleet, &store, err);
	}
	explicit_bzero(doer->secret, sizeof doer->secret);
	return code;
}

void mst_fleet_tell(struct mst_fleet_doer *doer, const char *format, ...)
{
	char text[256];
	va_list list;

	if (doer->options->run.probing.quiet || !mst_terminal_of(STDERR_FILENO).is_one)
		return;
	va_start(list, format);
	vsnprintf(text, sizeof text, format, list);
	va_end(list);
	fputs(MST_TERMINAL_ERASE, stderr);
	mst_print(stderr, "%s", text);
	fflush(stderr);
	doer->told = true;
}

void mst_fleet_tell_end(struct mst_fleet_doer *doer)
{
	if (doer->told)
		fputs(MST_TERMINAL_ERASE, stderr);
	doer->told = false;
}
