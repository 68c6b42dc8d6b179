/*
 * program.h - how the user has called this program, for advice that can be pasted.
 */
#ifndef MST_CLI_COMMON_PROGRAM_H
#define MST_CLI_COMMON_PROGRAM_H

/* "muster" where the shell finds this program by that word; elsewhere the path by which it was called. Static. */
const char *mst_program_name(void);

#endif
