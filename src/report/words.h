/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * words.h - the words of states, reasons and suspicions, written in rows: by their length, which is known. Each call
 * writes at `at`, may touch MST_WORD_ROOM bytes there, and returns the end; no NUL is written. "?" out of range.
 */
#ifndef MST_REPORT_WORDS_H
#define MST_REPORT_WORDS_H

#define MST_WORD_ROOM 31

char *mst_put_state(char *at, unsigned state);
char *mst_put_reason(char *at, unsigned reason);
char *mst_put_suspicion(char *at, unsigned suspicion);

#endif
