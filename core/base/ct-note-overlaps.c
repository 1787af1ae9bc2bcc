/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-note-overlaps.h"

#include <math.h>
#include <stdbool.h>

#define TOGETHER_S 0.0005 /* about a tick at 120 quarter notes a minute */

static bool
counts (const CtNote *note)
{
  return !note->uncertain && note->track >= 0;
}

/* Lets @note take in @other, which begins with it. */
static void
absorb (CtNote *note, CtNote *other)
{
  note->offset_s = fmax (note->offset_s, other->offset_s);
  note->confidence = fmaxf (note->confidence, other->confidence);
  note->velocity = note->velocity > other->velocity ? note->velocity : other->velocity;
  other->uncertain = true;
}

void
ct_note_overlaps_cut (CtNotes *notes)
{
  for (size_t i = 0; i < notes->n; i++)
    {
      CtNote *note = &notes->notes[i];

      if (!counts (note))
        continue;
      for (size_t j = i + 1; j < notes->n && notes->notes[j].onset_s < note->offset_s; j++)
        {
          CtNote *next = &notes->notes[j];

          if (!counts (next) || next->track != note->track || next->midi != note->midi)
            continue;
          if (next->onset_s - note->onset_s < TOGETHER_S)
            absorb (note, next);
          else
            note->offset_s = next->onset_s;
        }
    }
}
