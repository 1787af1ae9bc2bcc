/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_ISOLATION_LABELS_PRIVATE_H
#define CT_ISOLATION_LABELS_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "core/isolation/ct-track-isolation-private.h"
#include "core/isolation/ct-track-isolation.h"

/* The tracks of a block in the order of their first notes, so that the cache does not depend on how they are numbered.
 */
typedef struct
{
  int16_t tracks[CT_ISOLATION_MAX_STEMS];
  size_t n;
} CtIsolationLabels;

/* The index of @track among the labels; -1: not among them. */
int ct_isolation_find_label (const CtIsolationLabels *labels, int track);
/* The same, after adding it; -1: there is no room. */
int ct_isolation_label (CtIsolationLabels *labels, int track);
/* The tracks with notes in the block or in the frames of its neighbours that reach into it. */
void ct_isolation_find_labels (const CtTrackIsolation *self, size_t block, CtIsolationLabels *labels);

#endif
