/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * environment.c - see environment.h.
 *
 * The C library removes those that it knows itself, and some libraries ask secure_getenv(3). ncurses 6.4 does not see
 * file capabilities: it compares user ids, and reads descriptions of terminals from wherever the caller says.
 */
#include "cli/common/environment.h"

#include <stddef.h>
#include <stdlib.h>
#include <sys/auxv.h>

static const char *const removed[] = {
	/* ncurses: files it parses; it looks into HOME/.terminfo, too */
	"TERMINFO",
	"TERMINFO_DIRS",
	"TERMCAP",
	"TERMPATH",
	"HOME",
	/* c-ares and the C library: servers that are asked, and files that stand for them */
	"RES_OPTIONS",
	"LOCALDOMAIN",
	"HOSTALIASES",
	"CARES_HOSTS",
	"RESOLV_HOST_CONF",
	"GETCONF_DIR",
	/* where temporary files are made */
	"TMPDIR",
	"SQLITE_TMPDIR",
	/* programs that are loaded into the kernel */
	"LIBXDP_OBJECT_PATH",
	"LIBXDP_BPFFS",
	"LIBXDP_BPFFS_AUTOMOUNT",
	/* texts and time zones */
	"NLSPATH",
	"LOCPATH",
	"TZDIR",
};

void mst_environment_clean(void)
{
	if (!getauxval(AT_SECURE))
		return;
	for (size_t i = 0; i < sizeof removed / sizeof *removed; i++)
		(void)unsetenv(removed[i]);
}
