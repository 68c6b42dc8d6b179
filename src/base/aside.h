/*
 * aside.h - the file beside an output that a document is written into until it is whole: .NAME.XXXXXX.
 *
 * It is locked (flock(2)) as long as its writer lives. What a killed writer left is found by its name and by its lock
 * that is free, and removed before the next document of the same name is begun.
 */
#ifndef MST_BASE_ASIDE_H
#define MST_BASE_ASIDE_H

#include <sys/types.h>

/*
 * Removes what dead writers left beside `path`, then creates a file there, locked, with `mode` less the umask. Returns its
 * descriptor, `*aside_path` allocated; or -errno, `*aside_path` NULL.
 */
int mst_aside_open(const char *path, mode_t mode, char **aside_path);

/*
 * Gives a document that cannot have its name another one that stays, NAME.XXXXXX, which no later run removes. `*aside_path`
 * is then that one; when that fails, too, it is as it was.
 */
void mst_aside_keep(char **aside_path);

/* Renames, but never over a file that is there: 0, or -errno. */
int mst_rename_without_replacing(const char *from, const char *to);

#endif
