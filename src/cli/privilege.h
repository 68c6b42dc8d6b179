/*
 * privilege.h - rights are needed to open the sockets, and given up right after.
 */
#ifndef MST_CLI_PRIVILEGE_H
#define MST_CLI_PRIVILEGE_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>

/* Before anything is read: -EPERM with a sentence when the program was installed setuid, which it is not made for. */
int mst_privilege_check(struct mst_error *err);

/*
 * For good: who called sudo becomes the user again, so that files are theirs; root keeps nothing but writing files
 * as before; everybody else keeps nothing. A failure is -EPERM with a sentence, and the end of the run.
 */
int mst_privilege_drop(struct mst_error *err);

/*
 * The same for who opens raw sockets again and again: CAP_NET_RAW is kept besides, and no program that is run inherits it.
 * Unless commands are run, that may be setuid themselves (sudo …), nothing can be won back by running one.
 */
int mst_privilege_keep_asking(bool runs_commands, struct mst_error *err);

/* Adds to a sentence about missing privilege the two ways to get it. `command` is the command line. */
void mst_privilege_advise(struct mst_error *err, const char *command);

/* The same for what capabilities of the file are no good way to. */
void mst_privilege_advise_sudo(struct mst_error *err, const char *command);

#endif
