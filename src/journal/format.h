/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * format.h - the file of a journal, to the byte. Version 4; version 3 has no endpoints and no workers, version 2 no
 * exclusions either, version 1 no services.
 *
 * Numbers are little-endian. `v` is an unsigned LEB128 varint (seven bits a byte, the lowest first; the highest bit of
 * a byte is set when more follow), of at most 64 bits, or 128 where it says so. `text` is v length, then the bytes.
 *
 *     header   8   magic: 8d 6d 73 74 6a 0d 0a 1a        one byte that no text has, "mstj", CR LF, end of file
 *              4   version                               a reader of an older one refuses; 1 until the file gets its
 *                                                        first record that 1 does not have: then the header is
 *                                                        written again
 *              4   CRC32C of the twelve bytes before
 *     record   4   length of the payload
 *              1   type
 *              3   zero
 *              4   CRC32C of the eight bytes before and of the payload
 *              …   payload
 *     record …
 *
 * The first record is a PLAN, the second a PROCESS. Records are only appended. What follows the last whole record is a
 * torn tail: the writer died. A broken record with whole ones behind it is damage, and the file is refused.
 *
 *     PLAN      parts, each: 1 its letter (enum mst_plan_part), v length, bytes
 *               IDENTITY   text ID, 1 flags (1: the user named the file)
 *               COMMAND    text line, text folder, v count, text … the words
 *               QUESTION   v enum mst_question, 1 UDP
 *               TARGETS    a set: the targets as they were given; a set is 1 byte: 1: the same as the one before
 *                          (the last of ASKED), 0: it follows: v count of groups, each: 1 family (4 or 6), v scope,
 *                          text interface, v count, each: v128 distance of the first address from the last one of
 *                          the interval before (the first: the address), v128 last - first
 *               NAMES      v count, each: an address (1 family, v scope, 4 or 16 bytes), text names; ascending
 *               PORTS      1 proto, v count, each: v distance from the port before (the first: the port); none: empty
 *               ENDPOINTS  where not every port of every target is asked: for each target of the last round, ascending:
 *                          v count of its ports, each: v distance from the port before (the first: the port)
 *               PROBES     text
 *               PAYLOADS   8 hash
 *               SLICE      8 sample (IEEE 754), v at most, v shard, v shards
 *               ASKED      for each round a set: the targets that it asks
 *               ROUNDS     v count, each: 1 about ports, 1 proto, v128 origin, v begin, v end
 *               SILENCE    for each round: 1 attempts, 1 silence has records, too
 *               SEED       8
 *               ORDER      v version of the permutation, then for each round 8 × 4 keys, 8 the low bits of the index of
 *                          its first position
 *     PROCESS   v pid, v start (ns since 1970), text boot ID, text host name, text version of muster
 *     VERDICTS  v round, v base (ms since 1970), v count, 12 each: new shapes (shape.h); v count, the records,
 *               ascending by index:
 *               v128 index less that of the record before (the first: the index)
 *               v    number of the shape, from 1 in the order of the file; 0: it follows, 12 bytes
 *               v    rtt in ns                  if the shape says so
 *               v    time in ms, less base
 *               1    family, v scope, 4 or 16   the sender, if the shape says so
 *               6    link-layer address         if the shape says so
 *               Of several records of one index the last one holds.
 *     MARK      v time (ns since 1970), v count of rounds, each: v low-water position less `begin`; v count, each what
 *               is newly settled from position FROM on: v from, v length, 1 kind; kind 0: runs: v count, each v
 *               distance from the end of the run before, v length; kind 1: bits, lowest first, (length + 7) / 8 bytes.
 *               Then the counts of this process: v count, v … (MST_SCAN_COUNTS); v count, v … (strays by reason);
 *               v count, v … asymmetric_at; v elapsed, v started, 8 rate_pps, v limit, 8 cpu_waited, 1 missed.known,
 *               8 × 4 missed, v unanswered_at, v not_sent_error, v proxy_addresses, 6 proxy_mac, v verdicts, 1 flags;
 *               for each of the two rounds four arrays of the estimate (asked, first, second, trips): v count, v …;
 *               v rate_pps of the pace; v 1 + the time (ns since 1970) from which on verdicts had not left for csv
 *               yet, 0: all had.
 *     SERVICES  of ports of the last round, until the end of the payload, each: v position, v length, the texts that
 *               are known (base/service_draft.h), at least one. Of several services of one position the last one holds;
 *               it belongs to the verdict of the position, if that is open. Those of a record are ascending by index;
 *               in files of an earlier muster in any order.
 *     EXCLUDED  the targets that the processes of the run exclude from here on: v count of groups, … as in TARGETS. It
 *               has all of an earlier record of this type, too.
 *     WORKERS   of a fleet: who probed positions of the last round, until the end of the payload, each: v first, v end
 *               (behind the last), text name of the worker. Of several that have a position the last one holds.
 *     END       v time (ns since 1970)
 *
 * Silence has no record: a position that is settled, by the low-water position or a bit of a mark, or by a record of
 * its own, and that has no record which is no preliminary one, is silent (silence.h).
 */
#ifndef MST_JOURNAL_FORMAT_H
#define MST_JOURNAL_FORMAT_H

#include <stdint.h>

#define MST_JOURNAL_VERSION 4
#define MST_JOURNAL_VERSION_FIRST 1
#define MST_JOURNAL_VERSION_SERVICES 2
#define MST_JOURNAL_VERSION_EXCLUDED 3
#define MST_JOURNAL_VERSION_ENDPOINTS 4
#define MST_JOURNAL_VERSION_WORKERS 4
#define MST_JOURNAL_MAGIC "\x8d\x6d\x73\x74\x6a\x0d\x0a\x1a"
#define MST_JOURNAL_HEADER 16
#define MST_RECORD_HEADER 12

/* Of the keyed permutation in target/permute.h: raised when the same keys give another order. */
#define MST_ORDER_VERSION 1

#define MST_PLAN_BYTES_MAX (UINT32_C(1) << 30)
#define MST_BLOCK_BYTES_MAX (UINT32_C(1) << 24) /* of every other record */
#define MST_BLOCK_RECORDS 32768

enum mst_record_type {
	MST_RECORD_PLAN = 1,
	MST_RECORD_PROCESS,
	MST_RECORD_VERDICTS,
	MST_RECORD_MARK,
	MST_RECORD_END,
	MST_RECORD_SERVICES,
	MST_RECORD_EXCLUDED,
	MST_RECORD_WORKERS,
	MST_RECORD_LAST = MST_RECORD_WORKERS,
};

enum mst_plan_part {
	MST_PART_IDENTITY = 'i',
	MST_PART_COMMAND = 'c',
	MST_PART_QUESTION = 'q',
	MST_PART_TARGETS = 't',
	MST_PART_NAMES = 'n',
	MST_PART_PORTS = 'p',
	MST_PART_ENDPOINTS = 'e',
	MST_PART_PROBES = 'k',
	MST_PART_PAYLOADS = 'u',
	MST_PART_SEED = 's',
	MST_PART_SLICE = 'l',
	MST_PART_ORDER = 'o',
	MST_PART_ROUNDS = 'r',
	MST_PART_ASKED = 'a',
	MST_PART_SILENCE = 'x',
};

#endif
