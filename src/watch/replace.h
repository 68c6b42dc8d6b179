/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replace.h - a file that is written again and again: readers see the old text or the new one, never a part.
 */
#ifndef MST_WATCH_REPLACE_H
#define MST_WATCH_REPLACE_H

#include <muster/error.h>
#include <stddef.h>

/*
 * Writes a file beside `path`, and renames it; what is neither a file nor a link stays. `option` names the place in the
 * sentence: "metrics". -errno; the old text then stays.
 */
int mst_replace_text(const char *path, const char *text, size_t length, const char *option, struct mst_error *err);

#endif
