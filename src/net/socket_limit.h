/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * socket_limit.h - how many sockets this process may have in flight: by its limit of open files and the machine's
 * memory.
 */
#ifndef MST_NET_SOCKET_LIMIT_H
#define MST_NET_SOCKET_LIMIT_H

#include <stdint.h>

/*
 * How many it may open beside the descriptors that it has and needs; raises its limit of open files as far as it may be
 * raised. At least 1.
 */
uint32_t mst_socket_limit(void);

#endif
