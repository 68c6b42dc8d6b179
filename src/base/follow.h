/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * follow.h - where a file is that a path names: a symbolic link stands for the file that it leads to.
 *
 * The kernel follows the links, so that its own rules hold (fs.protected_symlinks in proc_sys_fs(5): no link that
 * somebody else laid into a folder such as /tmp). A link to a file that is not there yet is read here, and only when it
 * belongs to the effective user.
 */
#ifndef MST_BASE_FOLLOW_H
#define MST_BASE_FOLLOW_H

/*
 * The path of the file in `*real`, allocated: `path` itself where it is no link, or where what it leads to has no path
 * (a pipe behind /dev/stdout). The file need not be there, its folder must. 0; or -errno and NULL: -ELOOP for too many
 * links, -EACCES for a link of another user to a file that is not there.
 */
int mst_follow(char **real, const char *path);

/* The same for an open file that was opened by `path`. */
int mst_follow_open(char **real, const char *path, int fd);

/* The path of an open file in /proc: "/proc/self/fd/N". */
#define MST_PROC_FD_TEXT 32
void mst_proc_fd(char text[MST_PROC_FD_TEXT], int fd);

#endif
