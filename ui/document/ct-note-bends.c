/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-note-bends.h"

#include "core/base/ct-note.h"
#include "core/notes/ct-note-decoder.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"

struct _CtNoteBends
{
  GHashTable *of_notes; /* id of a note (as a pointer) to a GArray of float */
};

CtNoteBends *
ct_note_bends_new (void)
{
  CtNoteBends *self = g_new0 (CtNoteBends, 1);

  self->of_notes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  return self;
}

void
ct_note_bends_free (CtNoteBends *self)
{
  g_hash_table_unref (self->of_notes);
  g_free (self);
}

void
ct_note_bends_clear (CtNoteBends *self)
{
  g_hash_table_remove_all (self->of_notes);
}

static GArray *
measure (const CtEvidence *evidence, const CtEditNote *note)
{
  GArray *cents = g_array_new (FALSE, FALSE, sizeof (float));
  CtNote measured = { .onset_s = note->onset_s,
                      .offset_s = note->offset_s,
                      .confidence = note->confidence,
                      .midi = note->midi,
                      .velocity = note->velocity };
  gsize max = ct_spectrogram_n_frames (evidence->analysis->spectrogram);

  max = MIN (max, (gsize) ((note->offset_s - note->onset_s) * CT_CQT_FRAME_RATE_HZ) + 2);
  g_array_set_size (cents, (guint) max);
  max = ct_note_decoder_bend (evidence->analysis->spectrogram, &measured, evidence->analysis->start_s,
                              (float *) (gpointer) cents->data, max);
  g_array_set_size (cents, (guint) max);
  return cents;
}

const float *
ct_note_bends_get (CtNoteBends *self, const CtEvidence *evidence, const CtEditNote *note, gsize *n)
{
  GArray *cents;

  *n = 0;
  if (!evidence || !evidence->analysis->spectrogram || note->edited & (CT_EDITED_PITCH | CT_EDITED_DRAWN)
      || note->uncertain || note->midi < CT_MIDI_LOW || note->midi > CT_MIDI_HIGH)
    return NULL;
  cents = g_hash_table_lookup (self->of_notes, (gpointer) (guintptr) note->id);
  if (!cents)
    {
      cents = measure (evidence, note);
      g_hash_table_insert (self->of_notes, (gpointer) (guintptr) note->id, cents);
    }
  *n = cents->len;
  return (const float *) (gconstpointer) cents->data;
}
