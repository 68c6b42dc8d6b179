/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streams.h - descriptors 0, 1 and 2 exist before anything is opened.
 *
 * A caller may close them (`muster listen 2>&-`). The next socket or file would then get such a number, and text for
 * people would go into it: onto the network, or into a database.
 */
#ifndef MST_CLI_COMMON_STREAMS_H
#define MST_CLI_COMMON_STREAMS_H

/*
 * First thing in main: fills those that are closed by one that can be neither read nor written, so that reading and
 * writing fail as if they were closed still (EBADF). Where even that is impossible the process ends with exit 1.
 */
void mst_streams_exist(void);

#endif
