/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SOUND_LINKS_PRIVATE_H
#define CT_SOUND_LINKS_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

/* Bytes of a file that are a recording by themselves. */
typedef struct
{
  int64_t begin, end;
  int64_t n_frames; /* of MP3 without a Xing header; else 0 */
  bool cut;         /* more of it should follow, which is missing, or cannot be placed in time behind damage */
} CtSoundLink;

/* Finds recordings that lie one after the other in a file of @n_bytes: Ogg streams in a chain (RFC 3533), and FLAC,
 * WAV and MP3 files that were put together, of which the latter say in their first frame how long they are; and MP3
 * that goes on behind something else. Ogg, and MP3 that says its length, are cut where something in them is damaged.
 * Any other file is one link. The caller frees @links, [@n]. */
CtStatus ct_sound_links_find (int fd, int64_t n_bytes, CtSoundLink **links, size_t *n) CT_MUST_USE;

#endif
