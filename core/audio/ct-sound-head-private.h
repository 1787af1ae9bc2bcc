/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SOUND_HEAD_PRIVATE_H
#define CT_SOUND_HEAD_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

/* What stands for the first bytes of a file whose header says something else than what the file holds. */
typedef struct
{
  unsigned char *bytes; /* [n]; NULL: the file can be read as it is */
  size_t n;
  int64_t body;    /* where in the file goes on what follows them */
  bool wrong;      /* the length that the header gave was wrong, and not just left open */
  bool ends_early; /* the bytes cannot say how long the file is: what is beyond 4 GB is not read */
} CtSoundHead;

/* Compares the length of the samples with that of the file, of @n_bytes, in WAV, RF64, W64, AIFF, AU and CAF: a
 * recorder that was cut off leaves a length of zero, or an old one, a copy that was cut off one that is too large, and
 * a WAV or AIFF file of more than 4 GB one that is meaningless. The samples then reach to the end of the file. W64 is
 * told in a simpler way what its samples are. The caller frees out->bytes. */
CtStatus ct_sound_head_mend (int fd, int64_t n_bytes, CtSoundHead *out) CT_MUST_USE;

#endif
