/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * api.h - which names the shared library exports: those that are marked, and no others.
 *
 * MST_API stands at the beginning of the line, before the declaration of each public function. The library is compiled
 * with
 * -fvisibility=hidden, and the version script of the shared library is made from these marks (cmake/exports.cmake).
 */
#ifndef MUSTER_API_H
#define MUSTER_API_H

#ifdef __GNUC__
#define MST_API __attribute__((visibility("default")))
#else
#define MST_API
#endif

#endif
