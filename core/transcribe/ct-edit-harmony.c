/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-edit-harmony.h"

#include <math.h>
#include <stdlib.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/harmony/ct-harmony-finder.h"

CtStatus
ct_edit_harmony_find (const CtEditScore *score, CtHarmony *out)
{
  CtNote *notes = malloc ((score->n_notes + 1) * sizeof *notes);
  CtStatus status;

  if (!notes)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < score->n_notes; i++)
    notes[i] = ct_edit_note_to_note (&score->notes[i]);
  status = ct_harmony_find (notes, score->n_notes, score->tempo.map, &score->harmony, out);
  free (notes);
  return status;
}

/* Counts times from @origin_s on, and leaves out what ends before or begins after @span. */
static void
cut (CtHarmony *self, const CtTimeSpan *span, double origin_s)
{
  size_t n = 0;

  for (size_t i = 0; i < self->n_keys; i++)
    {
      CtKeyChange change = self->keys[i];

      if (change.time_s >= span->end_s || (i + 1 < self->n_keys && self->keys[i + 1].time_s <= span->start_s))
        continue;
      change.time_s = fmax (change.time_s, span->start_s) - origin_s;
      self->keys[n++] = change;
    }
  self->n_keys = n;
  n = 0;
  for (size_t i = 0; i < self->n_chords; i++)
    {
      CtChord chord = self->chords[i];

      chord.start_s = fmax (chord.start_s, span->start_s) - origin_s;
      chord.end_s = fmin (chord.end_s, span->end_s) - origin_s;
      if (chord.end_s > chord.start_s)
        self->chords[n++] = chord;
    }
  self->n_chords = n;
}

CtStatus
ct_edit_harmony_export (const CtEditScore *score, const CtEditExport *what, const CtHarmony *found, CtScore *out)
{
  CtStatus status = found ? ct_harmony_copy (found, &out->harmony) : ct_edit_harmony_find (score, &out->harmony);

  if (status == CT_STATUS_OK)
    cut (&out->harmony, &what->span, ct_edit_score_export_origin (score, what));
  return status;
}

/* A copy with room for one key and two chords more; for no memory, zeroed. */
static CtStatus
copy_with_room (const CtHarmony *self, CtHarmony *copy)
{
  *copy = *self;
  copy->keys = malloc ((self->n_keys + 1) * sizeof *copy->keys);
  copy->chords = malloc ((self->n_chords + 2) * sizeof *copy->chords);
  if (!copy->keys || !copy->chords)
    {
      ct_harmony_clear (copy);
      return CT_STATUS_NO_MEMORY;
    }
  copy->n_keys = copy->n_chords = 0;
  return CT_STATUS_OK;
}

CtStatus
ct_edit_harmony_set_key (const CtHarmony *self, double time_s, const CtKey *key, CtHarmony *out)
{
  CtHarmony made;
  size_t before = 0;
  CtStatus status = copy_with_room (self, &made);

  if (status != CT_STATUS_OK)
    return status;
  while (before < self->n_keys && self->keys[before].time_s <= time_s)
    made.keys[made.n_keys++] = self->keys[before++];
  if (made.n_keys > 0 && (!key || made.keys[made.n_keys - 1].time_s == time_s))
    made.n_keys--;
  if (key)
    made.keys[made.n_keys++] = (CtKeyChange){ time_s, *key, 0, true };
  for (; before < self->n_keys; before++)
    made.keys[made.n_keys++] = self->keys[before];
  for (size_t i = 0; i < self->n_chords; i++)
    made.chords[made.n_chords++] = self->chords[i];
  *out = made;
  return CT_STATUS_OK;
}

static void
append_part (CtHarmony *self, const CtChord *chord, double start_s, double end_s)
{
  CtChord part = *chord;

  part.start_s = fmax (chord->start_s, start_s);
  part.end_s = fmin (chord->end_s, end_s);
  if (part.end_s > part.start_s)
    self->chords[self->n_chords++] = part;
}

CtStatus
ct_edit_harmony_set_chord (const CtHarmony *self, const CtTimeSpan *span, const CtChord *chord, CtHarmony *out)
{
  CtHarmony made;
  CtStatus status = copy_with_room (self, &made);

  if (status != CT_STATUS_OK)
    return status;
  for (size_t i = 0; i < self->n_keys; i++)
    made.keys[made.n_keys++] = self->keys[i];
  for (size_t i = 0; i < self->n_chords; i++)
    append_part (&made, &self->chords[i], -INFINITY, span->start_s);
  if (chord)
    {
      CtChord put = *chord;

      put.start_s = span->start_s;
      put.end_s = span->end_s;
      put.confidence = 0;
      put.fixed = true;
      made.chords[made.n_chords++] = put;
    }
  for (size_t i = 0; i < self->n_chords; i++)
    append_part (&made, &self->chords[i], span->end_s, INFINITY);
  *out = made;
  return CT_STATUS_OK;
}
