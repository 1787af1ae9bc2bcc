/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_CAF_PRIVATE_H
#define CT_CAF_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

/* A Core Audio file of packets, of which libsndfile reads few kinds (Apple Core Audio Format Specification 1.0). */
typedef struct
{
  int fd;
  int64_t n_bytes;
  double rate_hz;
  char kind[5];           /* four letters: how it is coded; empty: the file is something else */
  uint64_t packet_bytes;  /* 0: each packet has its own size */
  uint64_t packet_frames; /* 0: each packet has its own length */
  uint64_t channels;
  unsigned char *cookie; /* [n_cookie]: what the decoder must know before, or NULL */
  size_t n_cookie;
  unsigned char *table; /* [n_table]: the sizes of packets, or NULL */
  size_t n_table, table_at;
  int64_t valid, priming; /* frames, and those that come before them; valid: 0 if that is not known */
  int64_t packet_at, packets_end;
} CtCaf;

/* Reads how the file, of @n_bytes, is coded. Clear it in any case. */
void ct_caf_open (CtCaf *self, int fd, int64_t n_bytes);

/* Finds its packets and their sizes: CT_STATUS_DAMAGED, CT_STATUS_TOO_LARGE, CT_STATUS_NO_MEMORY or
 * CT_STATUS_READ_FAILED. */
CtStatus ct_caf_find_packets (CtCaf *self) CT_MUST_USE;

/* Takes the next packet, which begins at @at in the file; false: there is none, or it is not whole. */
bool ct_caf_take_packet (CtCaf *self, int64_t *at, size_t *size);

/* Whether there should be more packets than were taken. */
bool ct_caf_ends_early (const CtCaf *self);

/* Reads bytes of the file; false: they are not all there. */
bool ct_caf_read (const CtCaf *self, int64_t at, void *bytes, size_t n);

void ct_caf_clear (CtCaf *self);

#endif
