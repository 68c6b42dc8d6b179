/* SPDX-License-Identifier: BSD-2-Clause */
/* builtin.h - the text of data/services, built in (cmake/embed.cmake). No NUL at its end. */
#ifndef MST_IDENTIFY_BUILTIN_H
#define MST_IDENTIFY_BUILTIN_H

#include <stddef.h>

extern const char mst_services_builtin[];
extern const size_t mst_services_builtin_size;

#endif
