/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-isolation-labels-private.h"

#include "core/base/ct-note.h"
#include "core/isolation/ct-isolation-private.h"

int
ct_isolation_find_label (const CtIsolationLabels *labels, int track)
{
  for (size_t i = 0; i < labels->n; i++)
    if (labels->tracks[i] == track)
      return (int) i;
  return -1;
}

int
ct_isolation_label (CtIsolationLabels *labels, int track)
{
  int found = ct_isolation_find_label (labels, track);

  if (found >= 0 || labels->n == CT_ISOLATION_MAX_STEMS)
    return found;
  labels->tracks[labels->n] = (int16_t) track;
  return (int) labels->n++;
}

void
ct_isolation_find_labels (const CtTrackIsolation *self, size_t block, CtIsolationLabels *labels)
{
  double from = ct_isolation_frame_time (self, (int64_t) block * CT_ISOLATION_BLOCK_HOPS - CT_ISOLATION_SETTLE_HOPS);
  double to = ct_isolation_frame_time (self,
                                       (int64_t) (block + 1) * CT_ISOLATION_BLOCK_HOPS + CT_ISOLATION_SETTLE_HOPS);

  labels->n = 0;
  for (size_t b = ct_isolation_first_near (block, 1); b <= ct_isolation_last_near (self, block, 1); b++)
    for (size_t i = 0; i < self->blocks[b].n; i++)
      {
        const CtNote *note = &self->notes[self->blocks[b].notes[i]];

        if (note->onset_s - CT_ISOLATION_BEFORE_S <= to && note->offset_s + CT_ISOLATION_AFTER_S >= from)
          ct_isolation_label (labels, note->track);
      }
}
