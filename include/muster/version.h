/*
 * version.h - which muster this is.
 */
#ifndef MUSTER_VERSION_H
#define MUSTER_VERSION_H

#define MST_VERSION "0.1.0"

#endif
