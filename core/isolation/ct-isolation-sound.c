/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-track-isolation-private.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-isolation-private.h"
#include "core/isolation/ct-note-sound.h"
#include "core/isolation/ct-track-isolation.h"
#include "core/transform/ct-stft-private.h"

#define SOUND_FRAMES 48 /* of a note: about a second */

static int
compare_lengths (const void *a, const void *b)
{
  const CtNote *const *x = a, *const *y = b;
  double x_s = (*x)->offset_s - (*x)->onset_s, y_s = (*y)->offset_s - (*y)->onset_s;

  if (x_s != y_s)
    return x_s > y_s ? -1 : 1;
  return *x < *y ? -1 : *x > *y;
}

/* The notes of @track, the longest first. The caller frees *@out. */
static CtStatus
longest_notes (const CtTrackIsolation *self, int track, const CtNote ***out, size_t *n)
{
  const CtNote **notes = malloc ((self->n_notes + 1) * sizeof *notes);

  *out = notes;
  *n = 0;
  if (!notes)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n_notes; i++)
    if (self->notes[i].track == track && !ct_isolation_is_hit (&self->notes[i]))
      notes[(*n)++] = &self->notes[i];
  qsort (notes, *n, sizeof *notes, compare_lengths);
  return CT_STATUS_OK;
}

/* The amplitudes of the partials of the note numbered 0 in @frame; negative: masked by another. */
static void
read_partials (const CtIsolationFrame *frame, float *amplitudes)
{
  for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
    amplitudes[h] = -1.0f;
  for (size_t v = 0; v < frame->n_voices; v++)
    for (int h = 0; h < CT_NOTE_SOUND_PARTIALS && frame->voices[v].note == 0; h++)
      if (h >= frame->voices[v].n_partials)
        amplitudes[h] = 0;
      else if (frame->voices[v].clean[h])
        amplitudes[h] = ct_isolation_lobe_amplitude (frame, frame->voices[v].bins[h]);
}

static CtStatus
meter_note (CtTrackIsolation *self, const CtNote *note, CtNoteSoundMeter *meter)
{
  CtIsolationWork *work = &self->works[0];
  float amplitudes[SOUND_FRAMES][CT_NOTE_SOUND_PARTIALS];
  int64_t onset = (int64_t) (note->onset_s * self->stft.rate_hz);
  double hop_s = (double) self->stft.hop / self->stft.rate_hz;
  double wanted = (note->offset_s - note->onset_s) / hop_s;
  int n = wanted < SOUND_FRAMES ? (int) wanted : SOUND_FRAMES;
  CtStatus status;

  if (n < 2)
    return CT_STATUS_OK;
  status = ct_isolation_read (self, work, onset - (int64_t) self->stft.size / 2,
                              (size_t) (n - 1) * self->stft.hop + self->stft.size);
  for (int f = 0; status == CT_STATUS_OK && f < n; f++)
    {
      double time_s = note->onset_s + f * hop_s;

      ct_isolation_frame_begin (&work->frame);
      for (size_t i = 0; i < self->n_notes && self->notes[i].onset_s < time_s + 1; i++)
        ct_isolation_frame_add (&work->frame, &self->notes[i], &self->first_model, &self->notes[i] != note, 0, time_s);
      ct_isolation_measure_level (self, work, (size_t) f * self->stft.hop);
      ct_isolation_frame_locate (&work->frame, &self->stft);
      read_partials (&work->frame, amplitudes[f]);
    }
  if (status == CT_STATUS_OK)
    ct_note_sound_meter_add (meter, note, amplitudes[0], n, hop_s);
  return status;
}

CtStatus
ct_track_isolation_measure_sound (CtTrackIsolation *self,
                                  int track,
                                  size_t max_notes,
                                  const atomic_bool *cancelled,
                                  CtNoteSound *sound,
                                  bool *measured)
{
  CtNoteSoundMeter meter = { .n_notes = 0 };
  const CtNote **notes;
  size_t n;
  CtStatus status = longest_notes (self, track, &notes, &n);

  *measured = false;
  for (size_t i = 0; status == CT_STATUS_OK && i < n && i < max_notes; i++)
    status = cancelled && atomic_load (cancelled) ? CT_STATUS_CANCELLED : meter_note (self, notes[i], &meter);
  free (notes);
  if (status == CT_STATUS_OK)
    *measured = ct_note_sound_meter_finish (&meter, sound);
  return status;
}
