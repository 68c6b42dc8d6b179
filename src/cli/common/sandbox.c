/* SPDX-License-Identifier: BSD-2-Clause */
/* sandbox.c - see sandbox.h. */
#include "cli/common/sandbox.h"

#include <errno.h>
#include <muster/text.h>
#include <stdio.h>

#include "cli/common/landlock.h"
#include "cli/common/syscalls.h"

static void say(const struct mst_rights *rights, const char *text)
{
	if (rights->verbose)
		mst_print(stderr, "sandbox: %s\n", text);
}

int mst_sandbox_enter(const struct mst_rights *rights, struct mst_error *err)
{
	struct mst_error why;
	int files, calls;

	if (rights->open || rights->runs_programs) {
		say(rights, rights->open ? "none, because of --no-sandbox" : "none, because other programs are run");
		return 0;
	}
	files = mst_landlock_enter(rights, &why);
	if (files == 1)
		say(rights, "files are not guarded: this kernel has no Landlock");
	calls = files < 0 ? files : mst_syscalls_enter(rights, &why);
	if (calls == 1)
		say(rights, mst_syscalls_absent() ? mst_syscalls_absent()
		                                  : "system calls are not filtered: this kernel has no seccomp");
	return calls < 0 ? mst_fail(err, -EPERM, "%s; --no-sandbox runs without it", why.text) : 0;
}
